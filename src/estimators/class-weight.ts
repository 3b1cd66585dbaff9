/** Weights of rows by their classes, as scikit-learn's `compute_sample_weight`. */
import { CambiumError, didYouMean, listNames } from '../errors.js';
import type { ClassLabel } from './class-labels.js';
import type { ClassWeight } from './estimator-parameters.js';

/**
 * A weight for each row: that of its class, times its own.
 * @param codes the place of each row's class among the classes
 * @throws CambiumError `unknown-class` for a weight of a class that no row has
 */
export function weighClasses(
  weights: ClassWeight,
  codes: Float32Array,
  classes: readonly ClassLabel[],
  own: ArrayLike<number> | undefined,
): Float64Array {
  const byClass = weights === 'balanced' ? balanced(codes, classes) : named(weights, classes);
  return Float64Array.from(codes, (code, row) => byClass[code]! * (own?.[row] ?? 1));
}

/** All classes count alike, and the weights are 1 in the mean. */
function balanced(codes: Float32Array, classes: readonly ClassLabel[]): number[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const code of codes) counts[code]!++;
  return counts.map((count) => codes.length / (classes.length * count));
}

function named(weights: Exclude<ClassWeight, 'balanced'>, classes: readonly ClassLabel[]) {
  const names = classes.map(String);
  const stranger = Object.keys(weights).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new CambiumError(
      'unknown-class',
      `class_weight has "${stranger}", a class that no training row has`,
      { hint: didYouMean(stranger, names) ?? `classes are ${listNames(names)}` },
    );
  }
  return names.map((name) => (Object.hasOwn(weights, name) ? weights[name]! : 1));
}
