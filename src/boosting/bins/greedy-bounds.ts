/** Places bin bounds between sorted distinct values so that bins hold about equally many rows. */
import { equalOrNext, nextAfter } from './next-after.js';

/** Numbers this near to zero are zero: LightGBM's `kZeroThreshold`, which is a 32-bit float. */
export const ZERO_THRESHOLD = Math.fround(1e-35);

/** Sorted distinct values with the number of rows of each; may be a stretch of a longer list. */
export interface DistinctValues {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

/**
 * The number halfway between two of the same sign. As LightGBM adds them, except where their sum is beyond the largest
 * double: LightGBM finds no bound there.
 */
function middle(below: number, above: number): number {
  const sum = below + above;
  return Number.isFinite(sum) ? sum / 2 : below / 2 + above / 2;
}

/** Appends the bound between two neighbouring values, unless it is the one before. */
function pushBound(bounds: number[], below: number, above: number): boolean {
  const bound = nextAfter(middle(below, above));
  const previous = bounds[bounds.length - 1];
  if (previous !== undefined && equalOrNext(previous, bound)) return false;
  bounds.push(bound);
  return true;
}

/** As many bins as values: a bound after each value, as soon as the bin has enough rows. */
function boundsOfFewValues({ values, counts }: DistinctValues, minDataInBin: number): number[] {
  const bounds: number[] = [];
  let inBin = 0;
  for (let i = 0; i < values.length - 1; i++) {
    inBin += counts[i] as number;
    if (inBin < minDataInBin) continue;
    if (pushBound(bounds, values[i] as number, values[i + 1] as number)) inBin = 0;
  }
  bounds.push(Number.POSITIVE_INFINITY);
  return bounds;
}

/**
 * Upper bounds of at most `maxBin` bins, the last one +∞. A value with at least a bin's share of the
 * rows gets a bin for itself. Source: `GreedyFindBin` of LightGBM's `io/bin.cpp`.
 * @param totalCount rows of the values together
 */
export function greedyBounds(
  distinct: DistinctValues,
  maxBin: number,
  totalCount: number,
  minDataInBin: number,
): number[] {
  const { values, counts } = distinct;
  const last = values.length - 1;
  if (values.length <= maxBin) return boundsOfFewValues(distinct, minDataInBin);

  const bins =
    minDataInBin > 0
      ? Math.max(1, Math.min(maxBin, Math.trunc(totalCount / minDataInBin)))
      : maxBin;
  const bigCount = totalCount / bins;
  let restBins = bins;
  let restCount = totalCount;
  for (const count of counts) {
    if (count < bigCount) continue;
    restBins--;
    restCount -= count;
  }
  let meanSize = restCount / restBins;

  const bounds: number[] = [];
  let binsDone = 0;
  let inBin = 0;
  for (let i = 0; i < last && binsDone < bins - 1; i++) {
    const count = counts[i] as number;
    const isBig = count >= bigCount;
    const nextIsBig = (counts[i + 1] as number) >= bigCount;
    if (!isBig) restCount -= count;
    inBin += count;
    const full = isBig || inBin >= meanSize || (nextIsBig && inBin >= Math.max(1, meanSize * 0.5));
    if (!full) continue;
    pushBound(bounds, values[i] as number, values[i + 1] as number);
    binsDone++;
    inBin = 0;
    if (!isBig) {
      restBins--;
      meanSize = restCount / restBins;
    }
  }
  bounds.push(Number.POSITIVE_INFINITY);
  return bounds;
}

/**
 * Upper bounds of at most `maxBin` bins, one of which holds zero alone; negative and positive values
 * share the others by their numbers of rows. Source: `FindBinWithZeroAsOneBin`.
 * @param totalCount rows of the sample without NaN
 */
export function boundsAroundZero(
  { values, counts }: DistinctValues,
  maxBin: number,
  totalCount: number,
  minDataInBin: number,
): number[] {
  let leftEnd = 0;
  let leftCount = 0;
  while (leftEnd < values.length && (values[leftEnd] as number) <= -ZERO_THRESHOLD) {
    leftCount += counts[leftEnd++] as number;
  }
  let rightStart = leftEnd;
  let zeroCount = 0;
  while (rightStart < values.length && (values[rightStart] as number) <= ZERO_THRESHOLD) {
    zeroCount += counts[rightStart++] as number;
  }
  let rightCount = 0;
  for (let i = rightStart; i < values.length; i++) rightCount += counts[i] as number;

  let bounds: number[] = [];
  if (leftEnd > 0 && maxBin > 1) {
    const share = Math.trunc((leftCount / (totalCount - zeroCount)) * (maxBin - 1));
    const left = { values: values.subarray(0, leftEnd), counts: counts.subarray(0, leftEnd) };
    bounds = greedyBounds(left, Math.max(1, share), leftCount, minDataInBin);
    bounds[bounds.length - 1] = -ZERO_THRESHOLD;
  }
  const rightBins = maxBin - 1 - bounds.length;
  if (rightStart < values.length && rightBins > 0) {
    const right = { values: values.subarray(rightStart), counts: counts.subarray(rightStart) };
    const above = greedyBounds(right, rightBins, rightCount, minDataInBin);
    bounds = [...bounds, ZERO_THRESHOLD, ...above];
  } else {
    bounds.push(Number.POSITIVE_INFINITY);
  }
  return bounds;
}
