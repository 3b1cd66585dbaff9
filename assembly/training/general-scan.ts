// General scan: the best threshold of a feature under every parameter of growing a tree. Order and rules as in
// LightGBM (`feature_histogram.hpp`): from the last bin down with missing values on the left, then, where there
// are missing values, from the first up with missing values on the right; the first of equal gains counts.
import {
  Feature, Sums, extraSeed, extraTrees, lambdaL2, minDataInLeaf, minSumHessianInLeaf, sums,
} from './context';
import { bestGain, propose } from './candidate';
import { clamp, gainGivenOutput, leafGain, leafOutput } from './gain';
import { Leaf } from './leaf';
import { below, mix } from './random';
import { gradientOf, hessianOf, hessianScale } from './scale';
import { gradientAt, hessianAt } from './unpack';

/** Whether outputs of the leaf's sides are bounded. */
let constrained: bool = false;

/** Sum of the gains of both sides; below any other when the sides violate a monotone constraint. */
export function splitGain(
  leaf: Leaf, leftGradient: f64, leftHessian: f64, leftCount: u32, rightGradient: f64, rightHessian: f64,
  rightCount: u32, l2: f64, monotone: i32,
): f64 {
  if (!constrained) {
    return leafGain(leftGradient, leftHessian, l2, leftCount, leaf.output)
      + leafGain(rightGradient, rightHessian, l2, rightCount, leaf.output);
  }
  const left = clamp(leafOutput(leftGradient, leftHessian, l2, leftCount, leaf.output), leaf.lowest, leaf.highest);
  const right = clamp(leafOutput(rightGradient, rightHessian, l2, rightCount, leaf.output), leaf.lowest, leaf.highest);
  if ((monotone > 0 && left > right) || (monotone < 0 && left < right)) return -Infinity;
  return gainGivenOutput(leftGradient, leftHessian, l2, left) + gainGivenOutput(rightGradient, rightHessian, l2, right);
}

/** Says whether monotone constraints bound outputs in this tree. */
export function setConstrained(value: bool): void { constrained = value; }

/** The only threshold that extra_trees considers, or -1: all are. */
@inline function chosenThreshold(leaf: Leaf, feature: u32, bins: u32): i32 {
  if (!extraTrees) return -1;
  return bins > 2 ? <i32>below(mix(mix(leaf.key, feature), extraSeed), bins - 2) : 0;
}

/** Rows of `hessian`: known where sums count them, else taken to be proportional, and rounded. */
@inline export function rowsOfHessian(hessian: i64, rowsPerHessian: f64): i32 {
  return sums == Sums.Counted ? <i32>hessian : <i32>(<f64>hessian * rowsPerHessian + 0.5);
}

/** Gain after the factor that the feature's gains have; `own`: the gain of the leaf unsplit. */
@inline export function penalized(gain: f64, own: f64, entry: Feature): f64 {
  return entry.penalty == 1 ? gain : own + (gain - own) * entry.penalty;
}

@inline function scan(leaf: Leaf, bins: usize, feature: u32, entry: Feature, own: f64, down: bool): void {
  const missing = entry.missing;
  const chosen = chosenThreshold(leaf, feature, entry.bins);
  const totalGradient = gradientOf(leaf.gradient);
  const totalHessian = hessianOf(leaf.hessian);
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  const last: i32 = missing == <i32>entry.bins - 1 ? missing - 1 : <i32>entry.bins - 1;
  let nearGradient: i64 = 0;
  let nearHessian: i64 = 0;
  let nearRows: i32 = 0;
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
    const gain = penalized(down
      ? splitGain(leaf, farGradient, farHessian, farRows, gradient, hessian, nearRows, lambdaL2, entry.monotone)
      : splitGain(leaf, gradient, hessian, nearRows, farGradient, farHessian, farRows, lambdaL2, entry.monotone),
      own, entry);
    if (gain > bestGain) {
      propose(
        gain, feature, threshold, down ? 1 : 0, down ? leaf.gradient - nearGradient : nearGradient,
        down ? leaf.hessian - nearHessian : nearHessian, down ? farRows : nearRows,
      );
    }
  }
}

/** `bins`: the feature's sums as {@link unpack} gives them; `own`: the gain of the leaf unsplit. */
export function generalScan(leaf: Leaf, bins: usize, feature: u32, entry: Feature, own: f64): void {
  scan(leaf, bins, feature, entry, own, true);
  if (entry.missing >= 0) scan(leaf, bins, feature, entry, own, false);
}
