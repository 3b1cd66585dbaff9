/** A sparse matrix as a table with its zeros. */
import { makeVector, Table } from 'apache-arrow';
import { ColumnMemory, type SparseTable } from '../../data/index.js';

/** The table of a sparse matrix, in the matrix's own memory. */
export function denseTable({ matrix, names }: SparseTable): Table {
  const memory = matrix.memory ?? new ColumnMemory();
  const columns = names.map(() => memory.allocateFloat64(matrix.rows));
  const { indptr, indices, values } = matrix;
  for (let row = 0; row < matrix.rows; row++) {
    for (let entry = indptr[row] as number; entry < (indptr[row + 1] as number); entry++) {
      (columns[indices[entry] as number] as Float64Array)[row] = values[entry] as number;
    }
  }
  return new Table(
    Object.fromEntries(names.map((name, at) => [name, makeVector(columns[at] as Float64Array)])),
  );
}
