/** What every writer of tables has in common: fields, batches in, one file out. */
import type { RecordBatch, Table } from 'apache-arrow';
import type { ColumnType } from '../schema/column-type.js';
import type { ColumnArray } from './column-rows.js';

/** A column of a file to be written. */
export interface WriterField {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * Writes a file batch by batch; memory does not grow with it. The file appears, whole, when
 * {@link close} returns; nothing is left of it after {@link abort} or an error.
 */
export interface TableWriter {
  /** Rows written so far. */
  readonly rows: number;
  /** Appends record batches, or all batches of a table, with the writer's columns. */
  appendBatch(batch: RecordBatch | Table): Promise<void>;
  /**
   * Appends the first `rows` values of one array a column, in the order of the fields. The arrays
   * may be reused once the promise is fulfilled.
   */
  appendColumns(columns: readonly ColumnArray[], rows: number): Promise<void>;
  /** Finishes the file and puts it in its place. */
  close(): Promise<void>;
  /** Removes what was written. Does nothing after {@link close}. */
  abort(): Promise<void>;
}

/** Options of writing. */
export interface WriteOptions {
  /** The file's format; default: by its extension. */
  readonly format?: 'csv' | 'tsv' | 'parquet' | 'arrow' | 'json' | undefined;
}
