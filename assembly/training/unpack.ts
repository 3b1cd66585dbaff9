// One feature's sums, taken out of its group's histogram: 256 gradients, then 256 hessians (numbers of rows
// where sums are counted), 64-bit integers each, in the thread's scratch area.
import { BINS, Sums, binScratch, countBits, decodeOf, featureAt, histogramStride, sums } from './context';

@inline export function gradientAt(bins: usize, bin: u32): i64 { return load<i64>(bins + (<usize>bin << 3)); }
@inline export function hessianAt(bins: usize, bin: u32): i64 { return load<i64>(bins + (<usize>bin << 3), 2048); }

@inline export function packedGradient(sum: i64): i64 {
  return sums == Sums.Counted ? sum >> <i64>countBits : sum >> 32;
}
@inline export function packedHessian(sum: i64): i64 {
  return sums == Sums.Counted ? sum & ((<i64>1 << <i64>countBits) - 1) : sum & 0xffffffff;
}

/** Gives the address of the feature's sums; see {@link gradientAt}, {@link hessianAt}. */
export function unpack(histogram: usize, feature: u32): usize {
  const entry = featureAt(feature);
  const group = histogram + <usize>entry.group * histogramStride();
  const bins = binScratch();
  if (!entry.alone) {
    const decode = decodeOf(feature);
    memory.fill(bins, 0, 4096);
    for (let value: u32 = 0; value < BINS; value++) {
      const place = bins + (<usize>load<u8>(decode + value) << 3);
      store<i64>(place, load<i64>(place) + groupGradient(group, value));
      store<i64>(place, load<i64>(place, 2048) + groupHessian(group, value), 2048);
    }
    return bins;
  }
  for (let bin: u32 = 0; bin < entry.bins; bin++) {
    const place = bins + (<usize>bin << 3);
    store<i64>(place, groupGradient(group, bin));
    store<i64>(place, groupHessian(group, bin), 2048);
  }
  return bins;
}

@inline export function groupGradient(group: usize, value: u32): i64 {
  return sums == Sums.Wide ? load<i64>(group + (<usize>value << 4)) : packedGradient(load<i64>(group + (<usize>value << 3)));
}
@inline export function groupHessian(group: usize, value: u32): i64 {
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
