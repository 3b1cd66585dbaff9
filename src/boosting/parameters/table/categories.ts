/** Parameters of features that are categories, and of splits by them. */
import { columns, double, int } from '../define.js';

export const categoryParameters = {
  categorical_feature: columns(
    'Features that are categories: places from 0, or names after name:.',
    ...['cat_feature', 'categorical_column', 'cat_column', 'categorical_features'],
  ),
  min_data_per_group: int(100, 'Fewest rows of a category, or a set of them, to be split off.', {
    least: 1,
  }),
  max_cat_threshold: int(32, 'Most categories on the smaller side of a split.', { least: 1 }),
  cat_l2: double(10, 'L2 penalty on the outputs of splits by categories.', { least: 0 }),
  cat_smooth: double(10, 'Calms the order of categories of few rows.', { least: 0 }),
  max_cat_to_onehot: int(4, 'Up to so many categories, each is tried against all others.', {
    least: 1,
  }),
} as const;
