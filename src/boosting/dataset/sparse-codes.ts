/** A sparse matrix with numbers of bins in place of values, and values in place of bins. */
import { type ColumnMemory, CsrMatrix } from '../../data/index.js';
import type { BinMapper } from '../bins/index.js';
import type { SparseColumns } from '../training-data/placed-table.js';
import { binFinder, type Codes, emptyCodes, representatives } from './bin-codes.js';

/** The entries of a sparse table that are features which can be split; its columns are the features. */
export interface SparseCodes {
  /** Where each row's entries begin, and behind the last row where they end. */
  readonly indptr: Int32Array;
  /** Each entry's feature. */
  readonly indices: Int32Array;
  /** Each entry's bin. */
  readonly codes: Codes;
}

export function encodeSparse(
  { matrix, featureOf }: SparseColumns,
  mappers: readonly BinMapper[],
): SparseCodes {
  const { rows, indptr, indices, values } = matrix;
  const kept = featureOf.map((feature) =>
    feature >= 0 && mappers[feature]?.isTrivial === false ? feature : -1,
  );
  const starts = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    let count = starts[row]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) if (kept[indices[at]!]! >= 0) count++;
    starts[row + 1] = count;
  }
  const entries = starts[rows]!;
  const features = new Int32Array(entries);
  const most = mappers.reduce((largest, { numBins }) => Math.max(largest, numBins), 0);
  const codes = emptyCodes(entries, most);
  const binOf = mappers.map(binFinder);
  let next = 0;
  for (let at = 0; at < indptr[rows]!; at++) {
    const feature = kept[indices[at]!]!;
    if (feature < 0) continue;
    features[next] = feature;
    codes[next++] = binOf[feature]!(values[at]!);
  }
  sortRows(starts, features, codes);
  return { indptr: starts, indices: features, codes };
}

/** Features may have been named in another order than the columns: entries ascend within a row all the same. */
function sortRows(starts: Int32Array, features: Int32Array, codes: Codes): void {
  for (let row = 0; row + 1 < starts.length; row++) {
    const first = starts[row]!;
    for (let entry = first + 1; entry < starts[row + 1]!; entry++) {
      const feature = features[entry]!;
      const code = codes[entry]!;
      let place = entry;
      for (; place > first && features[place - 1]! > feature; place--) {
        features[place] = features[place - 1]!;
        codes[place] = codes[place - 1]!;
      }
      features[place] = feature;
      codes[place] = code;
    }
  }
}

/** Bytes that {@link decodeSparse} takes at most. */
export const decodedBytes = ({ indptr, indices }: SparseCodes): number =>
  4 * indptr.length + 12 * indices.length;

/** A matrix in `memory` whose values fall into the bins. */
export function decodeSparse(
  { indptr, indices, codes }: SparseCodes,
  mappers: readonly BinMapper[],
  memory: ColumnMemory,
): SparseColumns {
  const tables = mappers.map((mapper) =>
    mapper.isTrivial ? new Float32Array(0) : representatives(mapper),
  );
  const isNarrow = tables.every((table) => table instanceof Float32Array);
  const values = isNarrow
    ? memory.allocateFloat32(codes.length)
    : memory.allocateFloat64(codes.length);
  for (let at = 0; at < codes.length; at++) values[at] = tables[indices[at]!]![codes[at]!]!;
  const starts = memory.allocateInt32(indptr.length);
  starts.set(indptr);
  const features = memory.allocateInt32(indices.length);
  features.set(indices);
  const [rows, columns] = [indptr.length - 1, mappers.length];
  return {
    matrix: new CsrMatrix({ rows, columns, indptr: starts, indices: features, values }),
    featureOf: Int32Array.from(mappers, (_, feature) => feature),
  };
}
