/** A sparse matrix by columns (CSC): for work that goes feature by feature, as cutting into bins does. */
import { ColumnMemory } from '../memory.js';
import type { CsrMatrix } from './csr-matrix.js';

/** A matrix of which only some values are stored, column by column; all others are zero. */
export interface CscMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Where each column's entries begin, and behind the last column where they end: `columns + 1` numbers. */
  readonly indptr: Int32Array;
  /** Each entry's row, from 0, ascending within a column. */
  readonly indices: Int32Array;
  /** Each entry's value; NaN is a missing one. */
  readonly values: Float32Array | Float64Array;
}

/**
 * The same matrix by columns.
 * @param memory where it is to lie; the arena of `matrix` unless told
 */
export function toColumns(
  matrix: CsrMatrix,
  memory: ColumnMemory = matrix.memory ?? new ColumnMemory(),
): CscMatrix {
  const { rows, columns, entries } = matrix;
  const indptr = memory.allocateInt32(columns + 1);
  const indices = memory.allocateInt32(entries);
  const values =
    matrix.values instanceof Float32Array
      ? memory.allocateFloat32(entries)
      : memory.allocateFloat64(entries);
  for (let entry = 0; entry < entries; entry++) indptr[matrix.indices[entry]! + 1]!++;
  for (let column = 0; column < columns; column++) indptr[column + 1]! += indptr[column]!;
  const next = indptr.slice(0, columns);
  // In order of rows, so that each column's rows ascend.
  for (let row = 0; row < rows; row++) {
    for (let entry = matrix.indptr[row]!; entry < matrix.indptr[row + 1]!; entry++) {
      const place = next[matrix.indices[entry]!]!++;
      indices[place] = row;
      values[place] = matrix.values[entry]!;
    }
  }
  return { rows, columns, indptr, indices, values };
}
