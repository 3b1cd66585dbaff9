/** How well scores separate each pair of several classes. */
import { checkClasses } from './checks.js';
import { defineMetric, type EvaluationRows, type Metric, type Numbers } from './metric.js';
import type { RowSorter } from './row-sorter.js';
import { costMatrix, type MetricSettings, requireClasses } from './settings.js';

/** Distances nearer than this are equal: LightGBM's `kEpsilon`. */
const EPSILON = Math.fround(1e-15);

/** Rows by class: those of class k are `rows` from `starts[k]` to before `starts[k + 1]`. */
interface ClassRows {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
  /** What each class weighs. */
  readonly totals: Float64Array;
}

function groupByClass({ labels, weights }: EvaluationRows, classes: number): ClassRows {
  const starts = new Uint32Array(classes + 1);
  const totals = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    starts[labels[row]! + 1]!++;
    totals[labels[row]!]! += weights === undefined ? 1 : weights[row]!;
  }
  for (let k = 0; k < classes; k++) starts[k + 1]! += starts[k]!;
  const next = starts.slice();
  const rows = new Uint32Array(labels.length);
  for (let row = 0; row < labels.length; row++) rows[next[labels[row]!]!++] = row;
  return { rows, starts, totals };
}

/**
 * AUC-μ (Kleiman and Page, 2019): the mean over pairs of classes of the chance that a row of the
 * one lies on its own side of a row of the other, measured across the plane on which taking either
 * for the other costs the same. NaN where a class has no rows, as in LightGBM.
 */
export function aucMu(sorter: RowSorter, settings: MetricSettings): Metric {
  const classes = requireClasses('auc_mu', settings);
  const costs = costMatrix(classes, settings.auc_mu_weights);
  return defineMetric({
    name: 'auc_mu',
    higherIsBetter: true,
    of: 'raw',
    classes,
    prepare(given) {
      checkClasses('auc_mu', given.labels, classes);
      const groups = groupByClass(given, classes);
      const pair = new ClassPair(sorter, groups, given, costs, classes);
      return (scores) => {
        let sum = 0;
        for (let i = 0; i < classes; i++) {
          for (let j = i + 1; j < classes; j++) {
            sum += pair.wins(scores, i, j) / groups.totals[i]! / groups.totals[j]!;
          }
        }
        return [(2 * sum) / classes / (classes - 1)];
      };
    },
  });
}

class ClassPair {
  readonly #sorter: RowSorter;
  readonly #groups: ClassRows;
  readonly #weights: Numbers | undefined;
  readonly #rows: number;
  readonly #costs: Float64Array;
  readonly #classes: number;
  readonly #normal: Float64Array;
  /** Which rows are compared, and how far each lies on the side of class j. */
  readonly #pair: Uint32Array;
  readonly #distances: Float64Array;

  constructor(
    sorter: RowSorter,
    groups: ClassRows,
    { labels, weights }: EvaluationRows,
    costs: Float64Array,
    classes: number,
  ) {
    this.#sorter = sorter;
    this.#groups = groups;
    this.#weights = weights;
    this.#rows = labels.length;
    this.#costs = costs;
    this.#classes = classes;
    this.#normal = new Float64Array(classes);
    const largest = longestTwo(groups.starts);
    this.#pair = new Uint32Array(largest);
    this.#distances = new Float64Array(largest);
  }

  /** What the pairs of rows in the right order weigh; half of it where their distances are equal. */
  wins(scores: Numbers, i: number, j: number): number {
    const { starts, rows } = this.#groups;
    // Rows of class j come first, so that they do among equal distances too.
    const ofJ = starts[j + 1]! - starts[j]!;
    const count = ofJ + starts[i + 1]! - starts[i]!;
    this.#pair.set(rows.subarray(starts[j]!, starts[j + 1]!));
    this.#pair.set(rows.subarray(starts[i]!, starts[i + 1]!), ofJ);
    this.#measure(scores, i, j, count);
    const order = this.#sorter.falling(this.#distances, 0, count);
    return this.#count(order, count, ofJ);
  }

  #measure(scores: Numbers, i: number, j: number, count: number): void {
    const [classes, normal, pair, distances] = [
      this.#classes,
      this.#normal,
      this.#pair,
      this.#distances,
    ];
    for (let k = 0; k < classes; k++) {
      normal[k] = this.#costs[i * classes + k]! - this.#costs[j * classes + k]!;
    }
    const side = normal[j]! - normal[i]!;
    distances.fill(0, 0, count);
    for (let k = 0; k < classes; k++) {
      const factor = normal[k]!;
      if (factor === 0) continue;
      const column = k * this.#rows;
      for (let at = 0; at < count; at++) distances[at]! += factor * scores[column + pair[at]!]!;
    }
    for (let at = 0; at < count; at++) distances[at]! *= side;
  }

  /** Walks the rows from class j's side to class i's; `order` counts rows of class j below `ofJ`. */
  #count(order: Uint32Array, count: number, ofJ: number): number {
    const [distances, pair, weights] = [this.#distances, this.#pair, this.#weights];
    let won = 0;
    let passed = 0;
    let last = 0;
    let atLast = 0;
    for (let start = 0; start < count; ) {
      let end = start + 1;
      while (end < count && distances[order[end - 1]!]! - distances[order[end]!]! < EPSILON) {
        end++;
      }
      for (let at = start; at < end; at++) {
        const place = order[at]!;
        if (place >= ofJ) continue;
        const weight = weights === undefined ? 1 : weights[pair[place]!]!;
        passed += weight;
        if (Math.abs(distances[place]! - last) < EPSILON) atLast += weight;
        else [last, atLast] = [distances[place]!, weight];
      }
      for (let at = start; at < end; at++) {
        const place = order[at]!;
        if (place < ofJ) continue;
        const weight = weights === undefined ? 1 : weights[pair[place]!]!;
        const tied = Math.abs(distances[place]! - last) < EPSILON ? atLast : 0;
        won += weight * (passed - 0.5 * tied);
      }
      start = end;
    }
    return won;
  }
}

function longestTwo(starts: Uint32Array): number {
  const sizes = Array.from(starts.subarray(1), (end, k) => end - starts[k]!).sort((a, b) => b - a);
  return sizes[0]! + sizes[1]!;
}
