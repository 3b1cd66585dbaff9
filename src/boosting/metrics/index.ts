import { CambiumError, didYouMean } from '../../errors.js';
import { auc } from './auc.js';
import { binaryError, binaryLogloss, l1, l2, rmse } from './mean-loss.js';
import type { Metric, MetricName } from './metric.js';

export type { Metric, MetricName } from './metric.js';

/** All metrics by name. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  l2,
  rmse,
  l1,
  binary_logloss: binaryLogloss,
  auc,
  binary_error: binaryError,
};

/**
 * The metric of a name.
 * @throws CambiumError `unknown-metric`
 */
export function createMetric(name: string): Metric {
  if (Object.hasOwn(metrics, name)) return metrics[name as MetricName];
  throw new CambiumError('unknown-metric', `there is no metric "${name}"`, {
    hint: didYouMean(name, Object.keys(metrics)) ?? `one of ${Object.keys(metrics).join(', ')}`,
  });
}
