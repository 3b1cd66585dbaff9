/** Random sparse matrices, and the same numbers as tables of columns. */
import type { Table } from 'apache-arrow';
import { type CsrMatrix, csrFromArrays } from '../../../../src/data/index.js';
import { randomNumbers, tableOf } from './tables.js';

export interface SparseShape {
  readonly rows: number;
  /** Features that are set at random, half of them with few values; every fifth is set in most rows. */
  readonly amounts: number;
  /** Blocks of flags of which a row has at most one, and the flags of each. */
  readonly blocks: number;
  readonly flags: number;
  readonly share: number;
  readonly seed: number;
  /** Share of the stored values that are NaN, and that are zero. */
  readonly missing?: number;
  readonly zeros?: number;
  readonly binary?: boolean;
}

export interface SparseData {
  readonly matrix: CsrMatrix;
  readonly label: Float64Array;
}

export function randomSparse(shape: SparseShape): SparseData {
  const { rows, amounts, blocks, flags, share, seed, missing = 0, zeros = 0 } = shape;
  const random = randomNumbers(seed);
  const width = blocks * flags + amounts;
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  const label = new Float64Array(rows);
  const put = (column: number, value: number) => {
    const draw = random();
    indices.push(column);
    values.push(draw < missing ? Number.NaN : draw < missing + zeros ? 0 : value);
  };
  for (let row = 0; row < rows; row++) {
    let sum = random() - 0.5;
    for (let block = 0; block < blocks; block++) {
      const flag = Math.floor(random() * (flags + 2));
      if (flag >= flags) continue;
      put(block * flags + flag, 1);
      sum += Math.sin(block * flags + flag);
    }
    for (let column = blocks * flags; column < width; column++) {
      if (random() >= (column % 5 === 0 ? 0.7 : share)) continue;
      const value = column % 2 === 0 ? Math.floor(random() * 5) - 2 : random() * 2 - 0.7;
      put(column, value);
      sum += Math.cos(column) * value + (value > 0.5 ? 0.5 : 0);
    }
    indptr.push(indices.length);
    label[row] = shape.binary ? Number(sum > 0.2) : sum;
  }
  return { matrix: csrFromArrays(indptr, indices, values, width), label };
}

/** The matrix with its zeros, a column each. */
export function denseTable({ rows, columns, indptr, indices, values }: CsrMatrix): Table {
  const dense = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      dense[indices[at]!]![row] = values[at]!;
    }
  }
  return tableOf(Object.fromEntries(dense.map((column, index) => [`Column_${index}`, column])));
}
