// Weighing: finds a leaf's best split where a split's gain is not all that counts: factors on features (feature_contri),
// costs, the penalty on monotone features, what the branch allows, and min_gain_to_split, below which LightGBM gives
// a feature up for good.
import { featureAt, featureFractionBynode, featureFractionSeed, features, lambdaL2 } from './context';
import { bestGain, clearCandidate, refused, writeCandidate } from './candidate';
import { costOf, firstUseCost, hasCosts } from './costs';
import { ownGain, scanFeature } from './feature-scan';
import { findAllowed, isAllowed, isSplittable, setUnsplittable } from './feature-sets';
import { newtonStep, smooths } from './gain';
import { Monotone, monotoneMethod, monotonePenalty } from './growing';
import { Leaf, histogramOf } from './leaf';
import { Side, gatherBounds, refineBounds } from './monotone/advanced';
import { mix } from './random';
import { gradientOf, hessianOf } from './scale';

const EPSILON: f64 = <f64>(<f32>1e-15);

/** Factor on the gains of monotone features: none at the root's levels, rising below. */
function monotoneFactor(depth: u32): f64 {
  const level = <f64>depth;
  if (monotonePenalty >= level + 1) return EPSILON;
  if (monotonePenalty <= 1) return 1 - monotonePenalty / Math.pow(2, level) + EPSILON;
  return 1 - Math.pow(2, monotonePenalty - 1 - level) + EPSILON;
}

/** Scans a feature; gives what its best split gains above `own`, or -Infinity. */
function gainOf(leaf: Leaf, histogram: usize, feature: u32, own: f64, again: Side): f64 {
  const entry = featureAt(feature);
  if (monotoneMethod == Monotone.Advanced && !entry.categorical) {
    if (again != Side.None) refineBounds(leaf, feature, again);
    gatherBounds(leaf, feature);
  }
  clearCandidate(own);
  scanFeature(leaf, histogram, feature);
  if (bestGain > own) return (bestGain - own) * entry.penalty;
  if (!refused) setUnsplittable(leaf, feature);
  return -Infinity;
}

/** Writes the best split of a leaf, or a gain of -Infinity, into its entry. */
export function weigh(leaf: Leaf, histogram: usize, again: Side): void {
  leaf.gain = -Infinity;
  const ownNumeric = ownGain(leaf, false);
  const ownCategorical = ownGain(leaf, true);
  let left = findAllowed(leaf);
  let wanted = left;
  if (featureFractionBynode < 1) wanted = min(left, max<u32>(1, <u32>nearest<f64>(<f64>usedFeatureCount() * featureFractionBynode)));
  for (let feature: u32 = 0; feature < features && wanted > 0; feature++) {
    if (!isAllowed(leaf, feature)) continue;
    if (wanted < left) {
      const word = mix(mix(leaf.key, feature), featureFractionSeed);
      if (<u64>word * left-- >= <u64>wanted << 32) continue;
      wanted--;
    }
    if (!isSplittable(leaf, feature)) continue;
    const entry = featureAt(feature);
    let gain = gainOf(leaf, histogram, feature, entry.categorical ? ownCategorical : ownNumeric, again);
    if (hasCosts()) gain -= costOf(leaf, feature);
    if (entry.monotone != 0 && !entry.categorical) gain *= monotoneFactor(leaf.depth);
    if (gain > leaf.gain) writeCandidate(leaf, gain);
  }
}

function usedFeatureCount(): u32 {
  let count: u32 = 0;
  for (let feature: u32 = 0; feature < features; feature++) count += featureAt(feature).used;
  return count;
}

/** Searches a leaf again whose bounds have changed on one side. As LightGBM, it is then smoothed towards its own step. */
export function weighAgain(leaf: Leaf, side: Side): void {
  const output = leaf.output;
  if (smooths()) leaf.output = newtonStep(gradientOf(leaf.gradient), hessianOf(leaf.hessian), lambdaL2);
  weigh(leaf, histogramOf(leaf), side);
  leaf.output = output;
}

/**
 * Weighs one feature of a leaf again, now that its first use has been paid for. As LightGBM does it: what the split
 * gains, without other costs, and that first use's cost on top.
 */
export function reconsider(leaf: Leaf, feature: u32): void {
  if (leaf.gain == -Infinity || !isAllowed(leaf, feature) || !isSplittable(leaf, feature)) return;
  const own = ownGain(leaf, featureAt(feature).categorical != 0);
  const gain = gainOf(leaf, histogramOf(leaf), feature, own, Side.None) + firstUseCost(feature);
  if (gain > leaf.gain || (gain == leaf.gain && feature < leaf.feature)) writeCandidate(leaf, gain);
}
