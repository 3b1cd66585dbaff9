/** The metric that belongs to an objective, measured where no other is asked for. */
import type { MetricName } from './metric-name.js';
import type { ObjectiveName } from './table/index.js';

/** An objective of one's own has none. */
const METRICS: Readonly<Record<ObjectiveName, readonly MetricName[]>> = {
  regression: ['l2'],
  regression_l1: ['l1'],
  huber: ['huber'],
  fair: ['fair'],
  poisson: ['poisson'],
  quantile: ['quantile'],
  mape: ['mape'],
  gamma: ['gamma'],
  tweedie: ['tweedie'],
  binary: ['binary_logloss'],
  multiclass: ['multi_logloss'],
  multiclassova: ['multi_logloss'],
  cross_entropy: ['cross_entropy'],
  cross_entropy_lambda: ['cross_entropy_lambda'],
  lambdarank: ['ndcg'],
  rank_xendcg: ['ndcg'],
  custom: [],
};

/** The metrics of an objective that was given none. */
export function defaultMetrics(objective: ObjectiveName): readonly MetricName[] {
  return METRICS[objective];
}
