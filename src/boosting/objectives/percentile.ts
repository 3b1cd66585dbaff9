/** Percentiles of labels, as LightGBM 4.7 defines them (`regression_objective.hpp`): in 32 bits, as labels are kept. */
import { RowSorter } from '../metrics/index.js';

/** The `alpha`-percentile; with weights the one that they add up to. */
export function percentile(
  labels: Float32Array,
  weights: Float32Array | undefined,
  alpha: number,
): number {
  return weights === undefined ? plain(labels, alpha) : weighted(labels, weights, alpha);
}

function plain(labels: Float32Array, alpha: number): number {
  const count = labels.length;
  const rising = labels.slice().sort();
  const position = (count - 1) * (1 - alpha);
  const above = Math.trunc(position) + 1;
  if (above >= count) return rising[0]!;
  return between(rising[count - above]!, rising[count - above - 1]!, position - (above - 1));
}

/** The difference in 32 bits; in 64 where the largest labels would overflow it. */
function difference(a: number, b: number): number {
  const narrow = Math.fround(a - b);
  return Number.isFinite(narrow) ? narrow : a - b;
}

/** From `upper` the given part of the way to `lower`. */
function between(upper: number, lower: number, part: number): number {
  return Math.fround(upper - difference(upper, lower) * part);
}

function weighted(labels: Float32Array, weights: Float32Array, alpha: number): number {
  const count = labels.length;
  const order = new RowSorter().falling(
    labels.map((label) => -label),
    0,
    count,
  );
  const sums = new Float64Array(count);
  let sum = 0;
  for (let place = 0; place < count; place++) {
    sum += weights[order[place]!]!;
    sums[place] = sum;
  }
  const threshold = sum * alpha;
  let place = sums.findIndex((below) => below > threshold);
  if (place < 0) place = count - 1;
  const value = labels[order[place]!]!;
  if (place === 0 || place === count - 1) return value;
  const below = labels[order[place - 1]!]!;
  const step = sums[place]! - sums[place - 1]!;
  if (step < 1) return below;
  return Math.fround(((threshold - sums[place - 1]!) / step) * difference(value, below) + below);
}
