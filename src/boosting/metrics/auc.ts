/** How well scores order two classes: the areas under the ROC and the precision-recall curve. */

import type { MetricName } from '../parameters/index.js';
import { totalWeight } from './checks.js';
import { defineMetric, type EvaluationRows, type Metric, type Numbers } from './metric.js';
import type { RowSorter } from './row-sorter.js';

/** Goes through rows by falling score, those of one score at a time. */
class ScoreSteps {
  readonly #rows: EvaluationRows;
  readonly #scores: Numbers;
  readonly #order: Uint32Array;
  #at = 0;
  /** What the rows of the score weigh that are of class 1, and of class 0. */
  positive = 0;
  negative = 0;

  constructor(rows: EvaluationRows, scores: Numbers, sorter: RowSorter) {
    this.#rows = rows;
    this.#scores = scores;
    this.#order = sorter.falling(scores, 0, scores.length);
  }

  /** Goes on to the next score; false after the last. */
  next(): boolean {
    const { labels, weights } = this.#rows;
    const [scores, order] = [this.#scores, this.#order];
    const rows = labels.length;
    let at = this.#at;
    if (at === rows) return false;
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
    this.#at = at;
    this.positive = positive;
    this.negative = negative;
    return true;
  }
}

/** A metric of raw scores that goes through their steps: of the rows' total weight, in one number. */
const ranked = (
  name: MetricName,
  sorter: RowSorter,
  evaluate: (steps: ScoreSteps, total: number) => number,
): Metric =>
  defineMetric({
    name,
    higherIsBetter: true,
    of: 'raw',
    prepare(rows) {
      const total = totalWeight(rows);
      return (scores) => [evaluate(new ScoreSteps(rows, scores, sorter), total)];
    },
  });

/**
 * The chance that a row of class 1 has a higher score than a row of class 0, where equal scores
 * count half; 1 where all rows are of one class.
 */
export const auc = (sorter: RowSorter): Metric =>
  ranked('auc', sorter, (steps, total) => {
    let area = 0;
    let above = 0;
    while (steps.next()) {
      area += steps.negative * (steps.positive * 0.5 + above);
      above += steps.positive;
    }
    return above > 0 && above !== total ? area / (above * (total - above)) : 1;
  });

/**
 * The precision among rows of a score and above, averaged over the rows of class 1; 1 where all
 * rows are of one class.
 */
export const averagePrecision = (sorter: RowSorter): Metric =>
  ranked('average_precision', sorter, (steps, total) => {
    let area = 0;
    let hits = 0;
    let taken = 0;
    while (steps.next()) {
      hits += steps.positive;
      taken += steps.positive + steps.negative;
      // Where rows without weight come first, nothing is taken yet.
      if (steps.positive > 0) area += steps.positive * (hits / taken);
    }
    return hits > 0 && hits !== total ? area / hits : 1;
  });
