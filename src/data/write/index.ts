/** Writing tables: whole, or batch by batch. */
import type { Table } from 'apache-arrow';
import { CambiumError, checkNames } from '../../errors.js';
import { PartialFile, unwritable } from '../../runtime/index.js';
import { requireOutputFormat } from '../files/format.js';
import { checkColumnNames } from '../schema/check-column-names.js';
import { fromArrowType } from '../schema/column-type.js';
import { BatchWriter } from './batch-writer.js';
import { openDuckDBWriter } from './duckdb-writer.js';
import type { TableWriter, WriteOptions, WriterField } from './writer.js';

export { type ColumnArray, rowsOfData } from './column-rows.js';
export { TemporaryTable } from './temporary-table.js';
export type { TableWriter, WriteOptions, WriterField } from './writer.js';

/**
 * Opens a file for writing batch by batch: `.csv` and `.tsv` (header; shortest decimals that read
 * back the same; missing is an empty cell), `.parquet` (zstd), `.arrow` (IPC file), `.json` and
 * `.ndjson` (an object a line). Missing floats (NaN) become nulls. Rows keep their order.
 * @throws CambiumError `unknown-format`, `duplicate-column`, `nameless-column` or `unwritable`.
 */
export async function openTableWriter(
  path: string,
  fields: readonly WriterField[],
  options: WriteOptions = {},
): Promise<TableWriter> {
  const format = options.format ?? requireOutputFormat(path);
  if (/\.gz$/i.test(path)) {
    throw new CambiumError('unknown-format', `${path}: compressed text is not written`, {
      hint: 'leave .gz away, or use .parquet',
    });
  }
  if (fields.length === 0) {
    throw new CambiumError('empty-table', `${path}: a table needs a column at least`);
  }
  checkColumnNames(
    fields.map(({ name }) => name),
    { where: path },
  );
  const file = new PartialFile(path);
  try {
    const writer =
      format === 'arrow'
        ? await (await import('./ipc-writer.js')).openIpcWriter(fields, file.path)
        : await openDuckDBWriter(fields, file.path, format);
    return new BatchWriter(fields, file, writer);
  } catch (error) {
    file.discard();
    throw unwritable(path, error);
  }
}

/** The fields of a table, to open a writer with. @throws CambiumError `column-type` for a type that cannot be written. */
export function writerFields(table: Table): WriterField[] {
  return table.schema.fields.map(({ name, type }) => {
    const known = fromArrowType(type);
    if (known !== undefined) return { name, type: known };
    throw new CambiumError('column-type', `column "${name}": ${type} cannot be written`);
  });
}

/** Writes a table to a file, as {@link openTableWriter} says; an older file is replaced when the new one is whole. */
export async function writeTable(
  table: Table,
  path: string,
  options: WriteOptions = {},
): Promise<void> {
  checkNames('option of writeTable', options, { format: true });
  const writer = await openTableWriter(path, writerFields(table), options);
  await writer.appendBatch(table);
  await writer.close();
}
