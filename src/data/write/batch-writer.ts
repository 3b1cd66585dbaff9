/** The half of a writer that does not depend on the format: checks, order of calls, clean-up. */
import type { RecordBatch, Table } from 'apache-arrow';
import { CambiumError, didYouMean } from '../../errors.js';
import { type PartialFile, unwritable } from '../../runtime/index.js';
import { type ColumnArray, type ColumnRows, rowsOfArray, rowsOfData } from './column-rows.js';
import type { TableWriter, WriterField } from './writer.js';

/** What a format's own writer does. */
export interface FormatWriter {
  /** Writes `rows` rows of the fields' columns. */
  write(columns: readonly ColumnRows[], rows: number): Promise<void>;
  /** Completes the file at the partial path. */
  finish(): Promise<void>;
  /** Gives back connections and handles; called once, after finishing or failing. */
  dispose(): Promise<void>;
}

/** Drives a {@link FormatWriter}: on any failure the partial file is gone and the writer is closed. */
export class BatchWriter implements TableWriter {
  readonly #fields: readonly WriterField[];
  readonly #file: PartialFile;
  readonly #format: FormatWriter;
  #rows = 0;
  #closed = false;

  constructor(fields: readonly WriterField[], file: PartialFile, format: FormatWriter) {
    this.#fields = fields;
    this.#file = file;
    this.#format = format;
  }

  get rows(): number {
    return this.#rows;
  }

  async appendBatch(batch: RecordBatch | Table): Promise<void> {
    const batches = 'batches' in batch ? batch.batches : [batch];
    for (const each of batches) {
      await this.#guard(async () => {
        const columns = this.#fields.map(({ name, type }) => {
          const data = each.getChild(name)?.data[0];
          if (data !== undefined) return rowsOfData(name, type, data, this.#rows);
          const names = each.schema.fields.map((field) => field.name);
          throw new CambiumError('missing-column', `the batch has no column "${name}"`, {
            hint: didYouMean(name, names),
          });
        });
        await this.#write(columns, each.numRows);
      });
    }
  }

  async appendColumns(columns: readonly ColumnArray[], rows: number): Promise<void> {
    await this.#guard(async () => {
      if (columns.length !== this.#fields.length) {
        throw new CambiumError(
          'column-count',
          `expected ${this.#fields.length} columns, found ${columns.length}`,
        );
      }
      const all = this.#fields.map(({ name, type }, i) => {
        const array = columns[i]!;
        if (array.length < rows) {
          throw new CambiumError(
            'column-length',
            `column "${name}": expected ${rows} values, found ${array.length}`,
          );
        }
        return rowsOfArray(name, type, array);
      });
      await this.#write(all, rows);
    });
  }

  async #write(columns: readonly ColumnRows[], rows: number): Promise<void> {
    if (rows === 0) return;
    await this.#format.write(columns, rows);
    this.#rows += rows;
  }

  async #guard(action: () => Promise<void>): Promise<void> {
    if (this.#closed) throw new Error(`the writer of ${this.#file.target} is closed`);
    try {
      await action();
    } catch (error) {
      await this.abort();
      throw unwritable(this.#file.target, error);
    }
  }

  async close(): Promise<void> {
    await this.#guard(() => this.#format.finish());
    this.#closed = true;
    await this.#format.dispose();
    this.#file.commit();
  }

  async abort(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#format.dispose();
    this.#file.discard();
  }
}
