/** The coefficient of determination. */
import { totalWeight } from './checks.js';
import { type Losses, sumLosses } from './mean-loss.js';
import { defineMetric, type EvaluationRows, type Metric } from './metric.js';

/** Sums of squares below this are none: LightGBM's `kZeroThreshold`. */
const ZERO = 1e-35;

const squaredErrors: Losses = (losses, first, labels, predictions) => {
  for (let i = 0, row = first; i < losses.length; i++, row++) {
    losses[i] = (labels[row]! - predictions[row]!) ** 2;
  }
};

/** The weighted squares of the labels' distances from their mean. */
function spreadOf(rows: EvaluationRows): number {
  const { labels } = rows;
  // Rounding would leave equal labels a distance from their weighted mean.
  if (labels.every((label) => label === labels[0])) return 0;
  const values: Losses = (losses, first) =>
    losses.set(labels.subarray(first, first + losses.length));
  const mean = sumLosses(values, labels, rows) / totalWeight(rows);
  return sumLosses(squaredErrors, new Float64Array(labels.length).fill(mean), rows);
}

/**
 * The share of the labels' squared distance from their mean that predictions explain; where all
 * labels are equal 1 for exact predictions, else 0.
 */
export const r2 = (): Metric =>
  defineMetric({
    name: 'r2',
    higherIsBetter: true,
    prepare(rows) {
      const spread = spreadOf(rows);
      return (predictions) => {
        const rest = sumLosses(squaredErrors, predictions, rows);
        if (spread < ZERO) return [rest < ZERO ? 1 : 0];
        return [1 - rest / spread];
      };
    },
  });
