/** The coefficient of determination. */
import { totalWeight } from './checks.js';
import { sumLosses } from './mean-loss.js';
import { defineMetric, type EvaluationRows, type Metric } from './metric.js';

/** Sums of squares below this are none: LightGBM's `kZeroThreshold`. */
const ZERO = 1e-35;

/** Rounding would leave equal labels a distance from their weighted mean. */
function spreadOf(rows: EvaluationRows): number {
  const { labels } = rows;
  if (labels.every((label) => label === labels[0])) return 0;
  const mean = sumLosses((label) => label, labels, rows) / totalWeight(rows);
  return sumLosses((label) => (label - mean) ** 2, labels, rows);
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
        const rest = sumLosses((label, value) => (label - value) ** 2, predictions, rows);
        if (spread < ZERO) return [rest < ZERO ? 1 : 0];
        return [1 - rest / spread];
      };
    },
  });
