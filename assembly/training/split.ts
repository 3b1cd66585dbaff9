// Split stage: finds the best threshold of a leaf from its histogram. Missing values, where a feature
// has them, are tried on both sides. Gains as in LightGBM (Ke et al., 2017): G² / (H + lambda_l2) with
// G shrunk by lambda_l1. Ties go to the lower feature, then the lower bin, then missing values to the left.
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

/** Scans one feature; `missing` is added to the left side of every threshold. */
@inline function scan(
  constant: bool, leaf: Leaf, histogram: usize, feature: u32, bins: u32, missing: i64, defaultLeft: u32,
): void {
  const total = leaf.sum;
  const inverseGradient = 1.0 / gradientScale();
  const inverseHessian = constant ? 1.0 : 1.0 / hessianScale();
  const totalGradient = <f64>(constant ? total >> countBits : total >> 32) * inverseGradient;
  const totalHessian = <f64>(constant ? total & countMask : total & 0xffffffff) * inverseHessian;
  // Counts are known when the hessian is constant; else they are taken to be proportional to it.
  const leastHessian = constant
    ? max(minSumHessian, <f64>minDataInLeaf)
    : max(minSumHessian, (<f64>minDataInLeaf - 0.5) * totalHessian / <f64>leaf.count);
  const mostHessian = totalHessian - leastHessian;
  const l1 = lambdaL1 > 0;
  let left = missing;
  for (let bin: u32 = 0; bin < bins; bin++) {
    left += load<i64>(histogram + (<usize>bin << 3));
    const hessian = <f64>(constant ? left & countMask : left & 0xffffffff) * inverseHessian;
    if (hessian < leastHessian) continue;
    if (hessian > mostHessian) break;
    let gradient = <f64>(constant ? left >> countBits : left >> 32) * inverseGradient;
    let rest = totalGradient - gradient;
    if (l1) {
      gradient = thresholdL1(gradient);
      rest = thresholdL1(rest);
    }
    const leftHessian = hessian + lambdaL2;
    const rightHessian = totalHessian - hessian + lambdaL2;
    const gain = (gradient * gradient * rightHessian + rest * rest * leftHessian) / (leftHessian * rightHessian);
    if (gain > bestGain) {
      bestGain = gain;
      bestFeature = feature;
      bestBin = bin;
      bestDefaultLeft = defaultLeft;
      bestLeft = left;
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
      scan(constant, leaf, h, feature, bins - 1, 0, 1);
    } else {
      scan(constant, leaf, h, feature, bins - 2, load<i64>(h + (<usize>missing << 3)), 1);
      scan(constant, leaf, h, feature, bins - 1, 0, 0);
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
