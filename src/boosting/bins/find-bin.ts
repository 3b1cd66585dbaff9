/** Builds the bin mapper of one numerical feature from a sample of its values, as LightGBM does. */

import { type BinMapper, searchBin } from './bin-mapper.js';
import { boundsWithForced } from './forced-bounds.js';
import { boundsAroundZero, type DistinctValues, ZERO_THRESHOLD } from './greedy-bounds.js';
import { MissingType } from './missing-type.js';
import { equalOrNext } from './next-after.js';
import { sortFloats } from './sort-floats.js';
import { workArray } from './work-arrays.js';

/** How to cut a feature; names are those of LightGBM's parameters. */
export interface BinOptions {
  /** Most bins of a feature, the bin of NaN included. At least 2. */
  readonly maxBin: number;
  readonly minDataInBin: number;
  /** Off: NaN is zero, and no bin is kept for missing values. */
  readonly useMissing: boolean;
  readonly zeroAsMissing: boolean;
  /**
   * Rows of the sample that both sides of some split must have, else the feature is trivial
   * ({@link minSplitData}); 0 keeps every feature of two bins or more (`feature_pre_filter` off).
   */
  readonly minSplitData: number;
  /** Upper bounds that must be (`forcedbins_filename`), distinct and in rising order. Numbers alone have them. */
  readonly forcedBounds?: readonly number[];
}

/** `min_data_in_leaf` scaled from all rows to the rows of the sample. */
export function minSplitData(minDataInLeaf: number, sampleSize: number, numData: number): number {
  return Math.trunc((minDataInLeaf * sampleSize) / numData);
}

/** Share of rows from which on LightGBM calls a feature sparse. */
const SPARSE = 0.7;

/**
 * The bin mapper of a feature. Pure, and quick enough to run in a worker thread for each feature.
 * Source: `BinMapper::FindBin` of LightGBM's `io/bin.cpp`; the bounds are the same to the last bit.
 * @param sample the feature's values at the sampled rows, zeros and NaN included; not changed
 * @param moreZeros sampled rows besides, in which it is zero
 */
export function findBin(
  sample: Float32Array | Float64Array,
  options: BinOptions,
  moreZeros = 0,
): BinMapper {
  const total = sample.length + moreZeros;
  const { sorted, nanCount, zeroCount: ownZeros } = sortNonZero(sample);
  const zeroCount = ownZeros + moreZeros;
  let missingType: MissingType = MissingType.none;
  if (options.useMissing) {
    if (options.zeroAsMissing) missingType = MissingType.zero;
    else if (nanCount > 0) missingType = MissingType.nan;
  }
  // NaN counts as zero where it has no bin of its own.
  const zeros = missingType === MissingType.nan ? zeroCount : zeroCount + nanCount;
  const distinct = findDistinct(sorted, zeros);
  const hasNanBin = missingType === MissingType.nan;
  const maxBin = options.maxBin - (hasNanBin ? 1 : 0);
  const known = total - (hasNanBin ? nanCount : 0);
  const { minDataInBin, forcedBounds = [] } = options;
  const bounds =
    forcedBounds.length > 0
      ? boundsWithForced(distinct, forcedBounds, maxBin, known, minDataInBin)
      : boundsAroundZero(distinct, maxBin, known, minDataInBin);
  if (missingType === MissingType.zero && bounds.length === 2) missingType = MissingType.none;
  const numberBins = bounds.length;
  if (hasNanBin) bounds.push(Number.NaN);
  const upperBounds = Float64Array.from(bounds);
  const counts = countInBins(distinct, upperBounds);
  if (hasNanBin) counts[numberBins] = nanCount;
  const defaultBin = searchBin(upperBounds, numberBins, 0);
  const nanBin = hasNanBin ? numberBins : -1;
  return {
    numBins: bounds.length,
    upperBounds,
    missingType,
    isTrivial: bounds.length <= 1 || !canSplit(counts, total, options.minSplitData),
    minValue: distinct.values[0]!,
    maxValue: distinct.values[distinct.values.length - 1]!,
    defaultBin,
    nanBin,
    missingBin: missingType === MissingType.zero ? defaultBin : nanBin,
    restBin: restBin(counts, total, defaultBin),
  };
}

/** The fullest bin where it has most of the rows, else zero's. */
function restBin(counts: Int32Array, total: number, defaultBin: number): number {
  const fullest = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
  return counts[fullest]! / total < SPARSE ? defaultBin : fullest;
}

/** Sorts the values that are neither NaN nor zero, and counts the others. */
function sortNonZero(sample: Float32Array | Float64Array) {
  const kept =
    sample instanceof Float32Array
      ? workArray('kept', Float32Array, sample.length)
      : workArray('kept', Float64Array, sample.length);
  let size = 0;
  let nanCount = 0;
  for (let i = 0; i < sample.length; i++) {
    const value = sample[i]!;
    if (Number.isNaN(value)) nanCount++;
    else if (value > ZERO_THRESHOLD || value < -ZERO_THRESHOLD) kept[size++] = value;
  }
  const sorted = sortFloats(kept.subarray(0, size));
  return { sorted, nanCount, zeroCount: sample.length - size - nanCount };
}

/** Distinct values in rising order, neighbouring doubles taken together, zero in its place. */
function findDistinct(sorted: Float32Array | Float64Array, zeroCount: number): DistinctValues {
  const size = sorted.length;
  const values = workArray('values', Float64Array, size + 1);
  const counts = workArray('counts', Int32Array, size + 1);
  let last = -1;
  const push = (value: number, count: number) => {
    last++;
    values[last] = value;
    counts[last] = count;
  };
  if (size === 0 || (sorted[0]! > 0 && zeroCount > 0)) push(0, zeroCount);
  let previous = Number.NaN;
  for (let i = 0; i < size; i++) {
    const value = sorted[i]!;
    if (equalOrNext(previous, value)) {
      // The larger of two neighbours stands for both.
      values[last] = value;
      counts[last] = counts[last]! + 1;
    } else {
      // Zero stands between negative and positive values even if no row has it.
      if (previous < 0 && value > 0) push(0, zeroCount);
      push(value, 1);
    }
    previous = value;
  }
  if (size > 0 && previous < 0 && zeroCount > 0) push(0, zeroCount);
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

function countInBins({ values, counts }: DistinctValues, upperBounds: Float64Array): Int32Array {
  const inBin = new Int32Array(upperBounds.length);
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    while (values[i]! > upperBounds[bin]! && bin < upperBounds.length - 1) bin++;
    inBin[bin] = inBin[bin]! + counts[i]!;
  }
  return inBin;
}

/** Whether some bound leaves at least `least` rows on both of its sides. */
function canSplit(counts: Int32Array, total: number, least: number): boolean {
  let left = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    left += counts[bin]!;
    if (left >= least && total - left >= least) return true;
  }
  return false;
}
