/** Turns files into something that SQL can select from, with the names and types of its columns. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { type SourceContext, sqlIdentifier, sqlPath, translateError } from '../engine/index.js';
import type { ColumnType } from '../schema/column-type.js';
import type { TableSchema } from '../schema/schema.js';
import { checkColumnNames } from './check-column-names.js';
import { listFiles } from './files.js';
import { checkContent, type FileFormat, FORMAT_NAMES, probe, requireFormat } from './format.js';

/** How a file is to be understood, whatever is then made of it. */
export interface SourceOptions {
  /** Format of the files; by their extension unless told. */
  readonly format?: FileFormat | undefined;
  /** CSV: whether the first line holds names; it does unless told. */
  readonly header?: boolean | undefined;
  /** CSV: the character between fields; found from the first line unless told. */
  readonly separator?: string | undefined;
  /** CSV: texts that stand for a missing value beside the empty cell; `nan` is one for numbers already. */
  readonly nullValues?: readonly string[] | undefined;
  /** Types, units and nullability that the columns must have. */
  readonly schema?: TableSchema | undefined;
}

/** What is asked of a text file's columns. */
export interface ColumnNeeds {
  /** Types that the caller needs, whatever the values look like. */
  readonly forced: ReadonlyMap<string, ColumnType>;
  /** Columns whose types follow from their values; all but the forced unless told. */
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

/**
 * Opens files of one format as a relation.
 * @param needs of a text file's columns.
 * @throws CambiumError naming the file and what is wrong with it.
 */
export async function openRelation(
  connection: DuckDBConnection,
  source: string | readonly string[],
  options: SourceOptions = {},
  needs: ColumnNeeds = { forced: new Map(), exact: true },
): Promise<Relation> {
  const files = await listFiles(source);
  const format = options.format ?? requireFormat(files[0]!);
  if (FORMAT_NAMES[format] === undefined) {
    const known = Object.keys(FORMAT_NAMES);
    throw new CambiumError('unknown-format', `there is no table format "${format}"`, {
      hint: didYouMean(String(format), known) ?? `one of ${known.join(', ')}`,
    });
  }
  for (const file of files) {
    const other = options.format ?? requireFormat(file);
    if (other !== format) {
      throw new CambiumError(
        'mixed-formats',
        `${file} is ${FORMAT_NAMES[other]}, but ${files[0]} is ${FORMAT_NAMES[format]}`,
        { hint: 'read them one by one' },
      );
    }
  }
  const name = files.length === 1 ? files[0]! : `${files[0]} and ${files.length - 1} more`;
  const context = { name, format: FORMAT_NAMES[format], files };
  try {
    if (format === 'parquet') return await openParquet(connection, context);
    if (format === 'json') {
      const { openJson } = await import('./json-relation.js');
      return await openJson(connection, context);
    }
    if (format === 'arrow') {
      const { spoolIpc } = await import('./spool.js');
      const spooled = await spoolIpc(files);
      try {
        const opened = await openParquet(connection, { ...context, files: [spooled.path] });
        return { ...opened, dispose: spooled.dispose };
      } catch (error) {
        spooled.dispose();
        throw error;
      }
    }
    const separator = options.separator ?? (format === 'tsv' ? '\t' : undefined);
    const { openCsv } = await import('./csv-relation.js');
    return await openCsv(connection, context, { ...options, separator }, needs);
  } catch (error) {
    throw translateError(error, context);
  }
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

async function openParquet(connection: DuckDBConnection, context: Context): Promise<Relation> {
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
