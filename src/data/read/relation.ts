/** Turns files into something that SQL can select from, with the names and types of its columns. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import {
  type SourceContext,
  sqlIdentifier,
  sqlPath,
  sqlString,
  translateError,
} from '../engine/index.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import type { TableSchema } from '../schema/schema.js';
import { readDialect } from './csv-dialect.js';
import { listFiles } from './files.js';
import { checkContent, type FileFormat, FORMAT_NAMES, probe, requireFormat } from './format.js';
import { checkGzip } from './gzip.js';

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

/** A column as the relation gives it. */
export interface RelationColumn {
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
  /** Whole numbers in a text file, read as DOUBLE: beyond 2^53 they have lost digits. */
  readonly whole: boolean;
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
  /** Removes what was made to read the source. */
  dispose(): void;
}

/**
 * Opens files of one format as a relation.
 * @param forced columns whose type the caller needs, whatever a text file's values look like.
 * @throws CambiumError naming the file and what is wrong with it.
 */
export async function openRelation(
  connection: DuckDBConnection,
  source: string | readonly string[],
  options: SourceOptions = {},
  forced: ReadonlyMap<string, ColumnType> = new Map(),
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
    if (format === 'json') return await openJson(connection, context);
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
    return await openCsv(connection, context, { ...options, separator }, forced);
  } catch (error) {
    throw translateError(error, context);
  }
}

type Context = SourceContext & { readonly files: readonly string[] };

const list = (files: readonly string[]): string => `[${files.map(sqlPath).join(', ')}]`;

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
  const sql = `read_parquet(${list(context.files)})`;
  const columns = await describe(connection, `SELECT * FROM ${sql}`);
  const counted = await connection.runAndReadAll(
    `SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${list(context.files)})`,
  );
  return { ...relation(context, sql, columns, Number(counted.getRows()[0]![0])), isExact: true };
}

async function openJson(connection: DuckDBConnection, context: Context): Promise<Relation> {
  let bytes = 0;
  for (const file of context.files) {
    const probed = probe(file);
    checkContent(probed, 'json');
    if (probed.compressed) await checkGzip(file);
    bytes += probed.size;
  }
  const sql = `read_json(${list(context.files)}, records=true)`;
  const columns = await describe(connection, `SELECT * FROM ${sql}`);
  return relation(context, sql, columns, Math.ceil(bytes / (columns.length * 12)));
}

async function openCsv(
  connection: DuckDBConnection,
  context: Context,
  options: SourceOptions,
  forced: ReadonlyMap<string, ColumnType>,
): Promise<Relation> {
  const header = options.header ?? true;
  if (options.separator !== undefined && !/^[^"\r\n]$/u.test(options.separator)) {
    throw new CambiumError(
      'invalid-option',
      `separator must be one character, not ${JSON.stringify(options.separator)}`,
    );
  }
  let estimate = 0;
  let names: readonly string[] = [];
  let separator = options.separator;
  for (const [i, path] of context.files.entries()) {
    const file = probe(path);
    checkContent(file, 'csv');
    if (file.compressed) await checkGzip(path);
    const dialect = readDialect(file, header, separator);
    separator ??= dialect.separator;
    if (i === 0) names = dialect.names;
    else if (dialect.names.join('\0') !== names.join('\0')) {
      const at = dialect.names.findIndex((name, j) => name !== names[j]);
      throw new CambiumError(
        'csv-header',
        `${path}, line 1: its columns differ from those of ${context.files[0]}: ` +
          (at < 0
            ? `${dialect.names.length} instead of ${names.length}`
            : `column ${at + 1} is "${dialect.names[at]}" instead of "${names[at] ?? 'none'}"`),
      );
    }
    estimate += ((file.compressed ? 8 : 1) * file.size) / dialect.lineBytes;
  }
  const dialect = [
    `delim=${sqlString(separator ?? ',')}`,
    `quote='"'`,
    `escape='"'`,
    `header=${header}`,
    'skip=0',
    `comment=''`,
    `nullstr=[${['', ...(options.nullValues ?? [])].map(sqlString).join(', ')}]`,
  ];
  const found = await sniff(connection, context.files[0]!, dialect, names);
  const columns = names.map((name) => {
    const sniffed = found.types.get(name) ?? 'VARCHAR';
    const declared = options.schema?.[name]?.type;
    if (declared !== undefined) return { name, type: columnTypeOf(declared).duckdb, whole: false };
    const needed = forced.get(name);
    // Booleans count as numbers, but their texts are none.
    if (needed !== undefined && sniffed !== 'BOOLEAN') {
      return { name, type: columnTypeOf(needed).duckdb, whole: false };
    }
    // Whole numbers in the sample may be followed by decimals: both are numbers, so both are read as such.
    if (sniffed === 'BIGINT') return { name, type: 'DOUBLE', whole: true };
    const isClock = sniffed.startsWith('TIME') && !sniffed.startsWith('TIMESTAMP');
    return { name, type: isClock ? 'VARCHAR' : sniffed, whole: false };
  });
  const types = columns.map(({ name, type }) => `${sqlString(name)}: ${sqlString(type)}`);
  const all = [...dialect, ...found.formats, 'auto_detect=false', `columns={${types.join(', ')}}`];
  const sql = `read_csv(${list(context.files)}, ${all.join(', ')})`;
  return relation(context, sql, columns, Math.ceil(estimate * 1.02) + 64);
}

/** The types that DuckDB finds in a CSV file's first 20,480 rows, and its formats of dates and times. */
async function sniff(
  connection: DuckDBConnection,
  file: string,
  dialect: readonly string[],
  names: readonly string[],
): Promise<{ types: Map<string, string>; formats: string[] }> {
  const told = dialect.join(', ');
  let found: Record<string, unknown> | undefined;
  try {
    const query = `SELECT Columns, DateFormat, TimestampFormat FROM sniff_csv(${sqlPath(file)}, ${told})`;
    found = (await connection.runAndReadAll(query)).getRowObjectsJson()[0];
  } catch (error) {
    // The sniffer only says that it failed. Reading the file as text says in which line, and why.
    const columns = names.map((name) => `${sqlString(name)}: 'VARCHAR'`).join(', ');
    const read = `read_csv(${sqlPath(file)}, ${told}, auto_detect=false, columns={${columns}})`;
    await connection.run(`SELECT count(COLUMNS(*)) FROM ${read}`);
    throw error;
  }
  const columns = (found?.['Columns'] ?? []) as { name: string; type: string }[];
  // By position: the sniffer renames what it takes for a poor name.
  const types = new Map(names.map((name, i) => [name, columns[i]?.type ?? 'VARCHAR']));
  const formats: string[] = [];
  if (found?.['DateFormat']) formats.push(`dateformat=${sqlString(String(found['DateFormat']))}`);
  if (found?.['TimestampFormat']) {
    formats.push(`timestampformat=${sqlString(String(found['TimestampFormat']))}`);
  }
  return { types, formats };
}

function relation(
  context: Context,
  sql: string,
  columns: readonly { name: string; type: string; whole?: boolean }[],
  rows: number,
): Relation {
  return {
    ...context,
    sql,
    rows,
    isExact: false,
    dispose: () => undefined,
    columns: columns.map(({ name }) => name),
    relationColumns: columns.map(({ name, type, whole = false }) => ({ name, type, whole })),
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
