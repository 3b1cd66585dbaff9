/** Reads files, or a query over them, into an Arrow table in shared memory. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { withConnection } from '../engine/index.js';
import { ColumnMemory } from '../memory.js';
import { checkRelation, checkTable, fieldMetadata } from '../schema/check.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { TableBuilder } from '../table/index.js';
import { formatOfName } from './format.js';
import { readIpcTable } from './ipc.js';
import { planQuery, querySource, streamChunks } from './query.js';
import {
  openRelation,
  type Relation,
  requireColumns,
  type SourceOptions,
  selectColumns,
} from './relation.js';

/** Options of {@link readTable}. */
export interface ReadOptions extends SourceOptions {
  /** Columns to read, in this order; all unless told. Not together with `sql`. */
  readonly columns?: readonly string[] | undefined;
  /** A query over the files, which it calls `source`: `SELECT a, b * 2 AS c FROM source WHERE a > 0`. */
  readonly sql?: string | undefined;
  /** Where the columns are to lie; an arena of their own unless told. */
  readonly memory?: ColumnMemory | undefined;
  /** Accept a table without rows; an error unless told. */
  readonly allowEmpty?: boolean | undefined;
}

/** Bytes that a table of `rows` rows will take, to reserve its arena at once. */
function estimateBytes(rows: number, types: readonly ColumnType[]): number {
  const width = types.reduce((sum, type) => sum + (columnTypeOf(type).bytes || 1 / 8), 0);
  return Math.min(2 ** 32, Math.ceil(rows * width * 1.02) + types.length * 128);
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
  if (options.sql !== undefined && options.columns !== undefined) {
    throw new CambiumError('conflicting-options', 'columns and sql exclude each other', {
      hint: 'name the columns in the SELECT',
    });
  }
  const first = typeof source === 'string' ? source : source[0];
  const format = options.format ?? (first === undefined ? undefined : formatOfName(first));
  if (format === 'arrow' && options.sql === undefined) return readIpcTable(source, options);
  return withConnection(async (connection) => {
    const relation = await openRelation(connection, source, options);
    if (options.schema) checkRelation(relation, options.schema, options.columns);
    if (options.columns) requireColumns(relation, options.columns);
    const query =
      options.sql === undefined
        ? selectColumns(relation, options.columns ?? relation.columns)
        : querySource(relation.sql, options.sql);
    const table = await runQuery(connection, query, relation, options);
    if (options.schema) checkTable(table, relation.name, options.schema);
    return table;
  });
}

/** Runs a query over a relation and collects its rows in shared memory. */
export async function runQuery(
  connection: DuckDBConnection,
  query: string,
  relation: Relation,
  options: ReadOptions,
): Promise<Table> {
  const { schema } = options;
  const whole = new Set(relation.relationColumns.filter((c) => c.whole).map((c) => c.name));
  const types = new Map<string, ColumnType>(
    Object.entries(schema ?? {}).map(([name, field]) => [name, field.type]),
  );
  const { sql, plans } = await planQuery(connection, query, relation, types, whole);
  refuseTwins(
    plans.map(({ name }) => name),
    relation.name,
  );
  // A query may filter or aggregate: its rows are at most the source's only by guess.
  const capacity = options.sql === undefined ? relation.rows : Math.min(relation.rows, 65_536);
  const bytes = estimateBytes(
    capacity,
    plans.map(({ type }) => type),
  );
  const memory = options.memory ?? new ColumnMemory(bytes);
  const builder = new TableBuilder(memory, plans, capacity);
  try {
    for await (const { chunk, rows } of streamChunks(connection, sql, relation)) {
      builder.appendChunk(chunk, rows);
    }
  } catch (error) {
    builder.abandon();
    throw error;
  }
  if (builder.rows === 0 && !options.allowEmpty) {
    builder.abandon();
    throw new CambiumError('empty-table', `${relation.name} has no rows`);
  }
  return builder.finish((name) => fieldMetadata(schema?.[name]));
}

function refuseTwins(names: readonly string[], source: string): void {
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin === undefined) return;
  throw new CambiumError('duplicate-column', `${source}: two columns are called "${twin}"`, {
    hint: 'rename one with AS',
  });
}
