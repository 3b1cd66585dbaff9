/** The names of metrics: what each word means, and which words are LightGBM's but not followed yet. */

/** Every accepted word, with the metric's own name; `none` measures nothing. */
export const metricWords: Readonly<Record<string, string>> = {
  l2: 'l2',
  regression: 'l2',
  regression_l2: 'l2',
  mean_squared_error: 'l2',
  mse: 'l2',
  rmse: 'rmse',
  root_mean_squared_error: 'rmse',
  l2_root: 'rmse',
  l1: 'l1',
  regression_l1: 'l1',
  mean_absolute_error: 'l1',
  mae: 'l1',
  binary_logloss: 'binary_logloss',
  binary: 'binary_logloss',
  auc: 'auc',
  binary_error: 'binary_error',
  none: 'none',
  null: 'none',
  custom: 'none',
  na: 'none',
};

export const laterMetricNames: readonly string[] = [
  ...['quantile', 'mape', 'mean_absolute_percentage_error', 'huber', 'fair', 'poisson', 'gamma'],
  ...['gamma_deviance', 'tweedie', 'r2', 'ndcg', 'lambdarank', 'rank_xendcg', 'xendcg', 'xe_ndcg'],
  ...['xe_ndcg_mart', 'xendcg_mart', 'map', 'mean_average_precision', 'average_precision'],
  ...['auc_mu', 'multi_logloss', 'multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova'],
  ...['ovr', 'multi_error', 'cross_entropy', 'xentropy', 'cross_entropy_lambda', 'xentlambda'],
  ...['kullback_leibler', 'kldiv'],
];
