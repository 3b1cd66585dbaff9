/** The metric that belongs to an objective, measured where no other is asked for. */
import type { MetricName } from '../metrics/metric.js';
import type { ObjectiveName } from './table/index.js';

const METRICS: Readonly<Record<ObjectiveName, string>> = {
  regression: 'l2',
  regression_l1: 'l1',
  huber: 'huber',
  fair: 'fair',
  poisson: 'poisson',
  quantile: 'quantile',
  mape: 'mape',
  gamma: 'gamma',
  tweedie: 'tweedie',
  binary: 'binary_logloss',
  multiclass: 'multi_logloss',
  multiclassova: 'multi_logloss',
  cross_entropy: 'cross_entropy',
  cross_entropy_lambda: 'cross_entropy_lambda',
  lambdarank: 'ndcg',
  rank_xendcg: 'ndcg',
  custom: 'none',
};

/** An objective of one's own has none. */
export function defaultMetric(objective: ObjectiveName): readonly MetricName[] {
  const metric = METRICS[objective];
  return metric === 'none' ? [] : [metric as MetricName];
}
