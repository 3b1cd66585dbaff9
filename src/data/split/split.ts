/** Splits rows into a training and a test part by what they hold, so that no order or thread plays a part. */
import type { Table } from 'apache-arrow';
import { CambiumError, checkNames, didYouMean, listNames } from '../../errors.js';
import { bindings, sqlIdentifier, stream } from '../engine/index.js';
import type { ColumnMemory } from '../memory.js';
import { columnTypeOf } from '../schema/column-type.js';
import { chunkFloats, requireColumn } from '../table/numeric-column.js';
import { rowsOfData, TemporaryTable, type WriterField, writerFields } from '../write/index.js';
import { RowHashes, rowHashSql, type SplitColumn } from './row-hash.js';

export type { SplitColumn } from './row-hash.js';

/** How rows are split. */
export interface SplitOptions {
  /** The test part's share of all rows, above 0 and below 1; about so many rows go there. */
  readonly testSize: number;
  /** Another seed, another split. */
  readonly seed: number;
  /** Columns that say which rows belong together, e.g. a row's identifier; default: all columns. */
  readonly key?: readonly string[] | undefined;
}

function checkOptions({ testSize, seed, key }: SplitOptions): void {
  if (!(testSize > 0 && testSize < 1)) {
    throw new CambiumError(
      'invalid-option',
      `testSize must lie between 0 and 1, not ${testSize}`,
      testSize >= 1 ? { hint: 'it is a share of the rows, e.g. 0.2' } : {},
    );
  }
  if (!Number.isSafeInteger(seed)) {
    throw new CambiumError('invalid-option', `seed must be a whole number, not ${seed}`);
  }
  if (key?.length === 0) throw new CambiumError('invalid-option', 'key names no column');
}

/** Columns in an order that does not depend on the file's. */
const keyOf = (names: readonly string[], { key }: SplitOptions): readonly string[] =>
  key ?? [...names].sort();

/** A hash below 2^32 as a share of one. */
const HASHES = 2 ** 32;

/**
 * SQL that is true for rows of the test part. A row's part follows from a hash of the seed and the
 * row's key (`row-hash.ts`), so it is the same on every machine, in every order and in every file
 * format, and rows with equal keys stay together.
 * @param columns the columns that there are.
 * @throws CambiumError `missing-column` or `invalid-option`.
 */
export function splitCondition(columns: readonly SplitColumn[], options: SplitOptions): string {
  checkOptions(options);
  const all = columns.map(({ name }) => name);
  const key = keyOf(all, options).map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return column;
    throw new CambiumError('missing-column', `there is no column "${name}" to split by`, {
      hint: didYouMean(name, all) ?? `the columns are ${listNames(all)}`,
    });
  });
  const hash = rowHashSql(key, options.seed);
  return `(CAST(${hash} AS DOUBLE) < ${options.testSize * HASHES}::DOUBLE)`;
}

/** Whether each row belongs to the test part, for keys of numbers and booleans: no database is needed. */
function flagNumbers(table: Table, key: readonly string[], options: SplitOptions): Uint8Array {
  const hashes = new RowHashes(table.numRows, options.seed);
  for (const name of key) {
    let start = 0;
    for (const data of requireColumn(table, name).data) {
      hashes.add(chunkFloats(name, data, start), start);
      start += data.length;
    }
  }
  const limit = options.testSize * HASHES;
  const found = hashes.finish();
  const flags = new Uint8Array(found.length);
  for (let row = 0; row < found.length; row++) flags[row] = Number(found[row]! < limit);
  return flags;
}

/** Whether each row belongs to the test part, for keys of any type. */
async function flagAny(
  table: Table,
  fields: readonly WriterField[],
  options: SplitOptions,
): Promise<Uint8Array> {
  const keys = await TemporaryTable.open(fields);
  try {
    let start = 0;
    for (const batch of table.batches) {
      const columns = fields.map(({ name, type }) =>
        rowsOfData(name, type, batch.getChild(name)!.data[0]!, start),
      );
      await keys.write(columns, batch.numRows);
      start += batch.numRows;
    }
    keys.flush();
    const columns = fields.map(({ name, type }) => ({ name, type: columnTypeOf(type).duckdb }));
    // The temporary table's columns are numbered; a view gives them their names.
    const names = fields.map(({ name }) => sqlIdentifier(name)).join(', ');
    const condition = splitCondition(columns, options);
    const sql = `SELECT ${condition} FROM temp.main.rows AS named(${names})`;
    const flags = new Uint8Array(table.numRows);
    let at = 0;
    for await (const { chunk, rows } of stream(keys.connection, sql)) {
      const native = bindings();
      const vector = native.data_chunk_get_vector(chunk.chunk, 0);
      flags.set(native.vector_get_data(vector, rows * native.sizeof_bool), at);
      at += rows;
    }
    return flags;
  } finally {
    keys.close();
  }
}

/** The places of rows whose flag is set, and those of the others. */
function placesOf(flags: Uint8Array): { train: Uint32Array; test: Uint32Array } {
  let count = 0;
  for (let row = 0; row < flags.length; row++) count += flags[row]!;
  const test = new Uint32Array(count);
  const train = new Uint32Array(flags.length - count);
  for (let row = 0, next = 0; row < flags.length; row++) {
    if (flags[row] === 1) test[next++] = row;
    else train[row - next] = row;
  }
  return { train, test };
}

/**
 * Splits a table, rows of each part in their old order; see {@link splitCondition} for what decides.
 * @param options `memory` says where both parts are to lie; default: each has an arena of its own.
 * @throws CambiumError `missing-column`, `invalid-option`, `empty-table`, or `empty-split` when one part would be empty.
 */
export async function trainTestSplit(
  table: Table,
  options: SplitOptions & { readonly memory?: ColumnMemory | undefined },
): Promise<{ readonly train: Table; readonly test: Table }> {
  checkNames('option of trainTestSplit', options, {
    testSize: true,
    seed: true,
    key: true,
    memory: true,
  });
  checkOptions(options);
  if (table.numRows === 0) throw new CambiumError('empty-table', 'the table has no rows');
  for (const name of options.key ?? []) requireColumn(table, name);
  const fields = writerFields(options.key ? table.select([...options.key]) : table);
  const key = keyOf(
    fields.map(({ name }) => name),
    options,
  );
  const numbers = fields.every(({ type }) => {
    const { family } = columnTypeOf(type);
    return family === 'number' || family === 'boolean';
  });
  const flags = numbers ? flagNumbers(table, key, options) : await flagAny(table, fields, options);
  const parts = placesOf(flags);
  for (const [name, rows] of Object.entries(parts)) {
    if (rows.length > 0) continue;
    throw new CambiumError(
      'empty-split',
      `the ${name} part would have none of the ${table.numRows} rows`,
      { hint: 'give more rows, another testSize or another seed' },
    );
  }
  // Arrow's library is there when a table is, but need not be loaded with this file.
  const { takeRows } = await import('../table/take-rows.js');
  return {
    train: takeRows(table, parts.train, options.memory),
    test: takeRows(table, parts.test, options.memory),
  };
}
