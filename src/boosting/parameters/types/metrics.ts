/** Parameters of what is measured: their types, written by `npm run docs` from table/metrics.ts. */
import type { MetricName } from '../metric-name.js';
import type { MetricWord } from '../table/metrics.js';

/** Parameters of what is measured, complete. */
export interface MetricParameters {
  /** What is measured on validation rows; the objective's own metric if not given. */
  readonly metric: readonly MetricName[];
  /** Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given. */
  readonly eval_at: readonly number[];
  /** A row counts as right if its class is among so many best (multi_error). */
  readonly multi_error_top_k: number;
  /** Costs of mistaking class i for class j, row by row of the matrix, for auc_mu; all equal if not given. */
  readonly auc_mu_weights: readonly number[];
}

/** Parameters of what is measured, as a user gives them. */
export interface MetricInput {
  /** What is measured on validation rows; the objective's own metric if not given. */
  readonly metric?: MetricWord | readonly MetricWord[] | undefined;
  /** Another name of `metric`. What is measured on validation rows; the objective's own metric if not given. */
  readonly metrics?: MetricWord | readonly MetricWord[] | undefined;
  /** Another name of `metric`. What is measured on validation rows; the objective's own metric if not given. */
  readonly metric_types?: MetricWord | readonly MetricWord[] | undefined;
  /** Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given (at least 1). */
  readonly eval_at?: readonly number[] | undefined;
  /** Another name of `eval_at`. Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given. */
  readonly ndcg_eval_at?: readonly number[] | undefined;
  /** Another name of `eval_at`. Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given. */
  readonly ndcg_at?: readonly number[] | undefined;
  /** Another name of `eval_at`. Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given. */
  readonly map_eval_at?: readonly number[] | undefined;
  /** Another name of `eval_at`. Places of a ranking that ndcg and map look at; 1,2,3,4,5 if not given. */
  readonly map_at?: readonly number[] | undefined;
  /** A row counts as right if its class is among so many best (multi_error) (at least 1; default 1). */
  readonly multi_error_top_k?: number | undefined;
  /** Costs of mistaking class i for class j, row by row of the matrix, for auc_mu; all equal if not given. */
  readonly auc_mu_weights?: readonly number[] | undefined;
}
