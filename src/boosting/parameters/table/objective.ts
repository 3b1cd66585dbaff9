/** Parameters of what is minimised. */
import { bool, double, doubles, int, word } from '../define.js';

/** What is minimised. */
export type ObjectiveName =
  | 'regression'
  | 'regression_l1'
  | 'huber'
  | 'fair'
  | 'poisson'
  | 'quantile'
  | 'mape'
  | 'gamma'
  | 'tweedie'
  | 'binary'
  | 'multiclass'
  | 'multiclassova'
  | 'cross_entropy'
  | 'cross_entropy_lambda'
  | 'lambdarank'
  | 'rank_xendcg'
  | 'custom';

const objectiveWords = {
  regression: 'regression',
  regression_l2: 'regression',
  l2: 'regression',
  mean_squared_error: 'regression',
  mse: 'regression',
  l2_root: 'regression',
  root_mean_squared_error: 'regression',
  rmse: 'regression',
  regression_l1: 'regression_l1',
  l1: 'regression_l1',
  mean_absolute_error: 'regression_l1',
  mae: 'regression_l1',
  huber: 'huber',
  fair: 'fair',
  poisson: 'poisson',
  quantile: 'quantile',
  mape: 'mape',
  mean_absolute_percentage_error: 'mape',
  gamma: 'gamma',
  tweedie: 'tweedie',
  binary: 'binary',
  multiclass: 'multiclass',
  softmax: 'multiclass',
  multiclassova: 'multiclassova',
  multiclass_ova: 'multiclassova',
  ova: 'multiclassova',
  ovr: 'multiclassova',
  cross_entropy: 'cross_entropy',
  xentropy: 'cross_entropy',
  cross_entropy_lambda: 'cross_entropy_lambda',
  xentlambda: 'cross_entropy_lambda',
  lambdarank: 'lambdarank',
  rank_xendcg: 'rank_xendcg',
  xendcg: 'rank_xendcg',
  xe_ndcg: 'rank_xendcg',
  xe_ndcg_mart: 'rank_xendcg',
  xendcg_mart: 'rank_xendcg',
  custom: 'custom',
  none: 'custom',
  null: 'custom',
  na: 'custom',
} as const satisfies Readonly<Record<string, ObjectiveName>>;

/** What `objective` may be called. */
export type ObjectiveWord = keyof typeof objectiveWords;

export const objectiveParameters = {
  objective: word<ObjectiveName>(
    'regression',
    objectiveWords,
    'What is minimised; custom: a function of yours.',
    ...['objective_type', 'app', 'application', 'loss'],
  ),
  num_class: int(1, 'Classes; above 1 for multiclass and multiclassova only.', {
    aliases: ['num_classes'],
    least: 1,
  }),
  is_unbalance: bool(
    false,
    'Weighs the two classes so that both count equally (binary, multiclassova).',
    ...['unbalance', 'unbalanced_sets'],
  ),
  scale_pos_weight: double(1, 'Weight of the rows of class 1 (binary, multiclassova).', {
    above: 0,
  }),
  sigmoid: double(
    1,
    'Slope of the sigmoid that turns a raw score into a probability (binary, multiclassova, lambdarank).',
    { above: 0 },
  ),
  boost_from_average: bool(
    true,
    "Starts from the label's mean, or what the objective has in its place, instead of zero.",
  ),
  reg_sqrt: bool(false, 'Fits the square root of the label, and squares predictions (regression).'),
  alpha: double(
    0.9,
    'The error above which the loss is absolute instead of squared (huber); the quantile, below 1 (quantile).',
    { above: 0 },
  ),
  fair_c: double(1, 'Scale of the Fair loss (fair).', { above: 0 }),
  poisson_max_delta_step: double(0.7, 'Added to the exponent of the hessians (poisson).', {
    above: 0,
  }),
  tweedie_variance_power: double(
    1.5,
    'Power of the mean that the variance follows: near 1 as poisson, near 2 as gamma (tweedie).',
    { least: 1, below: 2 },
  ),
  lambdarank_truncation_level: int(
    30,
    'Best documents of a query whose order is trained for: a little above the k of NDCG@k (lambdarank).',
    { least: 1 },
  ),
  lambdarank_norm: bool(true, 'Lets queries count alike, whatever their size (lambdarank).'),
  label_gain: doubles(
    'Gain of each relevance label, from 0 on; 2^label - 1 if not given (lambdarank, ndcg).',
  ),
  lambdarank_position_bias_regularization: double(
    0,
    'Penalty on the bias of positions, where positions are given (lambdarank).',
    { least: 0 },
  ),
  objective_seed: int(5, "Seed of the objective's random choices (rank_xendcg)."),
} as const;
