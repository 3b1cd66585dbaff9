/** Opens CSV files as a relation: the text of each cell becomes a value of its column's type by our own grammar. */
import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError } from '../../errors.js';
import { sqlIdentifier, sqlString, translateError } from '../engine/index.js';
import { columnTypeOf } from '../schema/column-type.js';
import { parseNumber, parseTime, parseTruth } from '../text/index.js';
import { isBeyondWhole, LARGEST_WHOLE, wholeNumberError } from '../whole-numbers.js';
import {
  type CellForm,
  cellSql,
  expectedOf,
  isAllMissing,
  isOfTypeSql,
  kindsSql,
  numberSql,
  typeOfKinds,
} from './cell-sql.js';
import { readDialect } from './csv-dialect.js';
import { copyWithEvenLines, findCell, surveyBytes } from './csv-lines.js';
import { checkContent, type FileProbe, probe } from './format.js';
import { checkGzip } from './gzip.js';
import {
  type ColumnNeeds,
  type Context,
  listSql,
  type Relation,
  relation,
  type SourceOptions,
  WrongGuess,
} from './relation.js';

/** Rows from which types are guessed, which all rows then confirm. */
const SAMPLE_ROWS = 20_480;

/** What lies in the files, as text. */
interface CsvText {
  /** What stands after FROM: columns `c0`, `c1`… of texts, some of which DuckDB's reader makes numbers of. */
  from(numbers?: ReadonlySet<number>): string;
  readonly probes: readonly FileProbe[];
  readonly names: readonly string[];
  readonly separator: string;
  readonly header: boolean;
  readonly nullValues: readonly string[];
  readonly rows: number;
  /** Whether cells may hold what DuckDB takes for a number and we do not. */
  readonly careful: boolean;
  /** Copies that are removed in the end. */
  readonly copies: readonly string[];
}

interface Column extends CellForm {
  readonly name: string;
  /** Whether the type follows from the first rows alone. */
  readonly guessed: boolean;
  /**
   * Whether DuckDB's own reader makes the numbers, at a fraction of the cost: it fails at another text. Only of files
   * in which it takes nothing for a number that is none by our grammar.
   */
  readonly direct?: boolean;
}

