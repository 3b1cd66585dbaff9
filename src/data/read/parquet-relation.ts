/** Opens Parquet files as a relation: the columns are called what the files call them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlPath } from '../engine/index.js';
import { checkContent, probe } from '../files/format.js';
import { checkColumnNames } from '../schema/check-column-names.js';
import { type Context, describe, listSql, type Relation, relation } from './relation.js';

/** @throws CambiumError naming the file, `duplicate-column` or `nameless-column` */
export async function openParquet(
  connection: DuckDBConnection,
  context: Context,
): Promise<Relation> {
  for (const file of context.files) checkContent(probe(file), 'parquet');
  for (const file of context.files)
    checkColumnNames(await parquetNames(connection, file), { where: file });
  const sql = `read_parquet(${listSql(context.files)})`;
  const columns = await describe(connection, `SELECT * FROM ${sql}`);
  const counted = await connection.runAndReadAll(
    `SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${listSql(context.files)})`,
  );
  return { ...relation(context, sql, columns, Number(counted.getRows()[0]![0])), isExact: true };
}

/** The names of a Parquet file's columns as it has them; DuckDB gives poor ones another. */
async function parquetNames(connection: DuckDBConnection, file: string): Promise<string[]> {
  const found = await connection.runAndReadAll(
    `SELECT name, coalesce(num_children, 0)::INTEGER FROM parquet_schema(${sqlPath(file)})`,
  );
  const [root, ...elements] = found.getRows() as [string, number][];
  const names: string[] = [];
  // Elements lie depth first; only the root's own children are columns.
  let inner = 0;
  for (const [name, children] of elements) {
    if (names.length === root?.[1] && inner === 0) break;
    if (inner === 0) names.push(name);
    else inner--;
    inner += children;
  }
  return names;
}
