/** Metrics that are the (weighted) mean of a loss of each row. */

import type { MetricName } from '../parameters/index.js';
import { totalWeight } from './checks.js';
import { defineMetric, type EvaluationRows, type Metric, type Numbers } from './metric.js';

/**
 * Computes what rows lose by predictions that differ from their labels.
 *
 * A loop of its own for each loss: a function a row would be called through a pointer, and put each
 * number on the heap.
 * @param losses takes the losses of rows `first`, `first + 1` and so on
 */
export type Losses = (
  losses: Float64Array,
  first: number,
  labels: Numbers,
  predictions: Numbers,
) => void;

const block = new Float64Array(1024);

/** The losses of all rows, each times its weight, added up in the order of rows. */
export function sumLosses(
  compute: Losses,
  predictions: Numbers,
  { labels, weights }: EvaluationRows,
): number {
  const rows = labels.length;
  let sum = 0;
  for (let first = 0; first < rows; first += block.length) {
    const losses = rows - first < block.length ? block.subarray(0, rows - first) : block;
    compute(losses, first, labels, predictions);
    if (weights === undefined) {
      for (let i = 0; i < losses.length; i++) sum += losses[i]!;
    } else {
      for (let i = 0; i < losses.length; i++) sum += losses[i]! * weights[first + i]!;
    }
  }
  return sum;
}

export interface MeanLossOptions {
  /** What the number is called; as the metric if not given. */
  readonly label?: string;
  /** Predictions a row; 1 if not given. */
  readonly classes?: number;
  /** Refuses labels that the loss is not defined for. */
  readonly check?: (labels: Numbers) => void;
  /** Makes the metric of the sum of losses and the sum of weights; their quotient if not given. */
  readonly finish?: (sum: number, total: number) => number;
}

export function meanLoss(name: MetricName, losses: Losses, options: MeanLossOptions = {}): Metric {
  const { label = name, classes = 1, check, finish = (sum, total) => sum / total } = options;
  return defineMetric({
    name,
    names: [label],
    classes,
    prepare(rows) {
      check?.(rows.labels);
      const total = totalWeight(rows);
      return (predictions) => [finish(sumLosses(losses, predictions, rows), total)];
    },
  });
}