/** @throws CambiumError naming file, line and column. */
export async function openCsv(
  connection: DuckDBConnection,
  context: Context,
  options: SourceOptions,
  needs: ColumnNeeds,
): Promise<Relation> {
  const text = await openText(context, options);
  const dispose = (): void => {
    for (const copy of text.copies) rmSync(copy, { force: true });
  };
  try {
    const columns = await chooseTypes(connection, text, options, needs);
    const items = columns.map((column, i) => {
      const complain = (x: string, fault: string): string =>
        `error('cell ${i} ${fault}: ' || left(${x}, 200))`;
      const value = column.direct
        ? `CASE WHEN ${isLargeSql(`c${i}`)} THEN ${complain("''", 'precision')} ELSE c${i} END`
        : cellSql(`c${i}`, column, complain, `n${i}`);
      return `${value} AS ${sqlIdentifier(column.name)}`;
    });
    const direct = new Set(columns.flatMap((column, i) => (column.direct ? [i] : [])));
    const from = withNumbers(
      text.from(direct),
      columns.flatMap(({ type }, i) =>
        columnTypeOf(type).family === 'text' || direct.has(i) ? [] : [i],
      ),
      text.careful,
    );
    const described = columns.map(({ name, type }) => ({
      name,
      type: columnTypeOf(type).duckdb as string,
    }));
    const sql = `(SELECT ${items.join(', ')} FROM ${from})`;
    const opened = relation(context, sql, described, text.rows);
    return {
      ...opened,
      dispose,
      explain: (error) => explain(error, context, text, columns),
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Texts, with the numbers that some of them are as further columns `n0`, `n1`…, so that each is read once. */
function withNumbers(sql: string, columns: readonly number[], careful: boolean): string {
  const numbers = columns.map((i) => `, ${numberSql(`c${i}`, careful)} AS n${i}`);
  return `(SELECT *${numbers.join('')} FROM ${sql})`;
}

async function openText(context: Context, options: SourceOptions): Promise<CsvText> {
  const header = options.header ?? true;
  if (options.separator !== undefined && !/^[^"\r\n]$/u.test(options.separator)) {
    throw new CambiumError(
      'invalid-option',
      `separator must be one character, not ${JSON.stringify(options.separator)}`,
    );
  }
  let rows = 0;
  let names: readonly string[] = [];
  let { separator } = options;
  const probes: FileProbe[] = [];
  const files: string[] = [];
  const copies: string[] = [];
  let careful = false;
  for (const [i, path] of context.files.entries()) {
    const file = probe(path);
    checkContent(file, 'csv');
    if (file.compressed) await checkGzip(path);
    const dialect = readDialect(file, header, separator);
    separator ??= dialect.separator;
    if (i === 0) names = dialect.names;
    else requireNames(path, dialect.names, context.files[0]!, names);
    rows += ((file.compressed ? 8 : 1) * file.size) / dialect.lineBytes;
    probes.push(file);
    const { even, odd } = await surveyBytes(path, file.compressed, separator);
    careful ||= odd;
    if (even) files.push(path);
    else {
      const copy = await copyWithEvenLines(path, file.compressed, separator);
      copies.push(copy);
      files.push(copy);
    }
  }
  separator ??= ',';
  const nullValues = ['', ...(options.nullValues ?? [])];
  const settings = [
    `delim=${sqlString(separator)}`,
    `quote='"'`,
    `escape='"'`,
    `header=${header}`,
    'skip=0',
    `comment=''`,
    `nullstr=[${nullValues.map(sqlString).join(', ')}]`,
    'auto_detect=false',
  ].join(', ');
  const from = (numbers?: ReadonlySet<number>): string => {
    const types = names.map((_, i) => `'c${i}': '${numbers?.has(i) ? 'DOUBLE' : 'VARCHAR'}'`);
    return `read_csv(${listSql(files)}, ${settings}, columns={${types.join(', ')}})`;
  };
  rows = Math.ceil(rows * 1.02) + 64;
  return { from, probes, names, separator, header, nullValues, rows, copies, careful };
}

function requireNames(
  path: string,
  names: readonly string[],
  first: string,
  wanted: readonly string[],
): void {
  if (names.join('\0') === wanted.join('\0')) return;
  const at = names.findIndex((name, i) => name !== wanted[i]);
  throw new CambiumError(
    'csv-header',
    `${path}, line 1: its columns differ from those of ${first}: ` +
      (at < 0
        ? `${names.length} instead of ${wanted.length}`
        : `column ${at + 1} is "${names[at]}" instead of "${wanted[at] ?? 'none'}"`),
  );
}

/** The types of columns: as declared, else as the caller needs them, else what all values can be read as. */
async function chooseTypes(
  connection: DuckDBConnection,
  text: CsvText,
  options: SourceOptions,
  { forced, inferred, exact, skips = false }: ColumnNeeds,
): Promise<Column[]> {
  const told = text.names.map((name): Column | undefined => {
    const declared = options.schema?.[name]?.type;
    if (declared !== undefined) return { name, type: declared, guessed: false };
    const type = forced.get(name);
    if (type !== undefined) return { name, type, guessed: false, truths: true };
    if (inferred?.has(name) === false) return { name, type: 'utf8', guessed: false };
    return undefined;
  });
  const open = told.flatMap((column, i) => (column === undefined ? [i] : []));
  const forcedNumbers = told.flatMap((column, i) =>
    column?.truths && column.type === 'float64' && !exact ? [i] : [],
  );
  const kinds = await findKinds(connection, text, [...open, ...forcedNumbers], SAMPLE_ROWS);
  const guess = (i: number) => typeOfKinds(kinds.get(i)!);
  // Texts among the first values settle a column, and so does nothing else.
  const unsure = open.filter((i) => guess(i) !== 'utf8');
  const numbers = text.careful ? [] : [...unsure, ...forcedNumbers];
  let direct = new Set(numbers.filter((i) => guess(i) === 'float64'));
  // The reader meets each row of a column of numbers, also those that a condition then passes over.
  const asked = unsure.filter((i) => exact || (skips && !direct.has(i)));
  const confirmed = await confirm(connection, text, asked, kinds, direct);
  // Where all rows are looked at, large numbers are read with their texts, which tell whole numbers from others.
  if (exact) direct = confirmed ?? new Set();
  const unknown = open.filter(
    (i) => isAllMissing(kinds.get(i)!) || (confirmed === undefined && asked.includes(i)),
  );
  for (const [i, all] of await findKinds(connection, text, unknown, undefined, kinds)) {
    kinds.set(i, all | kinds.get(i)!);
  }
  return told.map((column, i) => {
    if (column !== undefined)
      return direct.has(i) ? { ...column, guessed: true, direct: true } : column;
    const guessed = { type: typeOfKinds(kinds.get(i)!), guessed: !exact };
    return { name: text.names[i]!, ...guessed, strict: true, direct: direct.has(i) };
  });
}

/**
 * Looks whether all rows are of the kinds of the first, with DuckDB's own reader for numbers.
 * @returns those columns of numbers that need no look at their texts; undefined where a row is of another kind
 */
async function confirm(
  connection: DuckDBConnection,
  text: CsvText,
  columns: readonly number[],
  kinds: ReadonlyMap<number, number>,
  numbers: ReadonlySet<number>,
): Promise<Set<number> | undefined> {
  if (columns.length === 0) return new Set();
  const items = columns.map((i) =>
    numbers.has(i)
      ? `coalesce(bool_or(${isLargeSql(`c${i}`)}), false)`
      : `coalesce(bool_and(${isOfTypeSql(`c${i}`, typeOfKinds(kinds.get(i)!), text.careful)}), true)`,
  );
  try {
    const found = await connection.runAndReadAll(
      `SELECT ${items.join(', ')} FROM ${text.from(numbers)}`,
    );
    const row = found.getRows()[0]!;
    const isOther = columns.some((i, at) => !numbers.has(i) && row[at] !== true);
    return isOther ? undefined : new Set(columns.filter((i, at) => numbers.has(i) && !row[at]));
  } catch (error) {
    if (isConversion(error)) return undefined;
    throw error;
  }
}

/** Whether DuckDB's reader found a text for which it has no number. */
const isConversion = (error: unknown): boolean =>
  error instanceof Error && /Error when converting column "c\d+"/.test(error.message);

/** Whether a float may be that of a whole number which it cannot hold: the next one rounds to the largest. */
const isLargeSql = (x: string): string => `abs(${x}) >= ${LARGEST_WHOLE} AND isfinite(${x})`;

/** The kinds of texts of some columns, of the first rows or all; of all rows only those beside the known ones. */
async function findKinds(
  connection: DuckDBConnection,
  text: CsvText,
  columns: readonly number[],
  rows: number | undefined,
  known: ReadonlyMap<number, number> = new Map(),
): Promise<Map<number, number>> {
  if (columns.length === 0) return new Map();
  const items = columns.map((i) => {
    const guess = typeOfKinds(known.get(i) ?? 0);
    return kindsSql(`c${i}`, `n${i}`, guess === 'utf8' ? undefined : guess);
  });
  const some = rows === undefined ? text.from() : `(SELECT * FROM ${text.from()} LIMIT ${rows})`;
  const from = withNumbers(some, columns, text.careful);
  const found = await connection.runAndReadAll(`SELECT ${items.join(', ')} FROM ${from}`);
  const row = found.getRows()[0]!;
  return new Map(columns.map((i, at) => [i, Number(row[at])]));
}

/** What to throw for an error of a query: a wrong guess, or where a cell is that cannot be read. */
async function explain(
  error: unknown,
  context: Context,
  text: CsvText,
  columns: readonly Column[],
): Promise<unknown> {
  const message = error instanceof Error ? error.message : '';
  const fault = /cell (\d+) (value|precision): (.*)/s.exec(message);
  const column = columns[Number(fault?.[1] ?? -1)];
  if (isConversion(error)) return new WrongGuess('a number');
  if (fault === null || column === undefined) {
    return translateError(error, { ...context, columns: text.names });
  }
  const isPrecision = fault[2] === 'precision';
  if (column.guessed) return new WrongGuess(column.name);
  const at = Number(fault[1]);
  const place = { separator: text.separator, header: text.header, column: at };
  const isFault = isPrecision
    ? isBeyondWhole
    : (cell: string) => !fits(cell, column, text.nullValues);
  for (const { path, compressed } of text.probes) {
    const cell = await findCell({ path, compressed }, place, isFault);
    if (cell === undefined) continue;
    const where = `${path}, line ${cell.line}, column "${column.name}"`;
    return isPrecision
      ? wholeNumberError(where, cell.text.trim())
      : badCell(where, column, cell.text);
  }
  const where = `${context.name}, column "${column.name}"`;
  return isPrecision
    ? wholeNumberError(where, fault[3]!.trim())
    : badCell(where, column, fault[3]!);
}

/** What a user can do about a cell of another kind than its column. */
function badCell(where: string, { name, type }: Column, cell: string): CambiumError {
  const hint =
    columnTypeOf(type).family === 'time'
      ? `write it as in ISO 8601, or read the column as text and its form with SQL: strptime(${sqlIdentifier(name)}, '%m/%d/%Y')`
      : 'correct the value, leave it empty if it is missing, or declare the column utf8 in a schema';
  return new CambiumError(
    'csv-value',
    `${where}: expected ${expectedOf(type)}, found "${shorten(cell)}"`,
    { hint, commandHint: 'correct the value, or leave it empty if it is missing' },
  );
}

/** Whether a cell's text can be read as its column's type, as {@link cellSql} reads it. */
function fits(cell: string, { type, truths }: CellForm, nullValues: readonly string[]): boolean {
  if (nullValues.includes(cell)) return true;
  const number = parseNumber(cell);
  if (number !== undefined && Number.isNaN(number)) return true;
  const { family, ArrayType } = columnTypeOf(type);
  if (family === 'text') return true;
  if (family === 'time') {
    const time = parseTime(cell);
    return time !== undefined && (type !== 'date' || time.form === 'date');
  }
  const truth = parseTruth(cell) !== undefined;
  if (family === 'boolean') return truth || number === 0 || number === 1;
  if (number === undefined) return truths === true && truth;
  if (type === 'float64' || type === 'float32') return true;
  if (type === 'int64') return Number.isInteger(number) && Math.abs(number) < 2 ** 63;
  // An array of the type keeps what it can hold.
  return Number(new ArrayType(1).fill(number as never)[0]) === number;
}

/** A cell as an error shows it. */
function shorten(cell: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a damaged file's bytes must not reach the terminal.
  const printable = cell.replace(/[\u0000-\u001f\u007f]/g, '·');
  return printable.length <= 60 ? printable : `${printable.slice(0, 60)}…`;
}
