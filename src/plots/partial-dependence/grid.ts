/** Chooses the values of a feature at which a model is asked: where the table's values lie. */

/** The values of one feature. */
export interface Grid {
  readonly type: 'number' | 'category';
  /** Numbers rise; categories go from the most frequent down. NaN, at the end, stands for missing values. */
  readonly values: Float64Array;
}

/**
 * The distinct values of a numeric column when there are at most `size` of them between the two
 * percentiles, else quantiles at even distances from the one percentile to the other.
 */
export function numericGrid(
  column: ArrayLike<number>,
  size: number,
  [low, high]: readonly [number, number],
): Float64Array {
  const sorted = Float64Array.from(column).filter(Number.isFinite).sort();
  if (sorted.length === 0) return sorted;
  const first = quantile(sorted, low);
  const last = quantile(sorted, high);
  const inside = distinct(sorted.filter((value) => value >= first && value <= last));
  // Two percentiles may have no value of the table between them.
  if (inside.length > 0 && inside.length <= size) return inside;
  const grid = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    grid[index] = quantile(sorted, low + ((high - low) * index) / Math.max(1, size - 1));
  }
  return distinct(grid);
}

/** The most frequent categories, at most `size`; of equally frequent ones the lower. */
export function categoryGrid(column: ArrayLike<number>, size: number): Float64Array {
  const counts = new Map<number, number>();
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (Number.isFinite(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b);
  return Float64Array.from(ranked.slice(0, size), ([value]) => value);
}

/** Linear between the two nearest values, as NumPy's default. */
function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low === high ? low : low + (high - low) * (at - below);
}

const distinct = (sorted: Float64Array): Float64Array =>
  sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
