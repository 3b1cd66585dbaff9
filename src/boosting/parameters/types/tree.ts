/** Parameters of one tree: their types, written by `npm run docs` from table/tree.ts. */

/** Parameters of one tree, complete. */
export interface TreeParameters {
  /** Most leaves of one tree. */
  readonly num_leaves: number;
  /** Deepest level of a leaf; 0 or less: no limit. */
  readonly max_depth: number;
  /** Fewest training rows of a leaf. */
  readonly min_data_in_leaf: number;
  /** Smallest sum of hessians of a leaf. */
  readonly min_sum_hessian_in_leaf: number;
  /** L1 penalty on leaf outputs. */
  readonly lambda_l1: number;
  /** L2 penalty on leaf outputs. */
  readonly lambda_l2: number;
  /** Smallest gain that a split must have. */
  readonly min_gain_to_split: number;
  /** Largest absolute leaf output before the learning rate; 0 or less: no limit. */
  readonly max_delta_step: number;
  /** Draws the outputs of leaves of few rows to their parent's. */
  readonly path_smooth: number;
  /** Tries one random threshold a feature only. */
  readonly extra_trees: boolean;
  /** Seed of those thresholds (extra_trees). */
  readonly extra_seed: number;
  /** Each leaf is a linear model of its numeric features. */
  readonly linear_tree: boolean;
  /** L2 penalty on the coefficients of leaves (linear_tree). */
  readonly linear_lambda: number;
  /** Factor on the costs of features and splits (cost-effective boosting). */
  readonly cegb_tradeoff: number;
  /** Cost of a split, a row. */
  readonly cegb_penalty_split: number;
  /** Cost of each feature, paid for each row that first needs its value. */
  readonly cegb_penalty_feature_lazy: readonly number[];
  /** Cost of each feature, paid once, by the first split that uses it. */
  readonly cegb_penalty_feature_coupled: readonly number[];
}

/** Parameters of one tree, as a user gives them. */
export interface TreeInput {
  /** Most leaves of one tree (2 to 131072; default 31). */
  readonly num_leaves?: number | undefined;
  /** Another name of `num_leaves`. Most leaves of one tree. */
  readonly num_leaf?: number | undefined;
  /** Another name of `num_leaves`. Most leaves of one tree. */
  readonly max_leaves?: number | undefined;
  /** Another name of `num_leaves`. Most leaves of one tree. */
  readonly max_leaf?: number | undefined;
  /** Another name of `num_leaves`. Most leaves of one tree. */
  readonly max_leaf_nodes?: number | undefined;
  /** Deepest level of a leaf; 0 or less: no limit (default -1). */
  readonly max_depth?: number | undefined;
  /** Fewest training rows of a leaf (at least 0; default 20). */
  readonly min_data_in_leaf?: number | undefined;
  /** Another name of `min_data_in_leaf`. Fewest training rows of a leaf. */
  readonly min_data_per_leaf?: number | undefined;
  /** Another name of `min_data_in_leaf`. Fewest training rows of a leaf. */
  readonly min_data?: number | undefined;
  /** Another name of `min_data_in_leaf`. Fewest training rows of a leaf. */
  readonly min_child_samples?: number | undefined;
  /** Another name of `min_data_in_leaf`. Fewest training rows of a leaf. */
  readonly min_samples_leaf?: number | undefined;
  /** Smallest sum of hessians of a leaf (at least 0; default 0.001). */
  readonly min_sum_hessian_in_leaf?: number | undefined;
  /** Another name of `min_sum_hessian_in_leaf`. Smallest sum of hessians of a leaf. */
  readonly min_sum_hessian_per_leaf?: number | undefined;
  /** Another name of `min_sum_hessian_in_leaf`. Smallest sum of hessians of a leaf. */
  readonly min_sum_hessian?: number | undefined;
  /** Another name of `min_sum_hessian_in_leaf`. Smallest sum of hessians of a leaf. */
  readonly min_hessian?: number | undefined;
  /** Another name of `min_sum_hessian_in_leaf`. Smallest sum of hessians of a leaf. */
  readonly min_child_weight?: number | undefined;
  /** L1 penalty on leaf outputs (at least 0; default 0). */
  readonly lambda_l1?: number | undefined;
  /** Another name of `lambda_l1`. L1 penalty on leaf outputs. */
  readonly reg_alpha?: number | undefined;
  /** Another name of `lambda_l1`. L1 penalty on leaf outputs. */
  readonly l1_regularization?: number | undefined;
  /** L2 penalty on leaf outputs (at least 0; default 0). */
  readonly lambda_l2?: number | undefined;
  /** Another name of `lambda_l2`. L2 penalty on leaf outputs. */
  readonly reg_lambda?: number | undefined;
  /** Another name of `lambda_l2`. L2 penalty on leaf outputs. */
  readonly lambda?: number | undefined;
  /** Another name of `lambda_l2`. L2 penalty on leaf outputs. */
  readonly l2_regularization?: number | undefined;
  /** Smallest gain that a split must have (at least 0; default 0). */
  readonly min_gain_to_split?: number | undefined;
  /** Another name of `min_gain_to_split`. Smallest gain that a split must have. */
  readonly min_split_gain?: number | undefined;
  /** Largest absolute leaf output before the learning rate; 0 or less: no limit (default 0). */
  readonly max_delta_step?: number | undefined;
  /** Another name of `max_delta_step`. Largest absolute leaf output before the learning rate; 0 or less: no limit. */
  readonly max_tree_output?: number | undefined;
  /** Another name of `max_delta_step`. Largest absolute leaf output before the learning rate; 0 or less: no limit. */
  readonly max_leaf_output?: number | undefined;
  /** Draws the outputs of leaves of few rows to their parent's (at least 0; default 0). */
  readonly path_smooth?: number | undefined;
  /** Tries one random threshold a feature only (default false). */
  readonly extra_trees?: boolean | undefined;
  /** Another name of `extra_trees`. Tries one random threshold a feature only. */
  readonly extra_tree?: boolean | undefined;
  /** Seed of those thresholds (extra_trees) (default 6). */
  readonly extra_seed?: number | undefined;
  /** Each leaf is a linear model of its numeric features (default false). */
  readonly linear_tree?: boolean | undefined;
  /** Another name of `linear_tree`. Each leaf is a linear model of its numeric features. */
  readonly linear_trees?: boolean | undefined;
  /** L2 penalty on the coefficients of leaves (linear_tree) (at least 0; default 0). */
  readonly linear_lambda?: number | undefined;
  /** Factor on the costs of features and splits (cost-effective boosting) (at least 0; default 1). */
  readonly cegb_tradeoff?: number | undefined;
  /** Cost of a split, a row (at least 0; default 0). */
  readonly cegb_penalty_split?: number | undefined;
  /** Cost of each feature, paid for each row that first needs its value. */
  readonly cegb_penalty_feature_lazy?: readonly number[] | undefined;
  /** Cost of each feature, paid once, by the first split that uses it. */
  readonly cegb_penalty_feature_coupled?: readonly number[] | undefined;
}
