/** The rows of a table that a dependence is averaged over. */
import { sampleRows } from '../../boosting/index.js';

/** Columns at a sample of `most` rows, all of them if there are no more. */
export function sampleColumns(
  columns: readonly (Float32Array | Float64Array)[],
  rows: number,
  most: number,
  seed: number,
): { readonly columns: readonly Float64Array[]; readonly rows: number } {
  const chosen = sampleRows(rows, most, seed);
  const sampled = columns.map((column) =>
    Float64Array.from(chosen, (row) => column[row] as number),
  );
  return { columns: sampled, rows: chosen.length };
}
