// One feature's best threshold or set of categories, by the scan that fits it; and what it has to be better than.
import { Sums, featureAt, generalScan as needsGeneralScan, lambdaL2, minGainToSplit, sums } from './context';
import { takeLeafBounds } from './bounds';
import { categoryScan } from './category-scan';
import { gainGivenOutput, leafGain, smooths } from './gain';
import { generalScan } from './general-scan';
import { Leaf } from './leaf';
import { plainScan } from './plain-scan';
import { gradientOf, hessianOf } from './scale';
import { packedSums, unpack } from './unpack';

/** Gain of the leaf unsplit, and what min_gain_to_split adds. As in LightGBM, smoothing tells features apart. */
export function ownGain(leaf: Leaf, categorical: bool): f64 {
  const gradient = gradientOf(leaf.gradient);
  const hessian = hessianOf(leaf.hessian);
  const gain = categorical && smooths()
    ? gainGivenOutput(gradient, hessian, lambdaL2, leaf.output)
    : leafGain(gradient, hessian, lambdaL2, leaf.count, leaf.output);
  return gain + minGainToSplit;
}

/** Proposes the feature's splits; see candidate.ts. */
export function scanFeature(leaf: Leaf, histogram: usize, feature: u32): void {
  const entry = featureAt(feature);
  if (entry.categorical) {
    takeLeafBounds(leaf);
    categoryScan(leaf, unpack(histogram, feature), feature, entry);
  } else if (needsGeneralScan || (entry.missing >= 0 && entry.missing < <i32>entry.bins - 1)) {
    takeLeafBounds(leaf);
    generalScan(leaf, unpack(histogram, feature), feature, entry);
  } else {
    const hasMissing = entry.missing >= 0;
    const bins = sums == Sums.Wide ? unpack(histogram, feature) : packedSums(histogram, feature);
    plainScan(sums, leaf, bins, feature, hasMissing ? entry.bins - 1 : entry.bins, hasMissing);
  }
}
