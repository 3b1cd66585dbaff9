/** Makes metrics by their names. */

import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import { type MetricName, parameterName } from '../parameters/index.js';
import { auc, averagePrecision } from './auc.js';
import { aucMu } from './auc-mu.js';
import { binaryError, binaryLogloss } from './binary.js';
import { crossEntropy, crossEntropyLambda, kullbackLeibler } from './cross-entropy.js';
import { map } from './map.js';
import type { Metric } from './metric.js';
import { multiError, multiLogloss } from './multiclass.js';
import { ndcg } from './ndcg.js';
import { r2 } from './r2.js';
import * as regression from './regression.js';
import { RowSorter } from './row-sorter.js';
import { completeSettings, type MetricSettings } from './settings.js';

const MAKERS: Readonly<
  Record<MetricName, (settings: MetricSettings, sorter: RowSorter) => Metric>
> = {
  l1: regression.l1,
  l2: regression.l2,
  rmse: regression.rmse,
  r2,
  quantile: regression.quantile,
  mape: regression.mape,
  huber: regression.huber,
  fair: regression.fair,
  poisson: regression.poisson,
  gamma: regression.gamma,
  gamma_deviance: regression.gammaDeviance,
  tweedie: regression.tweedie,
  binary_logloss: binaryLogloss,
  binary_error: binaryError,
  auc: (_, sorter) => auc(sorter),
  average_precision: (_, sorter) => averagePrecision(sorter),
  multi_logloss: multiLogloss,
  multi_error: multiError,
  auc_mu: (settings, sorter) => aucMu(sorter, settings),
  cross_entropy: crossEntropy,
  cross_entropy_lambda: crossEntropyLambda,
  kullback_leibler: kullbackLeibler,
  ndcg: (settings, sorter) => ndcg(sorter, settings),
  map: (settings, sorter) => map(sorter, settings),
};

/** The names of all metrics. */
export const metricNames = Object.keys(MAKERS) as readonly MetricName[];

/**
 * The metrics of these names, in their order. They share memory for sorting.
 * @param settings LightGBM's parameters of metrics; its defaults where not given
 * @throws CambiumError `unknown-metric`, `bad-parameter`
 */
export function createMetrics(
  names: readonly string[],
  settings: Partial<MetricSettings> = {},
): readonly Metric[] {
  // Training gives all of its parameters.
  const others = Object.entries(settings).filter(([name]) => parameterName(name) === undefined);
  checkNames<Partial<MetricSettings>>('setting of metrics', Object.fromEntries(others), {
    num_class: true,
    eval_at: true,
    label_gain: true,
    alpha: true,
    fair_c: true,
    tweedie_variance_power: true,
    multi_error_top_k: true,
    auc_mu_weights: true,
  });
  const complete = completeSettings(settings);
  const sorter = new RowSorter();
  return names.map((name) => {
    if (Object.hasOwn(MAKERS, name)) return MAKERS[name as MetricName](complete, sorter);
    throw new CambiumError('unknown-metric', `there is no metric "${name}"`, {
      hint: didYouMean(name, metricNames) ?? `one of ${metricNames.join(', ')}`,
    });
  });
}

/**
 * The metric of a name.
 * @param settings LightGBM's parameters of metrics; its defaults where not given
 * @throws CambiumError `unknown-metric`, `bad-parameter`
 */
export function createMetric(name: string, settings: Partial<MetricSettings> = {}): Metric {
  return createMetrics([name], settings)[0]!;
}
