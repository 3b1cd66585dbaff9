/** How much a model relies on each feature. */
import { checkOneOf } from '../../errors.js';
import { checkModelFields } from './check-model.js';
import type { ModelFields } from './model.js';

/** `split`: number of splits by the feature. `gain`: sum of what those splits gained. */
export type ImportanceKind = 'split' | 'gain';

const KINDS: readonly ImportanceKind[] = ['split', 'gain'];

/**
 * One number a feature, over all trees; splits without gain do not count (as in LightGBM).
 * @throws CambiumError `invalid-option` with the near miss, `bad-model`
 */
export function featureImportance(
  model: ModelFields,
  kind: ImportanceKind = 'split',
): Float64Array {
  checkModelFields(model);
  checkOneOf('the kind of importance', kind, KINDS);
  const importance = new Float64Array(model.featureNames.length);
  for (const tree of model.trees) {
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      const gain = tree.splitGain[node]!;
      if (!(gain > 0)) continue;
      const feature = tree.splitFeature[node]!;
      importance[feature] = importance[feature]! + (kind === 'gain' ? gain : 1);
    }
  }
  return importance;
}
