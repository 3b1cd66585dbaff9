// Forced splits: the splits that begin every tree (forcedsplits_filename), level by level. The first that gains nothing
// ends them, as in LightGBM.
import { featureAt, lambdaL2, maxDepth, minGainToSplit } from './context';
import { takeLeafBounds } from './bounds';
import { candidateSet, clearCandidate, propose, proposeSet, writeCandidate } from './candidate';
import { state } from './control';
import { gainGivenOutput } from './gain';
import { fits, rowsOfHessian, splitGain } from './general-scan';
import { Leaf, addToSet, clearSet, entryOf, histogramOf, leafAt } from './leaf';
import { gradientOf, hessianOf } from './scale';
import { gradientAt, hessianAt, unpack } from './unpack';

/** Address of the forced splits, level by level, and their number. */
export let forcedSplits: usize = 0;
export let forcedCount: u32 = 0;

@unmanaged
class ForcedSplit {
  feature: u32;
  /** The last bin on the left, or the one bin of a category on the left. */
  bin: u32;
  /** The forced splits of the children, or -1. */
  left: i32;
  right: i32;
  /** Number of the leaf to split, once its parent has been split. */
  leaf: u32;
}

@inline function forcedAt(index: u32): ForcedSplit {
  return changetype<ForcedSplit>(forcedSplits + <usize>index * offsetof<ForcedSplit>());
}

export function startForcing(): void {
  state().forced = 0;
  if (forcedCount > 0) forcedAt(0).leaf = 0;
}

/** Makes the next forced split its leaf's best; gives the leaf's number, or -1: the rest of the tree is free. */
export function forceNext(): i32 {
  const s = state();
  if (s.forced >= forcedCount) return -1;
  const split = forcedAt(s.forced);
  if (!force(leafAt(entryOf(split.leaf)), split)) {
    s.forced = forcedCount;
    return -1;
  }
  if (split.left >= 0) forcedAt(split.left).leaf = split.leaf;
  if (split.right >= 0) forcedAt(split.right).leaf = s.leaves;
  s.forced++;
  return split.leaf;
}

function force(leaf: Leaf, split: ForcedSplit): bool {
  if (maxDepth > 0 && <i32>leaf.depth >= maxDepth) return false;
  const feature = split.feature;
  const entry = featureAt(feature);
  const bins = unpack(histogramOf(leaf), feature);
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  // Sums of the side that is one bin, or all bins above the threshold; missing values go with the other.
  let gradient: i64 = 0;
  let hessian: i64 = 0;
  let count: i32 = 0;
  for (let bin = entry.categorical ? split.bin : split.bin + 1; bin < entry.bins; bin++) {
    if (!entry.categorical && <i32>bin == entry.missing) continue;
    gradient += gradientAt(bins, bin);
    hessian += hessianAt(bins, bin);
    count += rowsOfHessian(hessianAt(bins, bin), rowsPerHessian);
    if (entry.categorical) break;
  }
  if (count <= 0 || count >= <i32>leaf.count || hessian <= 0 || hessian >= leaf.hessian) return false;
  if (!entry.categorical) {
    gradient = leaf.gradient - gradient;
    hessian = leaf.hessian - hessian;
    count = leaf.count - count;
  }
  const ownGradient = gradientOf(leaf.gradient);
  const ownHessian = hessianOf(leaf.hessian);
  const own = gainGivenOutput(ownGradient, ownHessian, lambdaL2, leaf.output) + minGainToSplit;
  takeLeafBounds(leaf);
  const leftGradient = gradientOf(gradient);
  const leftHessian = hessianOf(hessian);
  const gain = splitGain(
    leaf, leftGradient, leftHessian, count, ownGradient - leftGradient, ownHessian - leftHessian,
    leaf.count - count, lambdaL2, entry.categorical ? 0 : entry.monotone,
  );
  clearCandidate(own);
  if (!(gain > own) || !fits()) return false;
  if (entry.categorical) {
    clearSet(candidateSet());
    addToSet(candidateSet(), split.bin);
    proposeSet(gain, feature, gradient, hessian, count, lambdaL2);
  } else {
    propose(gain, feature, split.bin, 1, gradient, hessian, count);
  }
  writeCandidate(leaf, gain - own);
  return true;
}
