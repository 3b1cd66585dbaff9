/** Places bin bounds where some of them are wished for, as LightGBM does. */
import { type DistinctValues, greedyBounds, ZERO_THRESHOLD } from './greedy-bounds.js';

const isNotZero = (bound: number) => Math.abs(bound) > ZERO_THRESHOLD;

/**
 * Upper bounds of at most `maxBin` bins: those around zero, the forced ones, and between them others, which the
 * stretches share by their numbers of rows. Source: `FindBinWithPredefinedBin` of LightGBM's `io/bin.cpp`.
 * @param forced distinct, in rising order; a bound at zero is one of those around zero. Where there are more than
 *   bins, the first ones are taken
 * @param totalCount rows of the sample without NaN
 */
export function boundsWithForced(
  { values, counts }: DistinctValues,
  forced: readonly number[],
  maxBin: number,
  totalCount: number,
  minDataInBin: number,
): number[] {
  const fixed = fixedBounds(values, maxBin);
  const wished = forced.filter(isNotZero).slice(0, Math.max(0, maxBin - fixed.length));
  const bounds = [...fixed, ...wished].sort((a, b) => a - b);

  const free = maxBin - bounds.length;
  const added: number[] = [];
  let end = 0;
  bounds.forEach((bound, index) => {
    const start = end;
    let rows = 0;
    while (end < values.length && values[end]! < bound) rows += counts[end++]!;
    const left = free - added.length;
    const share = Math.round((rows * free) / totalCount);
    const bins = 1 + (index === bounds.length - 1 ? left : Math.min(share, left));
    const stretch = { values: values.subarray(start, end), counts: counts.subarray(start, end) };
    // The last of them is infinity; the stretch has its own end.
    for (const inner of greedyBounds(stretch, bins, rows, minDataInBin).slice(0, -1)) {
      added.push(inner);
    }
  });
  return [...bounds, ...added].sort((a, b) => a - b);
}

/** Bounds that are there in any case: around zero, and infinity. */
function fixedBounds(values: Float64Array, maxBin: number): number[] {
  const hasNegative = values[0]! <= -ZERO_THRESHOLD;
  const hasPositive = values[values.length - 1]! > ZERO_THRESHOLD;
  const bounds: number[] = [];
  if (maxBin === 2) bounds.push(hasNegative ? -ZERO_THRESHOLD : ZERO_THRESHOLD);
  if (maxBin >= 3 && hasNegative) bounds.push(-ZERO_THRESHOLD);
  if (maxBin >= 3 && hasPositive) bounds.push(ZERO_THRESHOLD);
  bounds.push(Number.POSITIVE_INFINITY);
  return bounds;
}
