// Plain scan: the best threshold of a feature, where no parameter asks for more than L1 and L2 penalties. Works on sums
// as they lie in the histogram; the general scan finds the same splits, more slowly.
import { Sums, countBits, featureAt, lambdaL1, lambdaL2, minDataInLeaf, minSumHessianInLeaf } from './context';
import { bestGain, propose } from './candidate';
import { thresholdL1 } from './gain';
import { rowsOfHessian } from './general-scan';
import { Leaf } from './leaf';
import { gradientScale, hessianScale } from './scale';
import { gradientAt, hessianAt } from './unpack';

/** Rows that the estimates of all bins leave over; see the general scan. Missing values have the last of `bins`. */
@inline function surplus(leaf: Leaf, histogram: usize, bins: u32, rowsPerHessian: f64): i32 {
  let rows: i32 = leaf.count;
  for (const end = histogram + (<usize>bins << 3); histogram < end; histogram += 8) {
    rows -= <i32>(<f64>(load<i64>(histogram) & 0xffffffff) * rowsPerHessian + 0.5);
  }
  return rows;
}

/**
 * From the last of `numbers` bins down, with missing values on the left, or from the first up, with missing
 * values on the right: LightGBM's order, in which the first of equal gains counts.
 */
@inline function scan(counted: bool, leaf: Leaf, histogram: usize, feature: u32, numbers: u32, down: bool): void {
  const bits = <i64>countBits;
  const mask = (<i64>1 << bits) - 1;
  const total = counted ? (leaf.gradient << bits) + leaf.hessian : (leaf.gradient << 32) + leaf.hessian;
  const inverseGradient = 1.0 / gradientScale();
  const inverseHessian = counted ? 1.0 : 1.0 / hessianScale();
  const totalGradient = <f64>leaf.gradient * inverseGradient;
  const totalHessian = <f64>leaf.hessian * inverseHessian;
  // Counts are known when the hessian is constant; else each bin's is taken to be proportional to it, and rounded.
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  const leastHessian = counted ? max(minSumHessianInLeaf, <f64>minDataInLeaf) : minSumHessianInLeaf;
  const mostHessian = totalHessian - leastHessian;
  const l1 = lambdaL1 > 0;
  let near: i64 = 0;
  let nearRows: i32 = 0;
  if (!counted && !down && featureAt(feature).restFirst) nearRows = surplus(leaf, histogram, numbers + 1, rowsPerHessian);
  let bin: i32 = down ? <i32>numbers - 1 : 0;
  const end: i32 = down ? 0 : <i32>numbers;
  for (; bin != end; bin += down ? -1 : 1) {
    const sum = load<i64>(histogram + (<usize>bin << 3));
    // An empty bin changes nothing, and so cannot do better. Where so little is left to do, a branch costs more.
    if (!counted && sum == 0) continue;
    near += sum;
    const hessian = <f64>(counted ? near & mask : near & 0xffffffff) * inverseHessian;
    if (!counted) {
      nearRows += <i32>(<f64>(sum & 0xffffffff) * rowsPerHessian + 0.5);
      if (nearRows < <i32>minDataInLeaf) continue;
      if (<i32>leaf.count - nearRows < <i32>minDataInLeaf) break;
    }
    if (hessian < leastHessian) continue;
    if (hessian > mostHessian) break;
    let gradient = <f64>(counted ? near >> bits : near >> 32) * inverseGradient;
    let rest = totalGradient - gradient;
    if (l1) {
      gradient = thresholdL1(gradient);
      rest = thresholdL1(rest);
    }
    const nearHessian = hessian + lambdaL2;
    const farHessian = totalHessian - hessian + lambdaL2;
    const numerator = gradient * gradient * farHessian + rest * rest * nearHessian;
    const denominator = nearHessian * farHessian;
    // Below the best by more than rounding: not worth a division.
    if (numerator < bestGain * denominator * 0.999999) continue;
    const gain = numerator / denominator;
    if (gain > bestGain) {
      const left = down ? total - near : near;
      const leftHessian = counted ? left & mask : left & 0xffffffff;
      const rowsNear = counted ? <i32>hessian : nearRows;
      propose(
        gain, feature, down ? bin - 1 : bin, down ? 1 : 0, counted ? left >> bits : left >> 32, leftHessian,
        down ? leaf.count - rowsNear : rowsNear,
      );
    }
  }
}

