/** Plans and runs a query, and hands its rows on in DuckDB's own chunks of at most 2,048 rows, in order. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { type SourceContext, type StreamedChunk, stream, translateError } from '../engine/index.js';
import { checkColumnNames } from '../schema/check-column-names.js';
import { type ColumnType, columnTypeOf, fromDuckDBType } from '../schema/column-type.js';
import type { ColumnPlan } from '../table/column-sink.js';
import { exactSql, explainExact, isExactType } from './exact-sql.js';
import { describe, type Relation } from './relation.js';

/** A query that is ready to run, and how each of its columns is to be stored. */
export interface PlannedQuery {
  readonly sql: string;
  /** The same before its columns are made what they are stored as. */
  readonly plain: string;
  readonly plans: readonly ColumnPlan[];
}

/** How columns are to be stored. */
export interface Storage {
  /** Types that are told; the others follow from DuckDB's. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** What float64 columns are stored as. */
  readonly numberType: 'float32' | 'float64';
}

/**
 * Plans how a query's columns are stored.
 * @throws CambiumError `missing-column`, `duplicate-column`, or `unreadable` when DuckDB refuses it.
 */
export async function planQuery(
  connection: DuckDBConnection,
  query: string,
  context: SourceContext,
  { types, numberType }: Storage,
): Promise<PlannedQuery> {
  let described: { name: string; type: string }[];
  try {
    described = await describe(connection, query);
  } catch (error) {
    throw translateError(error, context);
  }
  checkResultNames(described, context.name);
  let casts = false;
  const expressions: string[] = [];
  const plans = described.map(({ name, type }, i): ColumnPlan => {
    const natural = fromDuckDBType(type);
    const stored = types.get(name) ?? (natural === 'float64' ? numberType : natural);
    const wanted = columnTypeOf(stored).duckdb;
    // Columns go by position, so that no name needs to be repeated.
    const column = `c${i}`;
    casts ||= wanted !== type;
    const isFloat = stored === 'float64' || stored === 'float32';
    if (isFloat && isExactType(type)) expressions.push(`${exactSql(i, wanted)} AS ${column}`);
    else expressions.push(wanted === type ? column : `CAST(${column} AS ${wanted}) AS ${column}`);
    return { name, type: stored };
  });
  if (!casts) return { sql: query, plain: query, plans };
  const names = described.map((_, i) => `c${i}`).join(', ');
  const sql = `SELECT ${expressions.join(', ')} FROM (${query}) AS q(${names})`;
  return { sql, plain: query, plans };
}

function checkResultNames(columns: readonly { readonly name: string }[], source: string): void {
  checkColumnNames(
    columns.map(({ name }) => name),
    {
      where: `the query over ${source}`,
      twinsHint: 'rename one with AS: names must differ by more than upper and lower case',
    },
  );
}

/**
 * Refuses poor names of a query's columns as the query has them; DuckDB renames those of a query within another.
 * @throws CambiumError `duplicate-column`; a query that is wrong is left to {@link planQuery}
 */
export async function checkQueryNames(
  connection: DuckDBConnection,
  relation: Relation,
  sql: string,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP VIEW source AS SELECT * FROM ${relation.sql}`);
  const described = await describe(connection, sql).catch(() => []);
  await connection.run('DROP VIEW temp.source');
  checkResultNames(described, relation.name);
}

/**
 * The chunks of a query's result. A chunk is valid until the next one is asked for.
 * @param sql a query over the planned one, or that itself
 */
export async function* streamChunks(
  query: PlannedQuery & { readonly connection: DuckDBConnection; readonly relation: Relation },
  sql = query.sql,
): AsyncGenerator<StreamedChunk, void, undefined> {
  const { connection, relation } = query;
  try {
    yield* stream(connection, sql);
  } catch (error) {
    throw (await explainExact(error, query)) ?? (await relation.explain(error));
  }
}

/** A query over a relation that the SQL calls `source`. */
export function querySource(relationSql: string, sql: string): string {
  const body = sql.trim().replace(/;\s*$/, '');
  return `SELECT * FROM (WITH source AS (SELECT * FROM ${relationSql}) SELECT * FROM (\n${body}\n))`;
}
