/** The names of metrics: what each word means. */
import type { MetricName } from './metric-name.js';

/** Other words than the metric's own name, as LightGBM has them. */
const ALIASES = {
  l1: ['regression_l1', 'mean_absolute_error', 'mae'],
  l2: ['regression', 'regression_l2', 'mean_squared_error', 'mse'],
  rmse: ['root_mean_squared_error', 'l2_root'],
  r2: [],
  quantile: [],
  mape: ['mean_absolute_percentage_error'],
  huber: [],
  fair: [],
  poisson: [],
  gamma: [],
  gamma_deviance: [],
  tweedie: [],
  binary_logloss: ['binary'],
  binary_error: [],
  auc: [],
  average_precision: [],
  multi_logloss: ['multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova', 'ovr'],
  multi_error: [],
  auc_mu: [],
  cross_entropy: ['xentropy'],
  cross_entropy_lambda: ['xentlambda'],
  kullback_leibler: ['kldiv'],
  ndcg: ['lambdarank', 'rank_xendcg', 'xendcg', 'xe_ndcg', 'xe_ndcg_mart', 'xendcg_mart'],
  map: ['mean_average_precision'],
  none: ['null', 'custom', 'na'],
} as const satisfies Readonly<Record<MetricName | 'none', readonly string[]>>;

type Aliases = typeof ALIASES;
type Word = keyof Aliases | Aliases[keyof Aliases][number];

/** Every accepted word, with the metric's own name; `none` measures nothing. */
export const metricWords = Object.fromEntries(
  Object.entries(ALIASES).flatMap(([name, aliases]) => [
    [name, name],
    ...aliases.map((alias) => [alias, name]),
  ]),
) as Readonly<Record<Word, MetricName | 'none'>>;
