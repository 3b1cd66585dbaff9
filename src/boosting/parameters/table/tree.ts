/** Parameters of one tree: its size, its penalties, the models of its leaves. */
import { bool, double, doubles, int } from '../define.js';

export const treeParameters = {
  num_leaves: int(31, 'Most leaves of one tree.', {
    aliases: ['num_leaf', 'max_leaves', 'max_leaf', 'max_leaf_nodes'],
    least: 2,
    most: 131_072,
  }),
  max_depth: int(-1, 'Deepest level of a leaf; 0 or less: no limit.'),
  min_data_in_leaf: int(20, 'Fewest training rows of a leaf.', {
    aliases: ['min_data_per_leaf', 'min_data', 'min_child_samples', 'min_samples_leaf'],
    least: 0,
  }),
  min_sum_hessian_in_leaf: double(1e-3, 'Smallest sum of hessians of a leaf.', {
    aliases: ['min_sum_hessian_per_leaf', 'min_sum_hessian', 'min_hessian', 'min_child_weight'],
    least: 0,
  }),
  lambda_l1: double(0, 'L1 penalty on leaf outputs.', {
    aliases: ['reg_alpha', 'l1_regularization'],
    least: 0,
  }),
  lambda_l2: double(0, 'L2 penalty on leaf outputs.', {
    aliases: ['reg_lambda', 'lambda', 'l2_regularization'],
    least: 0,
  }),
  min_gain_to_split: double(0, 'Smallest gain that a split must have.', {
    aliases: ['min_split_gain'],
    least: 0,
  }),
  max_delta_step: double(
    0,
    'Largest absolute leaf output before the learning rate; 0 or less: no limit.',
    { aliases: ['max_tree_output', 'max_leaf_output'] },
  ),
  path_smooth: double(0, "Draws the outputs of leaves of few rows to their parent's.", {
    least: 0,
  }),
  extra_trees: bool(false, 'Tries one random threshold a feature only.', 'extra_tree'),
  extra_seed: int(6, 'Seed of those thresholds (extra_trees).'),
  linear_tree: bool(false, 'Each leaf is a linear model of its numeric features.', 'linear_trees'),
  linear_lambda: double(0, 'L2 penalty on the coefficients of leaves (linear_tree).', {
    least: 0,
  }),
  cegb_tradeoff: double(
    1,
    'Factor on the costs of features and splits (cost-effective boosting).',
    {
      least: 0,
    },
  ),
  cegb_penalty_split: double(0, 'Cost of a split, a row.', { least: 0 }),
  cegb_penalty_feature_lazy: doubles(
    'Cost of each feature, paid for each row that first needs its value.',
  ),
  cegb_penalty_feature_coupled: doubles(
    'Cost of each feature, paid once, by the first split that uses it.',
  ),
} as const;
