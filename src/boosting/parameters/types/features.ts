/** Parameters of bins, missing and sparse values: their types, written by `npm run docs` from table/features.ts. */

/** Parameters of bins, missing and sparse values, complete. */
export interface FeatureParameters {
  /** Most bins of a feature, the bin of missing values included. */
  readonly max_bin: number;
  /** Most bins of each feature, in place of max_bin. */
  readonly max_bin_by_feature: readonly number[];
  /** Fewest sampled rows of a bin. */
  readonly min_data_in_bin: number;
  /** Rows that the bins are built from. */
  readonly bin_construct_sample_cnt: number;
  /** Seed of the choice of the rows that the bins are built from. */
  readonly data_random_seed: number;
  /** A JSON file of upper bounds of bins that must be: [{"feature": INDEX, "bin_upper_bound": [NUMBER, …]}, …]. */
  readonly forcedbins_filename: string;
  /** Lets features that are mostly zero be stored as their other values. */
  readonly is_enable_sparse: boolean;
  /** Lets features that are never set together share one column of bins. */
  readonly enable_bundle: boolean;
  /** Off: NaN is taken for zero. */
  readonly use_missing: boolean;
  /** Zero, and what a sparse row does not name, is missing too. */
  readonly zero_as_missing: boolean;
  /** Leaves out features that min_data_in_leaf forbids to split. */
  readonly feature_pre_filter: boolean;
}

/** Parameters of bins, missing and sparse values, as a user gives them. */
export interface FeatureInput {
  /** Most bins of a feature, the bin of missing values included (at least 2; default 255). */
  readonly max_bin?: number | undefined;
  /** Another name of `max_bin`. Most bins of a feature, the bin of missing values included. */
  readonly max_bins?: number | undefined;
  /** Most bins of each feature, in place of max_bin (at least 2). */
  readonly max_bin_by_feature?: readonly number[] | undefined;
  /** Fewest sampled rows of a bin (at least 1; default 3). */
  readonly min_data_in_bin?: number | undefined;
  /** Rows that the bins are built from (at least 1; default 200000). */
  readonly bin_construct_sample_cnt?: number | undefined;
  /** Another name of `bin_construct_sample_cnt`. Rows that the bins are built from. */
  readonly subsample_for_bin?: number | undefined;
  /** Seed of the choice of the rows that the bins are built from (default 1). */
  readonly data_random_seed?: number | undefined;
  /** Another name of `data_random_seed`. Seed of the choice of the rows that the bins are built from. */
  readonly data_seed?: number | undefined;
  /** A JSON file of upper bounds of bins that must be: [{"feature": INDEX, "bin_upper_bound": [NUMBER, …]}, …]. */
  readonly forcedbins_filename?: string | undefined;
  /** Lets features that are mostly zero be stored as their other values (default true). */
  readonly is_enable_sparse?: boolean | undefined;
  /** Another name of `is_enable_sparse`. Lets features that are mostly zero be stored as their other values. */
  readonly is_sparse?: boolean | undefined;
  /** Another name of `is_enable_sparse`. Lets features that are mostly zero be stored as their other values. */
  readonly enable_sparse?: boolean | undefined;
  /** Another name of `is_enable_sparse`. Lets features that are mostly zero be stored as their other values. */
  readonly sparse?: boolean | undefined;
  /** Lets features that are never set together share one column of bins (default true). */
  readonly enable_bundle?: boolean | undefined;
  /** Another name of `enable_bundle`. Lets features that are never set together share one column of bins. */
  readonly is_enable_bundle?: boolean | undefined;
  /** Another name of `enable_bundle`. Lets features that are never set together share one column of bins. */
  readonly bundle?: boolean | undefined;
  /** Off: NaN is taken for zero (default true). */
  readonly use_missing?: boolean | undefined;
  /** Zero, and what a sparse row does not name, is missing too (default false). */
  readonly zero_as_missing?: boolean | undefined;
  /** Leaves out features that min_data_in_leaf forbids to split (default true). */
  readonly feature_pre_filter?: boolean | undefined;
}
