/** Builds the bin mapper of one categorical feature from a sample of its values, as LightGBM does. */

import type { BinMapper } from './bin-mapper.js';
import type { BinOptions } from './find-bin.js';
import { MissingType } from './missing-type.js';

/** Share of the sampled rows whose categories get bins of their own before rare ones are left out. */
const COVERED = Math.fround(0.99);

/**
 * Bins by falling number of rows; equal ones by rising category. Bin 0 is for missing values, negative ones,
 * and categories left out as rare or never seen. Source: `BinMapper::FindBin` of LightGBM's `io/bin.cpp`.
 * @param sample the feature's values at the sampled rows; fractions are cut off
 */
export function findCategories(
  sample: Float32Array | Float64Array,
  options: BinOptions,
): BinMapper {
  const rows = new Map<number, number>();
  let known = 0;
  for (let i = 0; i < sample.length; i++) {
    const category = Math.trunc(sample[i]!);
    if (!(category >= 0)) continue;
    rows.set(category, (rows.get(category) ?? 0) + 1);
    known++;
  }
  const missing = sample.length - known;
  const distinct = [...rows].sort(([a, m], [b, n]) => n - m || a - b);
  const covered = Math.round(known * COVERED);
  const most = Math.min(distinct.length + (missing > 0 ? 1 : 0), options.maxBin);
  const categories = [-1];
  const counts = [0];
  let used = 0;
  for (const [index, [category, count]] of distinct.entries()) {
    if (used >= covered && categories.length >= most) break;
    if (count < options.minDataInBin && index > 1) break;
    categories.push(category);
    counts.push(count);
    used += count;
  }
  counts[0] = sample.length - used;
  const all = categories.length - 1 === distinct.length && missing === 0;
  return {
    numBins: categories.length,
    upperBounds: new Float64Array(0),
    categories: Int32Array.from(categories),
    missingType: all ? MissingType.none : MissingType.nan,
    isTrivial: categories.length <= 1 || isUseless(counts, sample.length, options.minSplitData),
    minValue: distinct.reduce(
      (least, [category]) => Math.min(least, category),
      Number.POSITIVE_INFINITY,
    ),
    maxValue: distinct.reduce(
      (most_, [category]) => Math.max(most_, category),
      Number.NEGATIVE_INFINITY,
    ),
    defaultBin: Math.max(0, categories.indexOf(0)),
    restBin: 0,
    nanBin: -1,
    missingBin: -1,
  };
}

/** With two bins only one split is possible: whether it leaves too few rows on a side. */
function isUseless(counts: readonly number[], total: number, least: number): boolean {
  if (counts.length > 2) return false;
  return counts[0]! < least || total - counts[0]! < least;
}
