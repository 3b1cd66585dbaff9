/** Mean average precision of rankings. */
import { defineMetric, type Metric } from './metric.js';
import { queriesOf } from './queries.js';
import type { RowSorter } from './row-sorter.js';
import type { MetricSettings } from './settings.js';

/** Labels above this are hits. */
const HIT = 0.5;

/**
 * For each place k of `eval_at`, the precision at each hit among the k rows with the highest
 * scores, summed and taken over how many hits there could be; averaged over queries. A query
 * without hits counts 1. Of equal scores the first row ranks higher.
 */
export function map(sorter: RowSorter, { eval_at: places }: MetricSettings): Metric {
  const deepest = places.at(-1)!;
  return defineMetric({
    name: 'map',
    names: places.map((place) => `map@${place}`),
    higherIsBetter: true,
    of: 'raw',
    prepare(rows) {
      const { labels } = rows;
      const { count, starts, weights, total } = queriesOf('map', rows);
      const hits = new Uint32Array(count);
      for (let query = 0; query < count; query++) {
        for (let row = starts[query]!; row < starts[query + 1]!; row++) {
          if (labels[row]! > HIT) hits[query]!++;
        }
      }
      return (scores) => {
        const sums = new Float64Array(places.length);
        for (let query = 0; query < count; query++) {
          const [first, end] = [starts[query]!, starts[query + 1]!];
          const weight = weights === undefined ? 1 : weights[query]!;
          const order = sorter.falling(scores, first, end, deepest);
          let found = 0;
          let precisions = 0;
          let place = 0;
          for (let k = 0; k < places.length; k++) {
            const last = Math.min(places[k]!, end - first);
            for (; place < last; place++) {
              if (labels[order[place]!]! > HIT) precisions += ++found / (place + 1);
            }
            sums[k]! +=
              hits[query] === 0 ? weight : (precisions / Math.min(hits[query]!, last)) * weight;
          }
        }
        const [value, ...rest] = sums.map((sum) => sum / total);
        return [value!, ...rest];
      };
    },
  });
}
