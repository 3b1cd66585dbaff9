// General scan: the best threshold of a feature under every parameter of growing a tree. Order and rules as in
// LightGBM (`feature_histogram.hpp`): from the last bin down with missing values on the left, then, where there
// are missing values, from the first up with missing values on the right; the first of equal gains counts.
import {
  boundsFit, keepBounds, leftHighest, leftLowest, rightHighest, rightLowest, takeBounds,
} from './bounds';
import {
  Feature, Sums, extraSeed, extraTrees, lambdaL2, minDataInLeaf, minSumHessianInLeaf, sums,
} from './context';
import { bestGain, propose, refuse } from './candidate';
import { clamp, gainGivenOutput, leafGain, leafOutput } from './gain';
import { Monotone, monotoneMethod } from './growing';
import { Leaf } from './leaf';
import { below, mix } from './random';
import { gradientOf, hessianOf, hessianScale } from './scale';
import { gradientAt, hessianAt } from './unpack';

/** Sum of the gains of both sides; below any other when the sides violate a monotone constraint. */
export function splitGain(
  leaf: Leaf, leftGradient: f64, leftHessian: f64, leftCount: u32, rightGradient: f64, rightHessian: f64,
  rightCount: u32, l2: f64, monotone: i32,
): f64 {
  if (monotoneMethod == Monotone.None) {
    return leafGain(leftGradient, leftHessian, l2, leftCount, leaf.output)
      + leafGain(rightGradient, rightHessian, l2, rightCount, leaf.output);
  }
  const left = clamp(leafOutput(leftGradient, leftHessian, l2, leftCount, leaf.output), leftLowest, leftHighest);
  const right = clamp(leafOutput(rightGradient, rightHessian, l2, rightCount, leaf.output), rightLowest, rightHighest);
  if ((monotone > 0 && left > right) || (monotone < 0 && left < right)) return -Infinity;
  return gainGivenOutput(leftGradient, leftHessian, l2, left) + gainGivenOutput(rightGradient, rightHessian, l2, right);
}

/** The only threshold that extra_trees considers, or -1: all are. */
@inline function chosenThreshold(leaf: Leaf, feature: u32, bins: u32): i32 {
  if (!extraTrees) return -1;
  return bins > 2 ? <i32>below(mix(mix(leaf.key, feature), extraSeed), bins - 2) : 0;
}

/** Rows of `hessian`: known where sums count them, else taken to be proportional, and rounded. */
@inline export function rowsOfHessian(hessian: i64, rowsPerHessian: f64): i32 {
  return sums == Sums.Counted ? <i32>hessian : <i32>(<f64>hessian * rowsPerHessian + 0.5);
}

/** Whether the split with the bounds in hand can be made; its bounds are kept. */
@inline export function fits(): bool {
  if (monotoneMethod == Monotone.None) return true;
  if (boundsFit()) keepBounds();
  else refuse();
  return boundsFit();
}

/** Rows that the estimates of all bins leave over: upwards they count as bin 0's, where that is what is left. */
@inline function surplus(leaf: Leaf, bins: usize, entry: Feature, rowsPerHessian: f64): i32 {
  if (sums == Sums.Counted || !entry.restFirst || entry.missing != <i32>entry.bins - 1) return 0;
  let rows: i32 = leaf.count;
  for (let bin: u32 = 0; bin < entry.bins; bin++) rows -= rowsOfHessian(hessianAt(bins, bin), rowsPerHessian);
  return rows;
}

@inline function scan(leaf: Leaf, bins: usize, feature: u32, entry: Feature, down: bool): void {
  const missing = entry.missing;
  const chosen = chosenThreshold(leaf, feature, entry.bins);
  const totalGradient = gradientOf(leaf.gradient);
  const totalHessian = hessianOf(leaf.hessian);
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  const last: i32 = missing == <i32>entry.bins - 1 ? missing - 1 : <i32>entry.bins - 1;
  let nearGradient: i64 = 0;
  let nearHessian: i64 = 0;
  let nearRows: i32 = down ? 0 : surplus(leaf, bins, entry, rowsPerHessian);
  let bin: i32 = down ? last : 0;
  // Upwards, a number's last bin is a threshold only where missing values may stand alone on the right.
  const end: i32 = down ? 0 : missing > last ? last + 1 : last;
  for (; bin != end; bin += down ? -1 : 1) {
    if (bin == missing) continue;
    const sum = hessianAt(bins, bin);
    const gradientSum = gradientAt(bins, bin);
    if (sum == 0 && gradientSum == 0 && chosen < 0) continue;
    nearGradient += gradientSum;
    nearHessian += sum;
    nearRows += rowsOfHessian(sum, rowsPerHessian);
    const hessian = hessianOf(nearHessian);
    if (nearRows < <i32>minDataInLeaf || hessian < minSumHessianInLeaf) continue;
    const farRows = <i32>leaf.count - nearRows;
    const farHessian = totalHessian - hessian;
    if (farRows < <i32>minDataInLeaf || farHessian < minSumHessianInLeaf) break;
    const threshold = down ? bin - 1 : bin;
    if (chosen >= 0 && threshold != chosen) continue;
    const gradient = gradientOf(nearGradient);
    const farGradient = totalGradient - gradient;
    // Upwards LightGBM does not follow the threshold, and so the same trees come out only if we do not either.
    if (monotoneMethod == Monotone.Advanced) down ? takeBounds(threshold, threshold + 1) : takeBounds(0, 0);
    const gain = down
      ? splitGain(leaf, farGradient, farHessian, farRows, gradient, hessian, nearRows, lambdaL2, entry.monotone)
      : splitGain(leaf, gradient, hessian, nearRows, farGradient, farHessian, farRows, lambdaL2, entry.monotone);
    if (gain > bestGain && fits()) {
      propose(
        gain, feature, threshold, down ? 1 : 0, down ? leaf.gradient - nearGradient : nearGradient,
        down ? leaf.hessian - nearHessian : nearHessian, down ? farRows : nearRows,
      );
    }
  }
}

/** `bins`: the feature's sums as {@link unpack} gives them. */
export function generalScan(leaf: Leaf, bins: usize, feature: u32, entry: Feature): void {
  scan(leaf, bins, feature, entry, true);
  if (entry.missing >= 0) scan(leaf, bins, feature, entry, false);
}
