/** A sparse matrix whose columns have names: what training and scoring take in place of a table. */
import { CambiumError } from '../../errors.js';
import { columnLabels } from '../table/column-labels.js';
import type { CsrMatrix } from './csr-matrix.js';

/** A table of features of which most values are zero. */
export class SparseTable {
  readonly matrix: CsrMatrix;
  /** One name a column. */
  readonly names: readonly string[];

  /**
   * @param names the columns' names; `Column_0` and so on unless told
   * @throws CambiumError `bad-matrix` when their number is not that of the columns
   */
  constructor(matrix: CsrMatrix, names: readonly string[] = columnLabels(matrix.columns)) {
    if (names.length !== matrix.columns) {
      throw new CambiumError(
        'bad-matrix',
        `there are ${names.length} names, but the matrix has ${matrix.columns} columns`,
      );
    }
    this.matrix = matrix;
    this.names = names;
  }

  get numRows(): number {
    return this.matrix.rows;
  }
}
