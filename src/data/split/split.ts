/** Splits rows into a training and a test part by what they hold, so that no order or thread plays a part. */
import type { DuckDBConnection } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import type { Table } from 'apache-arrow';
import { CambiumError, didYouMean } from '../../errors.js';
import { sqlIdentifier, sqlString } from '../engine/index.js';
import type { ColumnMemory } from '../memory.js';
import { columnTypeOf, fromDuckDBType } from '../schema/column-type.js';
import { requireColumn, takeRows } from '../table/index.js';
import { rowsOfData, TemporaryTable, writerFields } from '../write/index.js';

/** How rows are split. */
export interface SplitOptions {
  /** The test part's share of all rows, above 0 and below 1; about so many rows go there. */
  readonly testSize: number;
  /** Another seed, another split. */
  readonly seed: number;
  /** Columns that say which rows belong together, e.g. a row's identifier; all columns unless told. */
  readonly key?: readonly string[] | undefined;
}

/** A column as {@link splitCondition} needs to know it. */
export interface SplitColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
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

/** A value as text: the same for a value whatever the type that holds it, so for all of a file's formats. */
function valueText({ name, type }: SplitColumn): string {
  const column = sqlIdentifier(name);
  const { family } = columnTypeOf(fromDuckDBType(type));
  if (family === 'number') {
    const number = `CAST(${column} AS DOUBLE)`;
    return `CASE WHEN NOT isnan(${number}) THEN CAST(${number} AS VARCHAR) END`;
  }
  if (family === 'time') return `CAST(CAST(${column} AS TIMESTAMP) AS VARCHAR)`;
  return `CAST(${column} AS VARCHAR)`;
}

/**
 * SQL that is true for rows of the test part. A row's part follows from the MD5 of the seed and the
 * row's key, so it is the same on every machine, in every order and in every file format, and rows
 * with equal keys stay together.
 * @param columns the columns that there are.
 * @throws CambiumError `missing-column` or `invalid-option`.
 */
export function splitCondition(columns: readonly SplitColumn[], options: SplitOptions): string {
  checkOptions(options);
  const names = options.key ?? columns.map(({ name }) => name).sort();
  const texts = names.map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      const all = columns.map((candidate) => candidate.name);
      throw new CambiumError('missing-column', `there is no column "${name}" to split by`, {
        hint: didYouMean(name, all) ?? `the columns are ${all.join(', ')}`,
      });
    }
    // A missing value differs from every text, the empty one too.
    return `coalesce('=' || ${valueText(column)}, '-')`;
  });
  const row = texts.join(' || chr(31) || ');
  const hash = `md5_number_lower(${sqlString(`${options.seed}`)} || chr(31) || ${row})`;
  // The upper 53 bits, as a share of one.
  return `((${hash} >> 11)::DOUBLE * ${2 ** -53}::DOUBLE < ${options.testSize}::DOUBLE)`;
}

async function testRows(
  connection: DuckDBConnection,
  sql: string,
  rows: number,
): Promise<{ train: Uint32Array; test: Uint32Array }> {
  const isTest = new Uint8Array(rows);
  const result = await connection.stream(sql);
  let at = 0;
  let count = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    const size = chunk?.rowCount ?? 0;
    if (chunk === null || size === 0) break;
    const vector = bindings.data_chunk_get_vector(chunk.chunk, 0);
    const flags = bindings.vector_get_data(vector, size * bindings.sizeof_bool);
    for (let row = 0; row < size; row++) {
      if (flags[row] === 0) continue;
      isTest[at + row] = 1;
      count++;
    }
    at += size;
  }
  const test = new Uint32Array(count);
  const train = new Uint32Array(rows - count);
  let nextTest = 0;
  let nextTrain = 0;
  for (let row = 0; row < rows; row++) {
    if (isTest[row] === 1) test[nextTest++] = row;
    else train[nextTrain++] = row;
  }
  return { train, test };
}

/**
 * Splits a table, rows of each part in their old order; see {@link splitCondition} for what decides.
 * @param options `memory` says where both parts are to lie; each has an arena of its own unless told.
 * @throws CambiumError `missing-column`, `invalid-option`, `empty-table`, or `empty-split` when one part would be empty.
 */
export async function trainTestSplit(
  table: Table,
  options: SplitOptions & { readonly memory?: ColumnMemory | undefined },
): Promise<{ readonly train: Table; readonly test: Table }> {
  checkOptions(options);
  if (table.numRows === 0) throw new CambiumError('empty-table', 'the table has no rows');
  for (const name of options.key ?? []) requireColumn(table, name);
  const fields = writerFields(options.key ? table.select([...options.key]) : table);
  const keys = await TemporaryTable.open(fields);
  let parts: { train: Uint32Array; test: Uint32Array };
  try {
    for (const batch of table.batches) {
      const columns = fields.map(({ name, type }) =>
        rowsOfData(name, type, batch.getChild(name)!.data[0]!),
      );
      await keys.write(columns, batch.numRows);
    }
    keys.flush();
    const columns = fields.map(({ name, type }) => ({ name, type: columnTypeOf(type).duckdb }));
    // The temporary table's columns are numbered; a view gives them their names.
    const names = fields.map(({ name }) => sqlIdentifier(name)).join(', ');
    const condition = splitCondition(columns, options);
    const sql = `SELECT ${condition} FROM temp.main.rows AS named(${names})`;
    parts = await testRows(keys.connection, sql, table.numRows);
  } finally {
    keys.close();
  }
  for (const [name, rows] of Object.entries(parts)) {
    if (rows.length > 0) continue;
    throw new CambiumError(
      'empty-split',
      `the ${name} part would have none of the ${table.numRows} rows`,
      { hint: 'give more rows, another testSize or another seed' },
    );
  }
  return {
    train: takeRows(table, parts.train, options.memory),
    test: takeRows(table, parts.test, options.memory),
  };
}