function scanCounted(leaf: Leaf, histogram: usize, feature: u32, numbers: u32, both: bool): void {
  scan(true, leaf, histogram, feature, numbers, true);
  if (both) scan(true, leaf, histogram, feature, numbers, false);
}

function scanPacked(leaf: Leaf, histogram: usize, feature: u32, numbers: u32, both: bool): void {
  scan(false, leaf, histogram, feature, numbers, true);
  if (both) scan(false, leaf, histogram, feature, numbers, false);
}

/** As {@link surplus}, of wide sums. */
@inline function surplusWide(leaf: Leaf, histogram: usize, bins: u32, rowsPerHessian: f64): i32 {
  let rows: i32 = leaf.count;
  for (let bin: u32 = 0; bin < bins; bin++) rows -= rowsOfHessian(hessianAt(histogram, bin), rowsPerHessian);
  return rows;
}

/**
 * The same of wide sums, whose gains are those of the general scan to the last bit: the quick comparison only leaves out
 * what is below the best by more than rounding.
 */
@inline function scanWideWay(leaf: Leaf, histogram: usize, feature: u32, numbers: u32, down: bool): void {
  // Scales are powers of two: their inverses are exact.
  const inverseGradient = 1.0 / gradientScale();
  const inverseHessian = 1.0 / hessianScale();
  const totalGradient = <f64>leaf.gradient * inverseGradient;
  const totalHessian = <f64>leaf.hessian * inverseHessian;
  const rowsPerHessian = <f64>leaf.count / <f64>leaf.hessian;
  let nearGradient: i64 = 0;
  let nearHessian: i64 = 0;
  let nearRows: i32 = 0;
  if (!down && featureAt(feature).restFirst) nearRows = surplusWide(leaf, histogram, numbers + 1, rowsPerHessian);
  const end: i32 = down ? 0 : <i32>numbers;
  for (let bin: i32 = down ? <i32>numbers - 1 : 0; bin != end; bin += down ? -1 : 1) {
    const hessianSum = hessianAt(histogram, bin);
    const gradientSum = gradientAt(histogram, bin);
    if ((hessianSum | gradientSum) == 0) continue;
    nearGradient += gradientSum;
    nearHessian += hessianSum;
    nearRows += rowsOfHessian(hessianSum, rowsPerHessian);
    const hessian = <f64>nearHessian * inverseHessian;
    if (nearRows < <i32>minDataInLeaf || hessian < minSumHessianInLeaf) continue;
    const rest = totalHessian - hessian;
    if (<i32>leaf.count - nearRows < <i32>minDataInLeaf || rest < minSumHessianInLeaf) break;
    const near = <f64>nearGradient * inverseGradient;
    const gradient = thresholdL1(near);
    const far = thresholdL1(totalGradient - near);
    const nearWeight = hessian + lambdaL2;
    const farWeight = rest + lambdaL2;
    const nearSquare = gradient * gradient;
    const farSquare = far * far;
    if (nearSquare * farWeight + farSquare * nearWeight < bestGain * (nearWeight * farWeight) * 0.999999) continue;
    const gain = nearSquare / nearWeight + farSquare / farWeight;
    if (gain > bestGain) {
      propose(
        gain, feature, down ? bin - 1 : bin, down ? 1 : 0, down ? leaf.gradient - nearGradient : nearGradient,
        down ? leaf.hessian - nearHessian : nearHessian, down ? leaf.count - nearRows : nearRows,
      );
    }
  }
}

function scanWide(leaf: Leaf, histogram: usize, feature: u32, numbers: u32, both: bool): void {
  scanWideWay(leaf, histogram, feature, numbers, true);
  if (both) scanWideWay(leaf, histogram, feature, numbers, false);
}

/** `numbers`: bins of numbers, the first ones; `both`: whether missing values are to be tried on both sides. */
export function plainScan(kind: Sums, leaf: Leaf, histogram: usize, feature: u32, numbers: u32, both: bool): void {
  if (kind == Sums.Counted) scanCounted(leaf, histogram, feature, numbers, both);
  else if (kind == Sums.Wide) scanWide(leaf, histogram, feature, numbers, both);
  else scanPacked(leaf, histogram, feature, numbers, both);
}
