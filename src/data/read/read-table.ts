/** Reads files, or a query over them, into an Arrow table in shared memory. */

import type { Table } from 'apache-arrow';
import { CambiumError, checkNames } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { checkTable, fieldMetadata } from '../table/check-schema.js';
import type { TableBuilder } from '../table/table-builder.js';
import { isPlainIpc, openQuery } from './open-query.js';
import { checkSplitNames, QUERY_NAMES, type ReadOptions } from './options.js';
import { streamChunks } from './query.js';
import { WrongGuess } from './relation.js';

/** Bytes that a row takes. */
function rowBytes(types: readonly ColumnType[]): number {
  return types.reduce((sum, type) => sum + (columnTypeOf(type).bytes || 1 / 8), 0);
}

/** Bytes that a table of `rows` rows will take, to reserve its arena at once. */
function estimateBytes(rows: number, types: readonly ColumnType[]): number {
  return Math.min(2 ** 32, Math.ceil(rows * rowBytes(types) * 1.02) + types.length * 128);
}

const LIMIT = 2 ** 32;

const isTooLarge = (rows: number, types: readonly ColumnType[]) => rows * rowBytes(types) > LIMIT;

/** What to say of a table that one memory does not hold. */
function tooLarge(name: string, rows: number, types: readonly ColumnType[]): CambiumError {
  const bytes = rowBytes(types);
  const fitting = Math.floor((LIMIT - 2 ** 16 - types.length * 128) / bytes);
  return new CambiumError(
    'memory-limit',
    `${name}: ${rows} rows of ${types.length} columns take ${((rows * bytes) / 2 ** 30).toFixed(2)} GiB, but one memory holds 4 GiB: ${fitting} such rows`,
    {
      hint: 'read fewer rows (where, split) or columns, or 32-bit floats (numberType)',
      commandHint: 'use a file of fewer rows, or fewer columns (--features, --exclude)',
    },
  );
}

/** Most bytes that are reserved for rows of which a condition may leave few. */
const FILTERED_BYTES = 2 ** 29;
/** Rows to make room for where nothing tells how many come. */
const UNKNOWN_ROWS = 65_536;

/** Rows to make room for: memory that is reserved costs nothing until it is written, but growing copies. */
function capacityFor(rows: number, types: readonly ColumnType[], options: ReadOptions): number {
  if (options.sql !== undefined) return Math.min(rows, UNKNOWN_ROWS);
  if (options.where === undefined && !options.split) return rows;
  return Math.min(rows, Math.floor(FILTERED_BYTES / rowBytes(types)));
}

/**
 * Reads CSV, TSV, Parquet, Arrow IPC or JSON into columns that lie in one shared WebAssembly.Memory,
 * in the order of the file's rows.
 *
 * Types: floats, 8- to 32-bit integers and booleans stay as they are; 64-bit integers and decimals
 * become float64 (a whole number beyond 2^53 is an error); dates and timestamps keep their unit; text
 * becomes Dictionary<Utf8, Int32> with codes in order of first appearance. A text file's whole numbers
 * are float64. Missing floats are NaN, others are marked in the validity bitmap.
 * @param source a path, a pattern with `*` or `?`, or a list of paths with the same columns.
 * @throws CambiumError that names file, line and column.
 */
export async function readTable(
  source: string | readonly string[],
  options: ReadOptions = {},
): Promise<Table> {
  checkNames('option of readTable', options, {
    ...QUERY_NAMES,
    memory: true,
    allowEmpty: true,
    allowEmptyColumns: true,
  });
  checkSplitNames(options.split);
  // Arrow's library is loaded with the first table.
  if (isPlainIpc(source, options))
    return (await import('./ipc/table.js')).readIpcTable(source, options);
  try {
    return await readQuery(source, options, false);
  } catch (error) {
    if (!(error instanceof WrongGuess)) throw error;
    return readQuery(source, options, true);
  }
}

/** @param exact whether the types of a text file's columns follow from all rows before any is read */
async function readQuery(
  source: string | readonly string[],
  options: ReadOptions,
  exact: boolean,
): Promise<Table> {
  const query = await openQuery(source, options, { exact });
  const { relation, plans } = query;
  let builder: TableBuilder | undefined;
  try {
    const types = plans.map(({ type }) => type);
    const all = options.sql === undefined && options.where === undefined && !options.split;
    // Parquet tells its rows before they are read.
    if (all && relation.isExact && isTooLarge(relation.rows, types)) {
      throw tooLarge(relation.name, relation.rows, types);
    }
    const capacity = capacityFor(relation.rows, types, options);
    const memory = options.memory ?? new ColumnMemory(estimateBytes(capacity, types));
    const { TableBuilder } = await import('../table/table-builder.js');
    builder = new TableBuilder(memory, plans, capacity);
    for await (const { chunk, rows } of streamChunks(query)) {
      builder.appendChunk(chunk, rows);
    }
    if (builder.rows === 0 && !options.allowEmpty) {
      throw new CambiumError('empty-table', `${relation.name} has no rows`);
    }
    const table = builder.finish((name) => fieldMetadata(options.schema?.[name]));
    if (options.schema) checkTable(table, relation.name, options.schema, options);
    return table;
  } catch (error) {
    builder?.abandon();
    const types = plans.map(({ type }) => type);
    const isFull = error instanceof CambiumError && error.code === 'memory-limit';
    throw isFull && isTooLarge(relation.rows, types)
      ? tooLarge(relation.name, relation.rows, types)
      : error;
  } finally {
    query.close();
  }
}
