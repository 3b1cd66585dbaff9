// Split stage: finds the best threshold of a leaf from its histogram. Missing values, where a feature
// has them, are tried on both sides. Gains as in LightGBM (Ke et al., 2017): G² / (H + lambda_l2) with
// G shrunk by lambda_l1. Ties are broken as LightGBM breaks them, so that the same trees come out: the lower
// feature, then missing values to the left, then the higher bin (with missing values to the right, the lower).
import {
  HISTOGRAM_STRIDE, constantHessian, countBits, countMask, decodeOf, featureAt, features, lambdaL1, lambdaL2, learningRate,
  maxDepth, minDataInLeaf, minGainToSplit, minSumHessian, scratch,
} from './context';
import { Leaf, gradientOf, hessianOf } from './leaf';
import { gradientScale, hessianScale } from './scale';

@inline function thresholdL1(gradient: f64): f64 {
  const shrunk = max(0.0, abs(gradient) - lambdaL1);
  return gradient < 0 ? -shrunk : shrunk;
}

/** A leaf's output: the Newton step, before shrinkage by the learning rate. */
export function leafOutput(sum: i64): f64 {
  return -thresholdL1(gradientOf(sum)) / (hessianOf(sum) + lambdaL2);
}

export function shrunkOutput(sum: i64): f64 {
  return leafOutput(sum) * learningRate;
}

let bestGain: f64 = 0;
let bestFeature: u32 = 0;
let bestBin: u32 = 0;
let bestDefaultLeft: u32 = 1;
let bestLeft: i64 = 0;

/**
 * Scans one feature. From the last of `numbers` bins down, with missing values on the left, or from the first
 * up, with missing values on the right: LightGBM's order, in which the first of equal gains counts.
 */
@inline function scan(constant: bool, leaf: Leaf, histogram: usize, feature: u32, numbers: u32, down: bool): void {
  const total = leaf.sum;
  const inverseGradient = 1.0 / gradientScale();
  const inverseHessian = constant ? 1.0 : 1.0 / hessianScale();
  const totalGradient = <f64>(constant ? total >> countBits : total >> 32) * inverseGradient;
  const totalHessian = <f64>(constant ? total & countMask : total & 0xffffffff) * inverseHessian;
  // Counts are known when the hessian is constant; else each bin's is taken to be proportional to it, and rounded.
  const rowsPerHessian = <f64>leaf.count / <f64>(total & 0xffffffff);
  const leastHessian = constant ? max(minSumHessian, <f64>minDataInLeaf) : minSumHessian;
  const mostHessian = totalHessian - leastHessian;
  const l1 = lambdaL1 > 0;
  let near: i64 = 0;
  let nearRows: i32 = 0;
  let bin: i32 = down ? <i32>numbers - 1 : 0;
  const end: i32 = down ? 0 : <i32>numbers;
  for (; bin != end; bin += down ? -1 : 1) {
    const sum = load<i64>(histogram + (<usize>bin << 3));
    // An empty bin changes nothing, and so cannot do better.
    if (sum == 0) continue;
    near += sum;
    const hessian = <f64>(constant ? near & countMask : near & 0xffffffff) * inverseHessian;
    if (!constant) {
      nearRows += <i32>(<f64>(sum & 0xffffffff) * rowsPerHessian + 0.5);
      if (nearRows < <i32>minDataInLeaf) continue;
      if (<i32>leaf.count - nearRows < <i32>minDataInLeaf) break;
    }
    if (hessian < leastHessian) continue;
    if (hessian > mostHessian) break;
    let gradient = <f64>(constant ? near >> countBits : near >> 32) * inverseGradient;
    let rest = totalGradient - gradient;
    if (l1) {
      gradient = thresholdL1(gradient);
      rest = thresholdL1(rest);
    }
    const nearHessian = hessian + lambdaL2;
    const farHessian = totalHessian - hessian + lambdaL2;
    const gain = (gradient * gradient * farHessian + rest * rest * nearHessian) / (nearHessian * farHessian);
    if (gain > bestGain) {
      bestGain = gain;
      bestFeature = feature;
      bestBin = down ? bin - 1 : bin;
      bestDefaultLeft = down ? 1 : 0;
      bestLeft = down ? total - near : near;
    }
  }
}

/** A feature's own histogram from its group's: the sum over the bins of the other features. */
function marginal(joint: usize, feature: u32, bins: u32): usize {
  const decode = decodeOf(feature);
  memory.fill(scratch, 0, bins << 3);
  for (let value: usize = 0; value < 256; value++) {
    const place = scratch + (<usize>load<u8>(decode + value) << 3);
    store<i64>(place, load<i64>(place) + load<i64>(joint + (value << 3)));
  }
  return scratch;
}

@inline function scanFeatures(constant: bool, leaf: Leaf, histogram: usize): void {
  for (let feature: u32 = 0; feature < features; feature++) {
    const entry = featureAt(feature);
    const bins = entry.bins;
    const missing = entry.missing;
    const joint = histogram + <usize>entry.group * HISTOGRAM_STRIDE;
    const h = entry.alone ? joint : marginal(joint, feature, bins);
    if (missing < 0) {
      scan(constant, leaf, h, feature, bins, true);
    } else {
      scan(constant, leaf, h, feature, bins - 1, true);
      scan(constant, leaf, h, feature, bins - 1, false);
    }
  }
}

/** Finds the best split of a leaf and writes it, or a gain of 0, into its entry. */
export function findBestSplit(leaf: Leaf, histogram: usize): void {
  const gradient = thresholdL1(gradientOf(leaf.sum));
  const own = gradient * gradient / (hessianOf(leaf.sum) + lambdaL2) + minGainToSplit;
  bestGain = own;
  leaf.gain = 0;
  if (maxDepth > 0 && <i32>leaf.depth >= maxDepth) return;
  if (leaf.count < 2 * minDataInLeaf) return;
  if (constantHessian) scanFeatures(true, leaf, histogram);
  else scanFeatures(false, leaf, histogram);
  if (bestGain > own) {
    leaf.gain = bestGain - own;
    leaf.feature = bestFeature;
    leaf.bin = bestBin;
    leaf.defaultLeft = bestDefaultLeft;
    leaf.leftSum = bestLeft;
  }
}
