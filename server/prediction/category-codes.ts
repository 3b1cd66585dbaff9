/** The places of categories in a model's lists, by their values. */

/** The values of features that a model knows as places in lists, by the features' names. */
export type Categories = ReadonlyMap<string, readonly string[] | readonly number[]>;

/** The categories of one feature. */
export class CategoryCodes {
  readonly #places: ReadonlyMap<unknown, number>;
  readonly areTexts: boolean;

  constructor(values: readonly string[] | readonly number[]) {
    this.#places = new Map([...values].map((value, place) => [value, place]));
    this.areTexts = typeof values[0] === 'string';
  }

  /** The place of a value; NaN, a missing value, for one that the model does not know. */
  of(value: string | number): number {
    return this.#places.get(value) ?? Number.NaN;
  }
}

/** By feature; undefined for features of numbers. */
export function categoryCodes(
  featureNames: readonly string[],
  categories: Categories,
): (CategoryCodes | undefined)[] {
  return featureNames.map((name) => {
    const values = categories.get(name);
    return values && new CategoryCodes(values);
  });
}
