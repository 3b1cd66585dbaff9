/** The training parameters that Cambium follows, by LightGBM's names. */
import type { MetricName } from '../metrics/metric.js';

export type ObjectiveName = 'regression' | 'binary';

/** Complete and checked parameters of one training, as {@link resolveParameters} gives them. */
export interface Parameters {
  /** `regression`: squared error; `binary`: log loss of labels 0 and 1. */
  readonly objective: ObjectiveName;
  readonly boosting: 'gbdt';
  /** What is measured on validation rows; the objective's own metric if not given. */
  readonly metric: readonly MetricName[];
  /** Boosting rounds. */
  readonly num_iterations: number;
  /** Factor on each tree's output. */
  readonly learning_rate: number;
  /** Most leaves of one tree. */
  readonly num_leaves: number;
  /** Threads; 0: one a core. The model does not depend on it. */
  readonly num_threads: number;
  /** Derives the other seeds; undefined: they keep their own defaults. */
  readonly seed: number | undefined;
  /** Accepted for LightGBM's sake: training is always deterministic. */
  readonly deterministic: boolean;
  /** Deepest level of a leaf; 0 or less: no limit. */
  readonly max_depth: number;
  /** Fewest training rows of a leaf. */
  readonly min_data_in_leaf: number;
  /** Smallest sum of hessians of a leaf. */
  readonly min_sum_hessian_in_leaf: number;
  /** Rounds without a better metric after which training stops; 0 or less: never. */
  readonly early_stopping_round: number;
  /** L1 penalty on leaf outputs. */
  readonly lambda_l1: number;
  /** L2 penalty on leaf outputs. */
  readonly lambda_l2: number;
  /** Smallest gain that a split must have. */
  readonly min_gain_to_split: number;
  /** Most bins of a feature, the bin of missing values included. */
  readonly max_bin: number;
  /** Fewest sampled rows of a bin. */
  readonly min_data_in_bin: number;
  /** Rows that the bins are built from. */
  readonly bin_construct_sample_cnt: number;
  /** Seed of the choice of those rows. */
  readonly data_random_seed: number;
  /** Off: NaN is taken for zero. */
  readonly use_missing: boolean;
  /** Only false so far: zero is a value. */
  readonly zero_as_missing: boolean;
  /** Leaves out features that `min_data_in_leaf` forbids to split. */
  readonly feature_pre_filter: boolean;
  /** Weighs the two classes so that both count equally. */
  readonly is_unbalance: boolean;
  /** Weight of the rows of class 1. */
  readonly scale_pos_weight: number;
  /** Slope of the sigmoid that turns a raw score into a probability. */
  readonly sigmoid: number;
  /** Starts from the label's mean (its log-odds for `binary`) instead of zero. */
  readonly boost_from_average: boolean;
  /** Classes; 1 for every objective so far. */
  readonly num_class: number;
  /** What the model file's importances are: 0 numbers of splits, 1 gains. */
  readonly saved_feature_importance_type: number;
  /** Below 0 errors only, 0 warnings, 1 information, above 1 all. */
  readonly verbosity: number;
}
