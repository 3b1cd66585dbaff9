// One feature's sums, taken out of a leaf's histogram, and the sums of the bins of zero, which are what the other bins
// leave of all rows: features that are kept as entries, and those that share a digit, have none of their own.
import {
  BINS, Feature, Sums, binScratch, countBits, entryFeature, entryFeatureCount, featureAt, groups, histogramStride,
  placeShift, sums, totalsOffset,
} from './context';

@inline export function gradientAt(bins: usize, bin: u32): i64 { return load<i64>(bins + (<usize>bin << 4)); }
@inline export function hessianAt(bins: usize, bin: u32): i64 { return load<i64>(bins + (<usize>bin << 4), 8); }

@inline export function packedGradient(sum: i64): i64 {
  return sums == Sums.Counted ? sum >> <i64>countBits : sum >> 32;
}
@inline export function packedHessian(sum: i64): i64 {
  return sums == Sums.Counted ? sum & ((<i64>1 << <i64>countBits) - 1) : sum & 0xffffffff;
}
@inline function pack(gradient: i64, hessian: i64): i64 {
  return (gradient << (sums == Sums.Counted ? <i64>countBits : 32)) + hessian;
}

/** Where a feature's group, or its entries' sums, begin. */
@inline function sumsOf(histogram: usize, entry: Feature): usize {
  return entry.sparse
    ? histogram + <usize>groups * histogramStride() + (<usize>entry.place << placeShift())
    : histogram + <usize>entry.group * histogramStride();
}

/**
 * Makes a histogram ready for {@link unpack} and {@link packedSums}: tells it the sums of all rows, and completes the
 * sums of features that are kept as entries. May be done again after the histogram has been subtracted from.
 */
export function settle(histogram: usize, gradient: i64, hessian: i64): void {
  const totals = histogram + totalsOffset();
  store<i64>(totals, gradient);
  store<i64>(totals, hessian, 8);
  for (let index: u32 = 0; index < entryFeatureCount; index++) {
    const entry = featureAt(entryFeature(index));
    const bins = sumsOf(histogram, entry);
    if (sums == Sums.Wide) completeWide(bins, entry, gradient, hessian);
    else complete(bins, entry, pack(gradient, hessian));
  }
}

function complete(bins: usize, entry: Feature, total: i64): void {
  const zero = bins + (<usize>entry.defaultBin << 3);
  store<i64>(zero, 0);
  for (const end = bins + (<usize>entry.bins << 3); bins < end; bins += 8) total -= load<i64>(bins);
  store<i64>(zero, total);
}

function completeWide(bins: usize, entry: Feature, gradient: i64, hessian: i64): void {
  const zero = bins + (<usize>entry.defaultBin << 4);
  store<i64>(zero, 0);
  store<i64>(zero, 0, 8);
  for (const end = bins + (<usize>entry.bins << 4); bins < end; bins += 16) {
    gradient -= load<i64>(bins);
    hessian -= load<i64>(bins, 8);
  }
  store<i64>(zero, gradient);
  store<i64>(zero, hessian, 8);
}

/** The digit of a bin; that of zero is what the others leave where digits are shared. */
@inline export function digitOf(entry: Feature, bin: u32): u32 {
  return entry.bundleOffset ? entry.bundleOffset + bin - <u32>(bin > entry.defaultBin) : bin;
}

/** Gives the address of the feature's sums, a packed one a bin. Not where sums are wide. */
export function packedSums(histogram: usize, feature: u32): usize {
  const entry = featureAt(feature);
  const from = sumsOf(histogram, entry);
  if (entry.alone) return from;
  const bins = binScratch();
  const totals = histogram + totalsOffset();
  let rest = pack(load<i64>(totals), load<i64>(totals, 8));
  for (let bin: u32 = 0; bin < entry.bins; bin++) {
    if (bin == entry.defaultBin) continue;
    const sum = digitSum(from, entry, digitOf(entry, bin));
    store<i64>(bins + (<usize>bin << 3), sum);
    rest -= sum;
  }
  store<i64>(bins + (<usize>entry.defaultBin << 3), rest);
  return bins;
}

/** The sum of all values of the byte that have a digit. */
@inline function digitSum(from: usize, entry: Feature, digit: u32): i64 {
  const period = entry.digits * entry.multiplier;
  let sum: i64 = 0;
  for (let base = digit * entry.multiplier; base < entry.values; base += period) {
    for (let value = base; value < base + entry.multiplier; value++) sum += load<i64>(from + (<usize>value << 3));
  }
  return sum;
}

/**
 * Gives the address of the feature's sums: for each bin its gradient and its hessian (the number of rows where sums
 * are counted), 64-bit integers each. See {@link gradientAt}, {@link hessianAt}.
 */
export function unpack(histogram: usize, feature: u32): usize {
  const entry = featureAt(feature);
  if (sums == Sums.Wide) return unpackWide(histogram, entry);
  const from = packedSums(histogram, feature);
  const bins = binScratch();
  // What is read may be where the sums go: from the last on, so that each is read before it is overwritten.
  for (let bin = <i32>entry.bins - 1; bin >= 0; bin--) {
    const sum = load<i64>(from + (<usize>bin << 3));
    const place = bins + (<usize>bin << 4);
    store<i64>(place, packedGradient(sum));
    store<i64>(place, packedHessian(sum), 8);
  }
  return bins;
}

function unpackWide(histogram: usize, entry: Feature): usize {
  const from = sumsOf(histogram, entry);
  if (entry.alone) return from;
  const bins = binScratch();
  let rest = v128.load(histogram + totalsOffset());
  for (let bin: u32 = 0; bin < entry.bins; bin++) {
    if (bin == entry.defaultBin) continue;
    const sum = digitSumWide(from, entry, digitOf(entry, bin));
    v128.store(bins + (<usize>bin << 4), sum);
    rest = i64x2.sub(rest, sum);
  }
  v128.store(bins + (<usize>entry.defaultBin << 4), rest);
  return bins;
}

function digitSumWide(from: usize, entry: Feature, digit: u32): v128 {
  const period = entry.digits * entry.multiplier;
  let sum = i64x2.splat(0);
  for (let base = digit * entry.multiplier; base < entry.values; base += period) {
    for (let value = base; value < base + entry.multiplier; value++) {
      sum = i64x2.add(sum, v128.load(from + (<usize>value << 4)));
    }
  }
  return sum;
}

@inline function groupGradient(group: usize, value: u32): i64 {
  return sums == Sums.Wide ? load<i64>(group + (<usize>value << 4)) : packedGradient(load<i64>(group + (<usize>value << 3)));
}
@inline function groupHessian(group: usize, value: u32): i64 {
  return sums == Sums.Wide ? load<i64>(group + (<usize>value << 4), 8) : packedHessian(load<i64>(group + (<usize>value << 3)));
}

/** Sums over all rows: any group's values add up to them. */
export function totalGradient(histogram: usize): i64 {
  let total: i64 = 0;
  for (let value: u32 = 0; value < BINS; value++) total += groupGradient(histogram, value);
  return total;
}
export function totalHessian(histogram: usize): i64 {
  let total: i64 = 0;
  for (let value: u32 = 0; value < BINS; value++) total += groupHessian(histogram, value);
  return total;
}
