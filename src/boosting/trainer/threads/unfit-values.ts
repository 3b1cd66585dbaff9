/** Finds values that training cannot take: infinite numbers, categories that are too large. */

export interface CheckedColumn {
  readonly values: Float32Array | Float64Array;
  readonly categorical: boolean;
}

/** Categories are 32-bit integers in model files. */
const MOST_CATEGORIES = 2 ** 31;
/** From here on 32-bit floats skip whole numbers: two categories might have become one. */
const MOST_FLOAT32 = 2 ** 24;

export const endOfCategories = (values: CheckedColumn['values']) =>
  values instanceof Float32Array ? MOST_FLOAT32 : MOST_CATEGORIES;

/** The first row whose value training cannot take, or -1. */
export function firstUnfit({ values, categorical }: CheckedColumn): number {
  // The engine's own search is many times quicker than a loop that runs for the first time.
  if (
    !categorical &&
    !values.includes(Number.POSITIVE_INFINITY) &&
    !values.includes(Number.NEGATIVE_INFINITY)
  ) {
    return -1;
  }
  const most = categorical ? endOfCategories(values) : Number.POSITIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value >= most || value === Number.NEGATIVE_INFINITY) return row;
  }
  return -1;
}
