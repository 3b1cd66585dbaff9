/** Area under the receiver operating characteristic: how well scores order the two classes. */
import type { Metric, Numbers } from './metric.js';

/**
 * The chance that a row of class 1 has a higher score than a row of class 0; equal scores count
 * half. 1 where there is only one class, as in LightGBM.
 */
export const auc: Metric = {
  name: 'auc',
  higherIsBetter: true,
  of: 'raw',
  evaluate: (scores, labels, weights) =>
    weights === undefined ? unweighted(scores, labels) : weighted(scores, labels, weights),
};

/** Sorts the scores of each class by themselves, natively, and merges: no order of rows is needed. */
function unweighted(scores: Numbers, labels: Numbers): number {
  const rows = labels.length;
  const all = new Float64Array(rows);
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < rows; row++) {
    if (labels[row]! > 0) all[positives++] = scores[row]!;
    else all[rows - ++negatives] = scores[row]!;
  }
  if (positives === 0 || negatives === 0) return 1;
  const high = all.subarray(0, positives).sort();
  const low = all.subarray(positives).sort();
  let area = 0;
  let below = 0;
  let notAbove = 0;
  for (let i = 0; i < positives; i++) {
    const score = high[i]!;
    while (below < negatives && low[below]! < score) below++;
    while (notAbove < negatives && low[notAbove]! <= score) notAbove++;
    // Both are whole numbers of halves, so that the sum is exact.
    area += (below + notAbove) / 2;
  }
  return area / (positives * negatives);
}

function weighted(scores: Numbers, labels: Numbers, weights: Numbers): number {
  const order = Uint32Array.from(labels, (_, row) => row);
  order.sort((a, b) => scores[a]! - scores[b]! || a - b);
  let area = 0;
  let negativesBelow = 0;
  let positives = 0;
  let first = 0;
  while (first < order.length) {
    const score = scores[order[first]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let last = first;
    for (; last < order.length && scores[order[last]!]! === score; last++) {
      const row = order[last]!;
      if (labels[row]! > 0) tiedPositives += weights[row]!;
      else tiedNegatives += weights[row]!;
    }
    area += tiedPositives * (negativesBelow + tiedNegatives / 2);
    negativesBelow += tiedNegatives;
    positives += tiedPositives;
    // A score that is not a number equals nothing, itself included.
    first = Math.max(last, first + 1);
  }
  if (positives === 0 || negativesBelow === 0) return 1;
  return area / (positives * negativesBelow);
}
