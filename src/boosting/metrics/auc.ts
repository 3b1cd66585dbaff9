/** How well scores order two classes: the areas under the ROC and the precision-recall curve. */
import { totalWeight } from './checks.js';
import {
  defineMetric,
  type EvaluationRows,
  type Metric,
  type MetricName,
  type Numbers,
} from './metric.js';
import type { RowSorter } from './row-sorter.js';

/** What rows of one score weigh, those of class 1 and those of class 0. */
type ScoreStep = (positive: number, negative: number) => void;

/** Calls `step` for every score, from the highest down. */
function walkScores(
  order: Uint32Array,
  scores: Numbers,
  { labels, weights }: EvaluationRows,
  step: ScoreStep,
): void {
  const rows = labels.length;
  for (let at = 0; at < rows; ) {
    const score = scores[order[at]!]!;
    let positive = 0;
    let negative = 0;
    do {
      const row = order[at]!;
      const weight = weights === undefined ? 1 : weights[row]!;
      if (labels[row]! > 0) positive += weight;
      else negative += weight;
      at++;
    } while (at < rows && scores[order[at]!]! === score);
    step(positive, negative);
  }
}

/** A metric of the order of rows; 1 where all rows are of one class, as in LightGBM. */
function orderMetric(
  name: MetricName,
  sorter: RowSorter,
  area: (
    walk: (step: ScoreStep) => void,
    total: number,
  ) => readonly [area: number, positive: number],
  most: (positive: number, total: number) => number,
): Metric {
  return defineMetric({
    name,
    higherIsBetter: true,
    of: 'raw',
    prepare(rows) {
      const total = totalWeight(rows);
      return (scores) => {
        const order = sorter.falling(scores, 0, scores.length);
        const [sum, positive] = area((step) => walkScores(order, scores, rows, step), total);
        return [positive > 0 && positive !== total ? sum / most(positive, total) : 1];
      };
    },
  });
}

/**
 * The chance that a row of class 1 has a higher score than a row of class 0, where equal scores
 * count half.
 */
export const auc = (sorter: RowSorter): Metric =>
  orderMetric(
    'auc',
    sorter,
    (walk) => {
      let sum = 0;
      let above = 0;
      walk((positive, negative) => {
        sum += negative * (positive * 0.5 + above);
        above += positive;
      });
      return [sum, above];
    },
    (positive, total) => positive * (total - positive),
  );

/** The precision among rows of a score and above, averaged over the rows of class 1. */
export const averagePrecision = (sorter: RowSorter): Metric =>
  orderMetric(
    'average_precision',
    sorter,
    (walk) => {
      let sum = 0;
      let hits = 0;
      let taken = 0;
      walk((positive, negative) => {
        hits += positive;
        taken += positive + negative;
        // Rows without weight may come first.
        if (positive > 0) sum += positive * (hits / taken);
      });
      return [sum, hits];
    },
    (positive) => positive,
  );
