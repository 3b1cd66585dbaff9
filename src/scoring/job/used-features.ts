/** Which features a model's trees look at. */
import type { Model } from '../../boosting/model/index.js';

/** Places of the features that some tree splits on, or some leaf's linear model has; ascending. */
export function usedFeatures({ trees, numFeatures }: Model): number[] {
  const used = new Uint8Array(numFeatures);
  for (const { numLeaves, splitFeature, linear } of trees) {
    for (let node = 0; node < numLeaves - 1; node++) used[splitFeature[node]!] = 1;
    for (const features of linear?.features ?? []) {
      for (const feature of features) used[feature] = 1;
    }
  }
  return Array.from(used.keys()).filter((feature) => used[feature] === 1);
}
