// Scan of categories, as in LightGBM (`feature_histogram.cpp`; Fisher, 1958): one category against all others
// where there are few, else sets that begin at either end of the categories sorted by gradient over hessian.
// Bin 0, of missing, rare and unknown categories, always goes right.
import {
  Feature, catL2, catSmooth, extraSeed, extraTrees, lambdaL2, maxCatThreshold, maxCatToOnehot,
  minDataInLeaf, minDataPerGroup, minSumHessianInLeaf, mostBins, scanScratch,
} from './context';
import { bestGain, candidateSet, proposeSet } from './candidate';
import { fits, rowsOfHessian, splitGain } from './general-scan';
import { Leaf, addToSet, clearSet } from './leaf';
import { below, mix } from './random';
import { gradientOf, hessianOf } from './scale';
import { gradientAt, hessianAt } from './unpack';

/** `bins`: the feature's sums as {@link unpack} gives them. */
export function categoryScan(leaf: Leaf, bins: usize, feature: u32, entry: Feature): void {
  if (entry.bins <= maxCatToOnehot) scanSingles(leaf, bins, feature, entry);
  else scanSets(leaf, bins, feature, entry);
}

function scanSingles(leaf: Leaf, bins: usize, feature: u32, entry: Feature): void {
  const chosen: u32 = extraTrees ? 1 + below(mix(mix(leaf.key, feature), extraSeed), entry.bins - 1) : 0;
  const totalGradient = gradientOf(leaf.gradient);
  const totalHessian = hessianOf(leaf.hessian);
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  for (let bin: u32 = 1; bin < entry.bins; bin++) {
    if (chosen > 0 && bin != chosen) continue;
    const sum = hessianAt(bins, bin);
    const hessian = hessianOf(sum);
    const count = rowsOfHessian(sum, rowsPerHessian);
    if (count < <i32>minDataInLeaf || hessian < minSumHessianInLeaf) continue;
    const others = <i32>leaf.count - count;
    const otherHessian = totalHessian - hessian;
    if (others < <i32>minDataInLeaf || otherHessian < minSumHessianInLeaf) continue;
    const gradient = gradientOf(gradientAt(bins, bin));
    const gain = splitGain(leaf, totalGradient - gradient, otherHessian, others, gradient, hessian, count, lambdaL2, 0);
    if (gain > bestGain && fits()) {
      clearSet(candidateSet());
      addToSet(candidateSet(), bin);
      proposeSet(gain, feature, gradientAt(bins, bin), sum, count, lambdaL2);
    }
  }
}

/** Numbers of bins in order, room for as many, and a 64-bit ratio a bin. */
@inline function orderAt(position: u32): usize { return scanScratch() + (<usize>position << 2); }
@inline function otherAt(position: u32): usize { return scanScratch() + (<usize>(mostBins + position) << 2); }
@inline function ratioAt(bin: u32): usize { return scanScratch() + (<usize>(mostBins + bin) << 3); }
@inline function ratioOf(position: usize): f64 { return load<f64>(ratioAt(load<u32>(position))); }

/** Bins that are sorted by insertion before they are merged. */
const RUN: u32 = 32;

/** Sorts the bins with enough rows by gradient / (hessian + cat_smooth); equal ones keep their order. */
function sortBins(leaf: Leaf, bins: usize, entry: Feature, rowsPerHessian: f64): u32 {
  let used: u32 = 0;
  for (let bin: u32 = 1; bin < entry.bins; bin++) {
    const sum = hessianAt(bins, bin);
    if (<f64>rowsOfHessian(sum, rowsPerHessian) < catSmooth) continue;
    const ratio = gradientOf(gradientAt(bins, bin)) / (hessianOf(sum) + catSmooth);
    store<f64>(ratioAt(bin), ratio);
    const run = used & ~(RUN - 1);
    let at = used++;
    for (; at > run && ratioOf(orderAt(at - 1)) > ratio; at--) store<u32>(orderAt(at), load<u32>(orderAt(at - 1)));
    store<u32>(orderAt(at), bin);
  }
  for (let width = RUN; width < used; width *= 2) mergeRuns(used, width);
  return used;
}

/** Merges neighbouring runs of `width` sorted bins. */
function mergeRuns(used: u32, width: u32): void {
  memory.copy(otherAt(0), orderAt(0), <usize>used << 2);
  for (let start: u32 = 0; start + width < used; start += 2 * width) {
    const middle = start + width;
    const end = min(used, middle + width);
    let left = start;
    let right = middle;
    for (let to = start; to < end; to++) {
      const takesRight = left == middle || (right < end && ratioOf(otherAt(right)) < ratioOf(otherAt(left)));
      store<u32>(orderAt(to), load<u32>(otherAt(takesRight ? right++ : left++)));
    }
  }
}

function scanSets(leaf: Leaf, bins: usize, feature: u32, entry: Feature): void {
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  const used = sortBins(leaf, bins, entry, rowsPerHessian);
  const most = min(maxCatThreshold, (used + 1) / 2);
  const l2 = lambdaL2 + catL2;
  const limit = <i32>min(most, used) - 1;
  let chosen: i32 = -1;
  if (extraTrees) chosen = limit > 0 ? <i32>below(mix(mix(leaf.key, feature), extraSeed), limit) : 0;
  const totalGradient = gradientOf(leaf.gradient);
  const totalHessian = hessianOf(leaf.hessian);
  for (let direction = 0; direction < 2; direction++) {
    let gradientSum: i64 = 0;
    let hessianSum: i64 = 0;
    let count: i32 = 0;
    let inGroup: i32 = 0;
    for (let taken: u32 = 0; taken < used && taken < most; taken++) {
      const bin = load<u32>(orderAt(direction == 0 ? taken : used - 1 - taken));
      const sum = hessianAt(bins, bin);
      const own_ = rowsOfHessian(sum, rowsPerHessian);
      gradientSum += gradientAt(bins, bin);
      hessianSum += sum;
      count += own_;
      inGroup += own_;
      const hessian = hessianOf(hessianSum);
      if (count < <i32>minDataInLeaf || hessian < minSumHessianInLeaf) continue;
      const others = <i32>leaf.count - count;
      if (others < <i32>minDataInLeaf || others < <i32>minDataPerGroup) break;
      const otherHessian = totalHessian - hessian;
      if (otherHessian < minSumHessianInLeaf) break;
      if (inGroup < <i32>minDataPerGroup) continue;
      inGroup = 0;
      if (chosen >= 0 && <i32>taken != chosen) continue;
      const gradient = gradientOf(gradientSum);
      const gain = splitGain(leaf, gradient, hessian, count, totalGradient - gradient, otherHessian, others, l2, 0);
      if (gain > bestGain && fits()) {
        clearSet(candidateSet());
        for (let at: u32 = 0; at <= taken; at++) {
          addToSet(candidateSet(), load<u32>(orderAt(direction == 0 ? at : used - 1 - at)));
        }
        proposeSet(gain, feature, gradientSum, hessianSum, count, l2);
      }
    }
  }
}
