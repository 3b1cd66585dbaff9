// Split stage: finds the best split of a leaf from its histogram. Gains as in LightGBM (Ke et al., 2017):
// G² / (H + lambda_l2) with G shrunk by lambda_l1. Ties are broken as LightGBM breaks them, so that the same
// trees come out: the lower feature, then the order of the scans.
import { featureAt, featureFractionBynode, featureFractionSeed, features, maxDepth, minDataInLeaf } from './context';
import { bestGain, clearCandidate, writeCandidate } from './candidate';
import { ownGain, scanFeature } from './feature-scan';
import { weighsFeatures } from './growing';
import { Leaf } from './leaf';
import { Side } from './monotone/advanced';
import { mix } from './random';
import { weigh } from './weighing';

/** Finds the best split of a leaf and writes it, or a gain that is not above 0, into its entry. */
export function findBestSplit(leaf: Leaf, histogram: usize): void {
  leaf.gain = weighsFeatures ? -Infinity : 0;
  if (maxDepth > 0 && <i32>leaf.depth >= maxDepth) return;
  if (leaf.count < 2 * minDataInLeaf) return;
  if (weighsFeatures) {
    weigh(leaf, histogram, Side.None);
    return;
  }
  const own = ownGain(leaf, false);
  clearCandidate(own);
  if (featureFractionBynode < 1) scanSome(leaf, histogram);
  else {
    for (let feature: u32 = 0; feature < features; feature++) {
      if (featureAt(feature).used) scanFeature(leaf, histogram, feature);
    }
  }
  if (bestGain > own) writeCandidate(leaf, bestGain - own);
}

/** Scans a random choice of the tree's features (selection sampling: Knuth, TAOCP 2, 3.4.2 S). */
function scanSome(leaf: Leaf, histogram: usize): void {
  let left: u32 = 0;
  for (let feature: u32 = 0; feature < features; feature++) left += featureAt(feature).used;
  let wanted = max<u32>(1, <u32>nearest<f64>(<f64>left * featureFractionBynode));
  for (let feature: u32 = 0; feature < features && wanted > 0; feature++) {
    if (!featureAt(feature).used) continue;
    const word = mix(mix(leaf.key, feature), featureFractionSeed);
    if (<u64>word * left < <u64>wanted << 32) {
      scanFeature(leaf, histogram, feature);
      wanted--;
    }
    left--;
  }
}
