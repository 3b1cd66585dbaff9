/** Gathers some rows of a data set's columns, for one fold. */
import { type ColumnMemory, CsrMatrix } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import type { DatasetParts } from '../dataset/binned-dataset.js';
import type { SparseColumns } from '../training-data/placed-table.js';
import type { Columns } from '../training-data/training-data.js';

type Numbers = Float32Array | Float64Array;

const gather = <T extends Numbers>(values: Numbers, rows: Uint32Array, target: T): T => {
  for (let at = 0; at < rows.length; at++) target[at] = values[rows[at]!]!;
  return target;
};

const arrayLike = (values: Numbers, length: number): Numbers =>
  values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

/**
 * The columns at `rows`, which rise; features in `memory`. Features that no split can use share zeros.
 * @throws CambiumError `invalid-option` when a query is cut in two
 */
export function takeColumns(
  { columns, mappers }: DatasetParts,
  rows: Uint32Array,
  memory: ColumnMemory,
): Columns {
  const { label, weight, queries, positions, initScore } = columns;
  const unused =
    columns.sparse === undefined && mappers.some(({ isTrivial }) => isTrivial)
      ? memory.allocateFloat32(rows.length)
      : undefined;
  return {
    rows: rows.length,
    label: gather(label, rows, arrayLike(label, rows.length)),
    weight: weight && gather(weight, rows, arrayLike(weight, rows.length)),
    queries: queries && takeQueries(queries, rows),
    positions: positions && Uint32Array.from(rows, (row) => positions[row]!),
    initScore: initScore && takeScores(initScore, columns.rows, rows),
    ...(columns.sparse !== undefined && { sparse: takeEntries(columns.sparse, rows, memory) }),
    features: columns.features.map((values, index) => {
      if (mappers[index]?.isTrivial && unused !== undefined) return unused;
      return values instanceof Float32Array
        ? gather(values, rows, memory.allocateFloat32(rows.length))
        : gather(values, rows, memory.allocateFloat64(rows.length));
    }),
  };
}

/** Bytes of the features of some rows, to reserve them at once. */
export function featureBytes({ columns }: DatasetParts, rows: readonly Uint32Array[]): number {
  const { sparse, features } = columns;
  const count = rows.reduce((sum, { length }) => sum + length, 0);
  if (sparse === undefined) {
    return features.reduce((sum, { BYTES_PER_ELEMENT }) => sum + count * BYTES_PER_ELEMENT, 0);
  }
  const { indptr, values } = sparse.matrix;
  const entries = rows.reduce((sum, part) => sum + entriesOf(indptr, part), 0);
  return 4 * count + entries * (4 + values.BYTES_PER_ELEMENT);
}

function entriesOf(indptr: Int32Array, rows: Uint32Array): number {
  let count = 0;
  for (let at = 0; at < rows.length; at++) count += indptr[rows[at]! + 1]! - indptr[rows[at]!]!;
  return count;
}

function takeEntries(
  { matrix, featureOf }: SparseColumns,
  rows: Uint32Array,
  memory: ColumnMemory,
): SparseColumns {
  const count = entriesOf(matrix.indptr, rows);
  const indptr = memory.allocateInt32(rows.length + 1);
  const indices = memory.allocateInt32(count);
  const values =
    matrix.values instanceof Float32Array
      ? memory.allocateFloat32(count)
      : memory.allocateFloat64(count);
  let next = 0;
  for (let at = 0; at < rows.length; at++) {
    const [first, end] = [matrix.indptr[rows[at]!]!, matrix.indptr[rows[at]! + 1]!];
    indices.set(matrix.indices.subarray(first, end), next);
    values.set(matrix.values.subarray(first, end), next);
    next += end - first;
    indptr[at + 1] = next;
  }
  const { columns } = matrix;
  const taken = new CsrMatrix({ rows: rows.length, columns, indptr, indices, values });
  return { matrix: taken, featureOf };
}

function takeScores(scores: Float64Array, all: number, rows: Uint32Array): Float64Array {
  const classes = scores.length / all;
  const taken = new Float64Array(classes * rows.length);
  for (let k = 0; k < classes; k++) {
    const target = taken.subarray(k * rows.length, (k + 1) * rows.length);
    gather(scores.subarray(k * all, (k + 1) * all), rows, target);
  }
  return taken;
}

function takeQueries(queries: Uint32Array, rows: Uint32Array): Uint32Array {
  const starts: number[] = [];
  let query = 0;
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as number;
    while ((queries[query + 1] as number) <= row) query++;
    const first = queries[query] as number;
    const size = (queries[query + 1] as number) - first;
    // Rows rise and are all different: the last one tells whether all are there.
    if (row !== first || rows[at + size - 1] !== first + size - 1) {
      throw new CambiumError(
        'invalid-option',
        `a fold has a part of query ${query + 1} only: rows of one query belong together`,
      );
    }
    starts.push(at);
    at += size;
  }
  return Uint32Array.from([...starts, rows.length]);
}
