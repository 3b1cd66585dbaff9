/** Which features' values a model knows as places in lists: texts, or numbers that stand for categories. */
import { CambiumError, listNames } from '../../errors.js';
import type { Model } from './model.js';

/** The values of a feature, in the order that its codes count. */
export type FeatureCategories = readonly string[] | readonly number[];

/**
 * The lists of a model file's line `pandas_categorical`, in the order of their columns; none in models that know
 * numbers alone.
 * @throws CambiumError `bad-model` where the line holds something else than lists of texts or numbers
 */
export function categoryLists(model: Model): FeatureCategories[] {
  const json = model.extra.get('pandas_categorical');
  if (json === undefined) return [];
  const lists: unknown = JSON.parse(json);
  if (lists === null) return [];
  if (Array.isArray(lists) && lists.every(Array.isArray)) return lists.map(categoriesOf);
  throw new CambiumError('bad-model', 'pandas_categorical of the model is not a list of lists');
}

function categoriesOf(list: readonly unknown[]): FeatureCategories {
  // Python's package writes booleans as such, whose columns hold 0 and 1.
  const values = list.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  if (values.every((value) => typeof value === 'number')) return values;
  return values.map(String);
}

/**
 * The lists by the names of their features. A model file does not say which list is whose: as for LightGBM's Python
 * package, they are those of the columns of categories, in order. These are the features that split by category, or
 * where a model has other such features too, the columns of the table that hold texts.
 * @param isText whether a feature's column is of texts, in the table that is to be scored; unknown unless told
 * @returns undefined where lists and features do not match, and no table was told of
 * @throws CambiumError `categories`, where those of the table do not match either
 */
export function featureCategories(
  model: Model,
  isText?: (feature: string) => boolean,
): ReadonlyMap<string, FeatureCategories> | undefined {
  const lists = categoryLists(model);
  if (lists.length === 0) return new Map();
  const byPlace = (names: readonly string[]) =>
    new Map(names.map((name, place) => [name, lists[place] as FeatureCategories]));
  const split = categoricalFeatures(model);
  if (split.length === lists.length) return byPlace(split);
  if (isText === undefined) return undefined;
  const texts = model.featureNames.filter(isText);
  if (texts.length === lists.length) return byPlace(texts);
  throw new CambiumError(
    'categories',
    `the model knows the categories of ${lists.length} columns, but ${texts.length} of its features are texts in the table: ${listNames(texts) || 'none'}`,
    { hint: 'give the table the types of the training table' },
  );
}

/** Features that split by category: the parameters say which; else their values do. */
function categoricalFeatures({ featureNames, featureInfos, parameters }: Model): string[] {
  const told = parameters.get('categorical_feature') ?? '';
  const places = told.split(',').filter((text) => /^\d+$/.test(text.trim()));
  if (places.length > 0) {
    return places
      .map(Number)
      .sort((a, b) => a - b)
      .flatMap((place) => featureNames[place] ?? []);
  }
  return featureNames.filter((_, place) => /^-?\d+(?::-?\d+)*$/.test(featureInfos[place] ?? ''));
}
