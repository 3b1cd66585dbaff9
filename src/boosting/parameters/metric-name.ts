/** The names of metrics. */

/** A metric by LightGBM's name. */
export type MetricName =
  | 'l1'
  | 'l2'
  | 'rmse'
  | 'r2'
  | 'quantile'
  | 'mape'
  | 'huber'
  | 'fair'
  | 'poisson'
  | 'gamma'
  | 'gamma_deviance'
  | 'tweedie'
  | 'binary_logloss'
  | 'binary_error'
  | 'auc'
  | 'average_precision'
  | 'multi_logloss'
  | 'multi_error'
  | 'auc_mu'
  | 'cross_entropy'
  | 'cross_entropy_lambda'
  | 'kullback_leibler'
  | 'ndcg'
  | 'map';
