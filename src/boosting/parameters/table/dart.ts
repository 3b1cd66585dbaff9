/** Parameters of boosting with trees left out (dart). */
import { bool, double, int } from '../define.js';

export const dartParameters = {
  drop_rate: double(0.1, 'The share of earlier trees that a round leaves out.', {
    aliases: ['rate_drop'],
    least: 0,
    most: 1,
  }),
  max_drop: int(50, 'Most trees that a round leaves out; 0 or less: no limit.'),
  skip_drop: double(0.5, 'Probability that a round leaves no tree out.', {
    least: 0,
    most: 1,
  }),
  xgboost_dart_mode: bool(
    false,
    'Weighs the trees that were left out, and the new one, as XGBoost does.',
  ),
  uniform_drop: bool(false, 'Leaves out each tree with the same probability.'),
  drop_seed: int(4, 'Seed of the choice of trees that are left out.'),
} as const;
