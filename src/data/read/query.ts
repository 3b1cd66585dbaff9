/** Runs a query and hands its rows on in DuckDB's own chunks of at most 2,048 rows, in order, never all at once. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { type SourceContext, sqlIdentifier, translateError } from '../engine/index.js';
import { type ColumnType, columnTypeOf, fromDuckDBType } from '../schema/column-type.js';
import type { ColumnPlan } from '../table/column-sink.js';
import { describe } from './relation.js';

/** A query that is ready to run, and how each of its columns is to be stored. */
export interface PlannedQuery {
  readonly sql: string;
  readonly plans: readonly ColumnPlan[];
}

/**
 * Plans how a query's columns are stored.
 * @param types types that are told; the others follow from DuckDB's.
 * @param whole names of the columns that hold whole numbers as DOUBLE.
 */
export async function planQuery(
  connection: DuckDBConnection,
  query: string,
  context: SourceContext,
  types: ReadonlyMap<string, ColumnType> = new Map(),
  whole: ReadonlySet<string> = new Set(),
): Promise<PlannedQuery> {
  let described: { name: string; type: string }[];
  try {
    described = await describe(connection, query);
  } catch (error) {
    throw translateError(error, context);
  }
  let casts = false;
  const expressions: string[] = [];
  const plans = described.map(({ name, type }, i): ColumnPlan => {
    const stored = types.get(name) ?? fromDuckDBType(type);
    const wide = type === 'BIGINT' && stored === 'float64';
    const wanted = wide ? 'BIGINT' : columnTypeOf(stored).duckdb;
    // Columns go by position, for a query may name two alike.
    const column = `c${i}`;
    casts ||= wanted !== type;
    expressions.push(wanted === type ? column : `CAST(${column} AS ${wanted}) AS ${column}`);
    return { name, type: stored, wide, whole: stored === 'float64' && whole.has(name) };
  });
  if (!casts) return { sql: query, plans };
  const names = described.map((_, i) => `c${i}`).join(', ');
  return { sql: `SELECT ${expressions.join(', ')} FROM (${query}) AS q(${names})`, plans };
}

/** The chunks of a query's result. A chunk is valid until the next one is asked for. */
export async function* streamChunks(
  connection: DuckDBConnection,
  sql: string,
  context: SourceContext,
): AsyncGenerator<{ readonly chunk: DuckDBDataChunk; readonly rows: number }, void, undefined> {
  try {
    const result = await connection.stream(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      const rows = chunk?.rowCount ?? 0;
      if (chunk === null || rows === 0) return;
      yield { chunk, rows };
    }
  } catch (error) {
    throw translateError(error, context);
  }
}

/** A query over a relation that the SQL calls `source`. */
export function querySource(relationSql: string, sql: string): string {
  const body = sql.trim().replace(/;\s*$/, '');
  return `SELECT * FROM (WITH source AS (SELECT * FROM ${relationSql}) SELECT * FROM (\n${body}\n))`;
}

export { sqlIdentifier };
