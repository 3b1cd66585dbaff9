/** Turns files into something that SQL can select from, with the names and types of its columns. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { type SourceContext, sqlIdentifier, sqlPath, translateError } from '../engine/index.js';
import type { ColumnType } from '../schema/column-type.js';

/** What is asked of a text file's columns. */
export interface ColumnNeeds {
  /** Types that the caller needs, whatever the values look like. */
  readonly forced: ReadonlyMap<string, ColumnType>;
  /** Columns whose types follow from their values; default: all but the forced. */
  readonly inferred?: ReadonlySet<string> | undefined;
  /** Whether types follow from all values before any is read; else a {@link WrongGuess} may come later. */
  readonly exact: boolean;
  /** Whether a condition may pass over rows, whose cells then cannot tell that a guess was wrong. */
  readonly skips?: boolean;
}

/** A text that the first rows of its column did not lead one to expect: open the file again with exact types. */
export class WrongGuess extends Error {
  override readonly name = 'WrongGuess';
}

/** A column as the relation gives it. */
export interface RelationColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
}

/** Files as a table that SQL can select from. */
export interface Relation extends SourceContext {
  /** What stands after FROM. */
  readonly sql: string;
  readonly files: readonly string[];
  readonly relationColumns: readonly RelationColumn[];
  readonly columns: readonly string[];
  /** Rows: exact for Parquet, an estimate for text. */
  readonly rows: number;
  readonly isExact: boolean;
  /** What to throw for an error of a query over the relation. */
  explain(error: unknown): Promise<unknown>;
  /** Removes what was made to read the source. */
  dispose(): void;
}

export type Context = SourceContext & { readonly files: readonly string[] };

export const listSql = (files: readonly string[]): string => `[${files.map(sqlPath).join(', ')}]`;

/** Names and DuckDB types of what a query gives. */
export async function describe(
  connection: DuckDBConnection,
  query: string,
): Promise<{ name: string; type: string }[]> {
  const prepared = await connection.prepare(query);
  try {
    return Array.from({ length: prepared.columnCount }, (_, i) => ({
      name: prepared.columnName(i),
      type: prepared.columnType(i).toString(),
    }));
  } finally {
    prepared.destroySync();
  }
}

/** A relation of text. */
export function relation(
  context: Context,
  sql: string,
  columns: readonly RelationColumn[],
  rows: number,
): Relation {
  return {
    ...context,
    sql,
    rows,
    isExact: false,
    dispose: () => undefined,
    columns: columns.map(({ name }) => name),
    relationColumns: columns,
    explain: async (error) =>
      translateError(error, { ...context, columns: columns.map(({ name }) => name) }),
  };
}

/** @throws CambiumError `missing-column` with the near miss, for a column that the relation lacks. */
export function requireColumns(relation: Relation, names: readonly string[]): void {
  for (const name of names) {
    if (relation.columns.includes(name)) continue;
    throw new CambiumError('missing-column', `${relation.name} has no column "${name}"`, {
      hint: didYouMean(name, relation.columns) ?? `its columns are ${listNames(relation.columns)}`,
    });
  }
}

/** `SELECT` of some columns. */
export function selectColumns(from: string, names: readonly string[]): string {
  return `SELECT ${names.map(sqlIdentifier).join(', ')} FROM ${from}`;
}
