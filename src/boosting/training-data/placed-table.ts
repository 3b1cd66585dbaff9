/** The features of a table as the threads reach them: columns, or the rows of a sparse matrix, in the shared memory. */
import { ColumnMemory, CsrMatrix } from '../../data/index.js';
import type { Columns } from './training-data.js';

type Numbers = Float32Array | Float64Array;

/** A sparse matrix, and which of its columns are which features. */
export interface SparseColumns {
  readonly matrix: CsrMatrix;
  /** The number of the feature that a column is, or -1. */
  readonly featureOf: Int32Array;
}

/** Features in the order of the choice: each a column, or columns of a sparse matrix. */
export type PlacedFeatures = readonly Numbers[] | SparseColumns;

export function isSparse(placed: PlacedFeatures): placed is SparseColumns {
  return 'matrix' in placed;
}

export function rowsOf(placed: PlacedFeatures): number {
  return isSparse(placed) ? placed.matrix.rows : (placed[0]?.length ?? 0);
}

/** The features themselves where they lie in `memory`, else copies there. */
export function placeFeatures(memory: ColumnMemory, { sparse, features }: Columns): PlacedFeatures {
  if (sparse === undefined) return features.map((column) => placeColumn(memory, column));
  const { rows, columns, indptr, indices, values } = sparse.matrix;
  const matrix = new CsrMatrix({
    rows,
    columns,
    indptr: placeColumn(memory, indptr),
    indices: placeColumn(memory, indices),
    values: placeColumn(memory, values),
  });
  return { ...sparse, matrix };
}

/** The column itself when it lies in `memory`, else a copy there. */
function placeColumn<T extends Numbers | Int32Array>(memory: ColumnMemory, column: T): T {
  if (ColumnMemory.of(column.buffer) === memory) return column;
  const place =
    column instanceof Float32Array
      ? memory.allocateFloat32(column.length)
      : column instanceof Float64Array
        ? memory.allocateFloat64(column.length)
        : memory.allocateInt32(column.length);
  place.set(column);
  return place as T;
}
