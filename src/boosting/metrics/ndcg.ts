/** Normalised discounted cumulative gain: how near rankings come to the best ones. */
import { checkLabels } from './checks.js';
import { defineMetric, type Metric, type MetricValues, type Numbers } from './metric.js';
import { type Queries, queriesOf } from './queries.js';
import type { RowSorter } from './row-sorter.js';
import type { MetricSettings } from './settings.js';

/**
 * For each place k of `eval_at`, the gain of the k rows with the highest scores, each over the
 * logarithm of its place, as a share of the gain of the k best rows; averaged over queries. A query
 * without gain counts 1, whatever it weighs. Of equal scores the first row ranks higher.
 */
export function ndcg(sorter: RowSorter, settings: MetricSettings): Metric {
  const { eval_at: places } = settings;
  const gains = Float64Array.from(settings.label_gain);
  return defineMetric({
    name: 'ndcg',
    names: places.map((place) => `ndcg@${place}`),
    higherIsBetter: true,
    of: 'raw',
    prepare(rows) {
      const { labels } = rows;
      const queries = queriesOf('ndcg', rows);
      checkLabels(
        'ndcg',
        labels,
        (label) => Number.isInteger(label) && label >= 0 && label < gains.length,
        `a whole number from 0 to ${gains.length - 1}`,
        'label_gain says what each label is worth',
      );
      const ranking = new Gains(labels, queries, places, gains);
      return (scores) => ranking.measure(scores, sorter);
    },
  });
}

class Gains {
  readonly #labels: Numbers;
  readonly #queries: Queries;
  readonly #places: readonly number[];
  readonly #deepest: number;
  readonly #gains: Float64Array;
  readonly #discounts: Float64Array;
  /** By query and place: 1 over the most that can be gained, −1 where that is nothing. */
  readonly #scales: Float64Array;

  constructor(labels: Numbers, queries: Queries, places: readonly number[], gains: Float64Array) {
    this.#labels = labels;
    this.#queries = queries;
    this.#places = places;
    this.#deepest = places.at(-1)!;
    this.#gains = gains;
    let longest = 0;
    for (let query = 0; query < queries.count; query++) {
      longest = Math.max(longest, queries.starts[query + 1]! - queries.starts[query]!);
    }
    this.#discounts = Float64Array.from(
      { length: Math.min(this.#deepest, longest) },
      (_, place) => 1 / Math.log2(2 + place),
    );
    this.#scales = this.#bestGains();
  }

  #bestGains(): Float64Array {
    const { count, starts } = this.#queries;
    const best = new Float64Array(count * this.#places.length);
    const counts = new Uint32Array(this.#gains.length);
    for (let query = 0; query < count; query++) {
      counts.fill(0);
      const [first, end] = [starts[query]!, starts[query + 1]!];
      for (let row = first; row < end; row++) counts[this.#labels[row]!]!++;
      let top = counts.length - 1;
      let sum = 0;
      let place = 0;
      for (let k = 0; k < this.#places.length; k++) {
        for (; place < Math.min(this.#places[k]!, end - first); place++) {
          while (top > 0 && counts[top] === 0) top--;
          sum += this.#discounts[place]! * this.#gains[top]!;
          counts[top]!--;
        }
        best[query * this.#places.length + k] = sum > 0 ? 1 / sum : -1;
      }
    }
    return best;
  }

  measure(scores: Numbers, sorter: RowSorter): MetricValues {
    const { count, starts, weights, total } = this.#queries;
    const places = this.#places;
    const sums = new Float64Array(places.length);
    for (let query = 0; query < count; query++) {
      const scaleAt = query * places.length;
      if (this.#scales[scaleAt]! <= 0) {
        for (let k = 0; k < places.length; k++) sums[k]!++;
        continue;
      }
      const [first, end] = [starts[query]!, starts[query + 1]!];
      const order = sorter.falling(scores, first, end, this.#deepest);
      const weight = weights === undefined ? 1 : weights[query]!;
      let gain = 0;
      let place = 0;
      for (let k = 0; k < places.length; k++) {
        for (; place < Math.min(places[k]!, end - first); place++) {
          gain += this.#gains[this.#labels[order[place]!]!]! * this.#discounts[place]!;
        }
        sums[k]! += gain * this.#scales[scaleAt + k]! * weight;
      }
    }
    const [value, ...rest] = sums.map((sum) => sum / total);
    return [value!, ...rest];
  }
}
