/** Metrics that are the (weighted) mean of a loss of each row. */
import { totalWeight } from './checks.js';
import type { Numbers } from './metric.js';
import { defineMetric, type EvaluationRows, type Metric, type MetricName } from './metric.js';

/** What a row loses by a prediction that differs from its label. */
export type RowLoss = (label: number, prediction: number) => number;

/** The losses of all rows, each times its weight, added up in the order of rows. */
export function sumLosses(
  loss: RowLoss,
  predictions: Numbers,
  { labels, weights }: EvaluationRows,
): number {
  const rows = labels.length;
  let sum = 0;
  if (weights === undefined) {
    for (let row = 0; row < rows; row++) sum += loss(labels[row]!, predictions[row]!);
  } else {
    for (let row = 0; row < rows; row++) {
      sum += loss(labels[row]!, predictions[row]!) * weights[row]!;
    }
  }
  return sum;
}

export interface MeanLossOptions {
  /** Refuses labels that the loss is not defined for. */
  readonly check?: (labels: Numbers) => void;
  /** Makes the metric of the sum of losses and the sum of weights; their quotient if not given. */
  readonly finish?: (sum: number, total: number) => number;
}

export function meanLoss(name: MetricName, loss: RowLoss, options: MeanLossOptions = {}): Metric {
  const { check, finish = (sum: number, total: number) => sum / total } = options;
  return defineMetric({
    name,
    prepare(rows) {
      check?.(rows.labels);
      const total = totalWeight(rows);
      return (predictions) => [finish(sumLosses(loss, predictions, rows), total)];
    },
  });
}
