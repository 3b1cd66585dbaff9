/** What cuts one feature into bins: upper bounds of numbers, or categories, and what becomes of missing values. */
import type { MissingType } from './missing-type.js';

/** A plain object, so that worker threads can hand it to each other. */
export interface BinMapper {
  /** All bins, the one of NaN included. At most `max_bin`. */
  readonly numBins: number;
  /**
   * Bin `b` holds the values above `upperBounds[b - 1]` up to and including `upperBounds[b]`. The
   * last bound of a number is +∞; with a bin of NaN, NaN follows it. Empty where bins are categories.
   */
  readonly upperBounds: Float64Array;
  /** The category of each bin, where bins are categories; -1 for bin 0, of all others. */
  readonly categories?: Int32Array;
  readonly missingType: MissingType;
  /** No split of this feature can help: one bin only, or too few rows on one side of every bound. */
  readonly isTrivial: boolean;
  /** Smallest and largest value of the sample, zero included where it occurs. */
  readonly minValue: number;
  readonly maxValue: number;
  /** The bin of zero. */
  readonly defaultBin: number;
  /** The bin of NaN, or -1: then NaN is taken for zero. */
  readonly nanBin: number;
  /** The bin of missing values, which splits send to either side: that of NaN, or of zero where zero is missing; or -1. */
  readonly missingBin: number;
  /** The bin that LightGBM keeps no sums of, but finds as what the others leave: zero's, or one with most of the rows. */
  readonly restBin: number;
}

/** A feature that is trained on: its place in the table, and how it was cut into bins. */
export interface BinnedFeature {
  /** Index among all features of the table. */
  readonly index: number;
  readonly mapper: BinMapper;
}

/** Index of the bin that `value` falls into. */
export function valueToBin(mapper: BinMapper, value: number): number {
  if (mapper.categories !== undefined) {
    return value >= 0 ? Math.max(0, mapper.categories.indexOf(Math.trunc(value))) : 0;
  }
  if (Number.isNaN(value)) return mapper.nanBin >= 0 ? mapper.nanBin : mapper.defaultBin;
  return searchBin(mapper.upperBounds, mapper.numBins - (mapper.nanBin >= 0 ? 1 : 0), value);
}

/** The first of `count` bounds that is not below `value`, or the last. */
export function searchBin(upperBounds: ArrayLike<number>, count: number, value: number): number {
  let first = 0;
  let last = count - 1;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (value <= (upperBounds[middle] as number)) last = middle;
    else first = middle + 1;
  }
  return first;
}
