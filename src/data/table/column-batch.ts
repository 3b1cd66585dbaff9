/** Rows on their way through a scan. */

/** Some rows as columns. Only the first `rows` values of each column count. */
export interface ColumnBatch {
  readonly rows: number;
  /** Index of the batch's first row in the whole source. */
  readonly start: number;
  readonly columns: readonly (Float32Array | Float64Array)[];
}
