/** Chooses the rows that bins are built from, the same ones as LightGBM. */
import { Random } from '../numeric/random.js';
import { workArray } from './work-arrays.js';

/**
 * Rows whose values decide the bins, in rising order: all of them, or `binConstructSampleCnt` drawn
 * with LightGBM's generator from `dataRandomSeed`.
 */
export function sampleRows(
  numData: number,
  binConstructSampleCnt: number,
  dataRandomSeed: number,
): Int32Array {
  return new Random(dataRandomSeed).sample(numData, Math.min(numData, binConstructSampleCnt));
}

/**
 * The values of a column at some rows, which rise: an array of the column's type, lost with the next call; the column
 * itself where all are asked for.
 */
export function takeRows<T extends Float32Array | Float64Array>(column: T, rows: Int32Array): T {
  if (rows.length === column.length) return column;
  const taken = (
    column instanceof Float32Array
      ? workArray('taken', Float32Array, rows.length)
      : workArray('taken', Float64Array, rows.length)
  ) as T;
  for (let index = 0; index < rows.length; index++) {
    taken[index] = column[rows[index] as number] as number;
  }
  return taken;
}
