/** Finds a model's features among the columns of data: one rule for all that takes data by name. */
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { fieldName } from './field-name.js';

/** How features are looked for, and what errors say. */
export interface FeatureMatching {
  /** What has the columns, e.g. `the table`, `trips.csv` or `row 1`. */
  readonly where: string;
  /** What errors call one of its names; default: `column`. */
  readonly noun?: 'column' | 'feature' | undefined;
  /** Said after the names where none is near. */
  readonly advice?: string | undefined;
  /** Places of features that need not be there. */
  readonly optional?: ((place: number) => boolean) | undefined;
}

/**
 * The column of each feature, as the data spells it. A model file has underscores where a column's name has white space; a
 * column that is spelled as the feature goes first.
 * @param names of the data's columns
 * @param features of the model, in its order
 * @throws CambiumError `missing-column` with the near miss among the columns that are no features
 */
export function matchFeatures(
  names: readonly string[],
  features: readonly string[],
  { where, noun = 'column', advice, optional }: FeatureMatching,
): (string | undefined)[] {
  const columnOf = new Map(names.map((name) => [fieldName(name), name]));
  for (const name of names) columnOf.set(name, name);
  const isFeature = new Set(features);
  return features.map((feature, place) => {
    const column = columnOf.get(feature);
    if (column !== undefined || optional?.(place)) return column;
    const others = names.filter((name) => !isFeature.has(fieldName(name)));
    const list = `it has ${listNames(names)}${advice === undefined ? '' : `; ${advice}`}`;
    throw new CambiumError('missing-column', `${where} has no ${noun} "${feature}"`, {
      hint: didYouMean(feature, others) ?? list,
    });
  });
}

/** {@link matchFeatures} where every feature must be there. */
export function requireFeatures(
  names: readonly string[],
  features: readonly string[],
  matching: Omit<FeatureMatching, 'optional'>,
): string[] {
  return matchFeatures(names, features, matching) as string[];
}
