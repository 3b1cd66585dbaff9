/** Parameters of bins, missing and sparse values: how features become what trees split. */
import { bool, int, ints, text } from '../define.js';

export const featureParameters = {
  max_bin: int(255, 'Most bins of a feature, the bin of missing values included.', {
    aliases: ['max_bins'],
    least: 2,
  }),
  max_bin_by_feature: ints('Most bins of each feature, in place of max_bin.', { least: 2 }),
  min_data_in_bin: int(3, 'Fewest sampled rows of a bin.', { least: 1 }),
  bin_construct_sample_cnt: int(200_000, 'Rows that the bins are built from.', {
    aliases: ['subsample_for_bin'],
    least: 1,
  }),
  data_random_seed: int(1, 'Seed of the choice of the rows that the bins are built from.', {
    aliases: ['data_seed'],
  }),
  forcedbins_filename: text(
    '',
    'A JSON file of upper bounds of bins that must be: [{"feature": INDEX, "bin_upper_bound": [NUMBER, …]}, …].',
  ),
  is_enable_sparse: bool(
    true,
    'Lets features that are mostly zero be stored as their other values.',
    ...['is_sparse', 'enable_sparse', 'sparse'],
  ),
  enable_bundle: bool(
    true,
    'Lets features that are never set together share one column of bins.',
    ...['is_enable_bundle', 'bundle'],
  ),
  use_missing: bool(true, 'Off: NaN is taken for zero.'),
  zero_as_missing: bool(false, 'Zero, and what a sparse row does not name, is missing too.'),
  feature_pre_filter: bool(true, 'Leaves out features that min_data_in_leaf forbids to split.'),
} as const;
