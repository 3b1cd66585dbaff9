// Split stage: finds the best split of a leaf from its histogram. Gains as in LightGBM (Ke et al., 2017):
// G² / (H + lambda_l2) with G shrunk by lambda_l1. Ties are broken as LightGBM breaks them, so that the same
// trees come out: the lower feature, then the order of the scans.
import {
  Sums, featureAt, featureFractionBynode, featureFractionSeed, features, generalScan as needsGeneralScan,
  histogramStride, lambdaL2, maxDepth, minDataInLeaf, minGainToSplit, sums,
} from './context';
import { bestGain, clearCandidate, writeCandidate } from './candidate';
import { categoryScan } from './category-scan';
import { gainGivenOutput, leafGain, smooths } from './gain';
import { generalScan } from './general-scan';
import { Leaf } from './leaf';
import { plainScan } from './plain-scan';
import { mix } from './random';
import { gradientOf, hessianOf } from './scale';
import { unpack } from './unpack';

/** Gain of the leaf unsplit, and what min_gain_to_split adds. */
function ownGain(leaf: Leaf): f64 {
  const gradient = gradientOf(leaf.gradient);
  const hessian = hessianOf(leaf.hessian);
  const gain = smooths()
    ? gainGivenOutput(gradient, hessian, lambdaL2, leaf.output)
    : leafGain(gradient, hessian, lambdaL2, leaf.count, 0);
  return gain + minGainToSplit;
}

function scanFeature(leaf: Leaf, histogram: usize, feature: u32, own: f64): void {
  const entry = featureAt(feature);
  if (entry.categorical) {
    categoryScan(leaf, unpack(histogram, feature), feature, entry, own);
  } else if (needsGeneralScan || sums == Sums.Wide || !entry.alone) {
    generalScan(leaf, unpack(histogram, feature), feature, entry, own);
  } else {
    const hasMissing = entry.missing >= 0;
    const group = histogram + <usize>entry.group * histogramStride();
    plainScan(sums, leaf, group, feature, hasMissing ? entry.bins - 1 : entry.bins, hasMissing);
  }
}

/** Finds the best split of a leaf and writes it, or a gain of 0, into its entry. */
export function findBestSplit(leaf: Leaf, histogram: usize): void {
  leaf.gain = 0;
  if (maxDepth > 0 && <i32>leaf.depth >= maxDepth) return;
  if (leaf.count < 2 * minDataInLeaf) return;
  const own = ownGain(leaf);
  clearCandidate(own);
  if (featureFractionBynode < 1) scanSome(leaf, histogram, own);
  else {
    for (let feature: u32 = 0; feature < features; feature++) {
      if (featureAt(feature).used) scanFeature(leaf, histogram, feature, own);
    }
  }
  if (bestGain > own) writeCandidate(leaf, own);
}

/** Scans a random choice of the tree's features (selection sampling: Knuth, TAOCP 2, 3.4.2 S). */
function scanSome(leaf: Leaf, histogram: usize, own: f64): void {
  let left: u32 = 0;
  for (let feature: u32 = 0; feature < features; feature++) left += featureAt(feature).used;
  let wanted = max<u32>(1, <u32>nearest<f64>(<f64>left * featureFractionBynode));
  for (let feature: u32 = 0; feature < features && wanted > 0; feature++) {
    if (!featureAt(feature).used) continue;
    const word = mix(mix(leaf.key, feature), featureFractionSeed);
    if (<u64>word * left < <u64>wanted << 32) {
      scanFeature(leaf, histogram, feature, own);
      wanted--;
    }
    left--;
  }
}
