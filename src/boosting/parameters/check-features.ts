/** Parameters that speak of features, held against the features that there are. */
import { CambiumError, didYouMean } from '../../errors.js';
import type { Parameters } from './parameters.js';

/** Lists of one number a feature. */
const BY_FEATURE = [
  'monotone_constraints',
  'feature_contri',
  'max_bin_by_feature',
  'cegb_penalty_feature_lazy',
  'cegb_penalty_feature_coupled',
] as const satisfies readonly (keyof Parameters)[];

/**
 * Checks that lists are as long as there are features, and that no place is past the last of them.
 * @param features names, in the order of their columns
 * @param categorical names of those that are categories
 * @throws CambiumError `bad-parameter` that names the parameter, what was found, and what there is
 */
export function checkFeatureParameters(
  parameters: Parameters,
  features: readonly string[],
  categorical: ReadonlySet<string>,
): void {
  for (const name of BY_FEATURE) {
    const { length } = parameters[name];
    if (length === 0 || length === features.length) continue;
    throw bad(
      `${name} has ${length} numbers, but there are ${features.length} features`,
      'one for each feature, in the order of the columns',
    );
  }
  const rising = features.find(
    (feature, at) => (parameters.monotone_constraints[at] ?? 0) !== 0 && categorical.has(feature),
  );
  if (rising !== undefined) {
    throw bad(
      `monotone_constraints constrain "${rising}", which is a category: categories have no order`,
      'give 0 for it',
    );
  }
  const past = parameters.interaction_constraints.flat().find((place) => place >= features.length);
  if (past !== undefined) throw pastTheLast('interaction_constraints', past, features.length);
}

/**
 * The names that `categorical_feature` stands for.
 * @param features names, in the order of their columns
 * @throws CambiumError `bad-parameter` where there is no such feature, with the near miss
 */
export function categoricalFeatures(
  { categorical_feature }: Parameters,
  features: readonly string[],
): ReadonlySet<string> {
  const known = new Set(features);
  return new Set(
    categorical_feature.map((column) => {
      if (typeof column === 'number') {
        const feature = features[column];
        if (feature === undefined)
          throw pastTheLast('categorical_feature', column, features.length);
        return feature;
      }
      if (known.has(column)) return column;
      throw bad(
        `categorical_feature names "${column}", which is not a feature`,
        didYouMean(column, features),
      );
    }),
  );
}

function pastTheLast(name: string, place: number, count: number): CambiumError {
  return bad(
    `${name} names feature ${place}, but there are ${count} features`,
    `places are counted from 0 to ${count - 1}`,
  );
}

function bad(message: string, hint: string | undefined): CambiumError {
  return new CambiumError('bad-parameter', message, { hint });
}
