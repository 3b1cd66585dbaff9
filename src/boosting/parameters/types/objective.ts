/** Parameters of what is minimised: their types, written by `npm run docs` from table/objective.ts. */
import type { ObjectiveName, ObjectiveWord } from '../table/objective.js';

/** Parameters of what is minimised, complete. */
export interface ObjectiveParameters {
  /** What is minimised; custom: a function of yours. */
  readonly objective: ObjectiveName;
  /** Classes; above 1 for multiclass and multiclassova only. */
  readonly num_class: number;
  /** Weighs the two classes so that both count equally (binary, multiclassova). */
  readonly is_unbalance: boolean;
  /** Weight of the rows of class 1 (binary, multiclassova). */
  readonly scale_pos_weight: number;
  /** Slope of the sigmoid that turns a raw score into a probability (binary, multiclassova, lambdarank). */
  readonly sigmoid: number;
  /** Starts from the label's mean, or what the objective has in its place, instead of zero. */
  readonly boost_from_average: boolean;
  /** Fits the square root of the label, and squares predictions (regression). */
  readonly reg_sqrt: boolean;
  /** The error above which the loss is absolute instead of squared (huber); the quantile, below 1 (quantile). */
  readonly alpha: number;
  /** Scale of the Fair loss (fair). */
  readonly fair_c: number;
  /** Added to the exponent of the hessians (poisson). */
  readonly poisson_max_delta_step: number;
  /** Power of the mean that the variance follows: near 1 as poisson, near 2 as gamma (tweedie). */
  readonly tweedie_variance_power: number;
  /** Best documents of a query whose order is trained for: a little above the k of NDCG@k (lambdarank). */
  readonly lambdarank_truncation_level: number;
  /** Lets queries count alike, whatever their size (lambdarank). */
  readonly lambdarank_norm: boolean;
  /** Gain of each relevance label, from 0 on; 2^label - 1 if not given (lambdarank, ndcg). */
  readonly label_gain: readonly number[];
  /** Penalty on the bias of positions, where positions are given (lambdarank). */
  readonly lambdarank_position_bias_regularization: number;
  /** Seed of the objective's random choices (rank_xendcg). */
  readonly objective_seed: number;
}

/** Parameters of what is minimised, as a user gives them. */
export interface ObjectiveInput {
  /** What is minimised; custom: a function of yours (default regression). */
  readonly objective?: ObjectiveWord | undefined;
  /** Another name of `objective`. What is minimised; custom: a function of yours. */
  readonly objective_type?: ObjectiveWord | undefined;
  /** Another name of `objective`. What is minimised; custom: a function of yours. */
  readonly app?: ObjectiveWord | undefined;
  /** Another name of `objective`. What is minimised; custom: a function of yours. */
  readonly application?: ObjectiveWord | undefined;
  /** Another name of `objective`. What is minimised; custom: a function of yours. */
  readonly loss?: ObjectiveWord | undefined;
  /** Classes; above 1 for multiclass and multiclassova only (at least 1; default 1). */
  readonly num_class?: number | undefined;
  /** Another name of `num_class`. Classes; above 1 for multiclass and multiclassova only. */
  readonly num_classes?: number | undefined;
  /** Weighs the two classes so that both count equally (binary, multiclassova) (default false). */
  readonly is_unbalance?: boolean | undefined;
  /** Another name of `is_unbalance`. Weighs the two classes so that both count equally (binary, multiclassova). */
  readonly unbalance?: boolean | undefined;
  /** Another name of `is_unbalance`. Weighs the two classes so that both count equally (binary, multiclassova). */
  readonly unbalanced_sets?: boolean | undefined;
  /** Weight of the rows of class 1 (binary, multiclassova) (above 0; default 1). */
  readonly scale_pos_weight?: number | undefined;
  /** Slope of the sigmoid that turns a raw score into a probability (binary, multiclassova, lambdarank) (above 0; default 1). */
  readonly sigmoid?: number | undefined;
  /** Starts from the label's mean, or what the objective has in its place, instead of zero (default true). */
  readonly boost_from_average?: boolean | undefined;
  /** Fits the square root of the label, and squares predictions (regression) (default false). */
  readonly reg_sqrt?: boolean | undefined;
  /** The error above which the loss is absolute instead of squared (huber); the quantile, below 1 (quantile) (above 0; default 0.9). */
  readonly alpha?: number | undefined;
  /** Scale of the Fair loss (fair) (above 0; default 1). */
  readonly fair_c?: number | undefined;
  /** Added to the exponent of the hessians (poisson) (above 0; default 0.7). */
  readonly poisson_max_delta_step?: number | undefined;
  /** Power of the mean that the variance follows: near 1 as poisson, near 2 as gamma (tweedie) (at least 1 and below 2; default 1.5). */
  readonly tweedie_variance_power?: number | undefined;
  /** Best documents of a query whose order is trained for: a little above the k of NDCG@k (lambdarank) (at least 1; default 30). */
  readonly lambdarank_truncation_level?: number | undefined;
  /** Lets queries count alike, whatever their size (lambdarank) (default true). */
  readonly lambdarank_norm?: boolean | undefined;
  /** Gain of each relevance label, from 0 on; 2^label - 1 if not given (lambdarank, ndcg). */
  readonly label_gain?: readonly number[] | undefined;
  /** Penalty on the bias of positions, where positions are given (lambdarank) (at least 0; default 0). */
  readonly lambdarank_position_bias_regularization?: number | undefined;
  /** Seed of the objective's random choices (rank_xendcg) (default 5). */
  readonly objective_seed?: number | undefined;
}
