/** Chooses the types of a CSV file's columns, and the cheapest way to read each that gives the same values. */

import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type CellForm,
  hasWords,
  isAllMissing,
  isOddSql,
  isPlainNumbers,
  kindSql,
  numberSql,
  typeOfKinds,
} from '../../text/cell-sql.js';
import { LARGEST_WHOLE } from '../../whole-numbers.js';
import type { SourceOptions } from '../options.js';
import type { ColumnNeeds } from '../relation.js';
import type { CsvText } from './text.js';

/** Rows from which types are guessed, which all rows then confirm; fewer where they have very many cells. */
const SAMPLE_ROWS = 20_480;
const SAMPLE_CELLS = 1_000_000;
const LEAST_SAMPLE_ROWS = 100;
/** Columns that one query looks at: their texts must fit into DuckDB's memory. */
const GROUP_COLUMNS = 2000;

/** How a column's texts become values: by the grammar in SQL, or at a fraction of its cost where all texts allow it. */
export interface CsvColumn extends CellForm {
  readonly name: string;
  /** Whether the type follows from the first rows alone. */
  readonly guessed: boolean;
  /**
   * `reader`: DuckDB's own reader makes the numbers, and fails at another text. `cast`: all texts are known to be
   * numbers, or words for a missing value. Default: `grammar`.
   */
  readonly read?: 'grammar' | 'cast' | 'reader';
}

/** The types of columns: as declared, else as the caller needs them, else what all values can be read as. */
export async function chooseTypes(
  connection: DuckDBConnection,
  text: CsvText,
  options: SourceOptions,
  { forced, inferred, exact, skips = false }: ColumnNeeds,
): Promise<CsvColumn[]> {
  const told = text.names.map((name): CsvColumn | undefined => {
    const declared = options.schema?.[name]?.type;
    if (declared !== undefined) return { name, type: declared, guessed: false };
    const type = forced.get(name);
    if (type !== undefined) return { name, type, guessed: false, truths: true };
    if (inferred?.has(name) === false) return { name, type: 'utf8', guessed: false };
    return undefined;
  });
  const open = told.flatMap((column, i) => (column === undefined ? [i] : []));
  const numbers = told.flatMap((column, i) => (column?.type === 'float64' ? [i] : []));
  const wanted = { open, numbers, exact, skips };
  const { kinds, direct, whole } = await surveyColumns(connection, text, wanted);
  return told.map((column, i) => {
    const type = column?.type ?? typeOfKinds(kinds.get(i)!);
    const isPlain = type === 'float64' && whole.has(i) && isPlainNumbers(kinds.get(i)!);
    const read = direct.has(i) ? 'reader' : isPlain ? 'cast' : 'grammar';
    if (column !== undefined) {
      return kinds.has(i) ? { ...column, guessed: read === 'reader', read } : column;
    }
    return { name: text.names[i]!, type, guessed: !exact && !whole.has(i), strict: true, read };
  });
}

/** What is known of columns' texts. */
interface Survey {
  readonly kinds: ReadonlyMap<number, number>;
  /** Columns of numbers that DuckDB's own reader reads. */
  readonly direct: ReadonlySet<number>;
  /** Columns whose kinds are those of all rows. */
  readonly whole: ReadonlySet<number>;
}

/** Looks at the first rows, and at all of those columns where that is not enough. */
async function surveyColumns(
  connection: DuckDBConnection,
  text: CsvText,
  wanted: {
    readonly open: readonly number[];
    readonly numbers: readonly number[];
    readonly exact: boolean;
    readonly skips: boolean;
  },
): Promise<Survey> {
  const { open, numbers, exact, skips } = wanted;
  const sampled = [...open, ...numbers];
  const kinds = await findKinds(connection, text, sampled, sampleRows(sampled.length));
  const guess = (i: number) => typeOfKinds(kinds.get(i)!);
  // Texts among the first values settle a column, and so does nothing else.
  const unsure = open.filter((i) => guess(i) !== 'utf8');
  const likely = [
    ...unsure.filter((i) => guess(i) === 'float64'),
    ...numbers.filter((i) => guess(i) === 'float64' || isAllMissing(kinds.get(i)!)),
  ];
  const odd = text.careful ? await findOdd(connection, text, likely) : new Set<number>();
  // Words for a missing value are none to the reader.
  const readable = new Set(likely.filter((i) => !odd.has(i) && !hasWords(kinds.get(i)!)));
  const confirmed = exact ? await confirmNumbers(connection, text, readable) : readable;
  // The reader meets each row of a column of numbers, also those that a condition then passes over.
  const isAsked = (i: number) =>
    exact ? confirmed === undefined || !readable.has(i) : skips && !readable.has(i);
  const whole = new Set([
    ...likely.filter((i) => !readable.has(i)),
    ...[...unsure, ...numbers].filter(isAsked),
    ...open.filter((i) => isAllMissing(kinds.get(i)!)),
  ]);
  for (const [i, all] of await findKinds(connection, text, [...whole])) {
    kinds.set(i, all | kinds.get(i)!);
  }
  // Where all rows are looked at, large numbers are read with their texts, which tell whole numbers from others.
  return { kinds, direct: confirmed ?? new Set(), whole };
}

/** The columns of which some text has what makes DuckDB take it for a number that it is not by our grammar. */
async function findOdd(
  connection: DuckDBConnection,
  text: CsvText,
  columns: readonly number[],
): Promise<Set<number>> {
  if (columns.length === 0) return new Set();
  const items = columns.map((i) => `coalesce(bool_or(${isOddSql(`c${i}`)}), false)`);
  const found = await connection.runAndReadAll(`SELECT ${items.join(', ')} FROM ${text.from()}`);
  const row = found.getRows()[0]!;
  return new Set(columns.filter((_, at) => row[at] === true));
}

/**
 * Has DuckDB's own reader read all rows of columns of numbers.
 * @returns those that need no look at their texts; undefined where a text is no number
 */
async function confirmNumbers(
  connection: DuckDBConnection,
  text: CsvText,
  numbers: ReadonlySet<number>,
): Promise<Set<number> | undefined> {
  if (numbers.size === 0) return new Set();
  const columns = [...numbers];
  const items = columns.map((i) => hasLargeSql(`c${i}`));
  try {
    const found = await connection.runAndReadAll(
      `SELECT ${items.join(', ')} FROM ${text.from(numbers)}`,
    );
    const row = found.getRows()[0]!;
    return new Set(columns.filter((_, at) => row[at] !== true));
  } catch (error) {
    if (isConversion(error)) return undefined;
    throw error;
  }
}

/** Whether DuckDB's reader found a text for which it has no number. */
export const isConversion = (error: unknown): boolean =>
  error instanceof Error && /Error when converting column "c\d+"/.test(error.message);

/**
 * A float, or an error where it may be that of a whole number which it cannot hold: the next one rounds to the largest.
 * Conditions that AND joins would take DuckDB's optimizer seconds for a table of thousands of columns.
 */
export const directSql = (x: string, error: string): string =>
  `CASE WHEN abs(${x}) < ${LARGEST_WHOLE} THEN ${x} WHEN isfinite(${x}) THEN ${error} ELSE ${x} END`;

/** Whether {@link directSql} is an error for one of a column's floats. */
const hasLargeSql = (x: string): string =>
  `coalesce(bool_or(CASE WHEN abs(${x}) < ${LARGEST_WHOLE} THEN false ELSE isfinite(${x}) END), false)`;

/** How many of the first rows are looked at for so many columns. */
const sampleRows = (columns: number): number =>
  Math.max(LEAST_SAMPLE_ROWS, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns)));

/**
 * The kinds of texts of some columns, of the first rows or all. The cells are put below each other, so that the
 * grammar stands once in the query: planning it for each column of a wide table takes longer than reading.
 */
async function findKinds(
  connection: DuckDBConnection,
  text: CsvText,
  columns: readonly number[],
  rows?: number,
): Promise<Map<number, number>> {
  const kinds = new Map(columns.map((i) => [i, 0]));
  for (let from = 0; from < columns.length; from += GROUP_COLUMNS) {
    const group = columns.slice(from, from + GROUP_COLUMNS).map((i) => `c${i}`);
    const limit = rows === undefined ? '' : ` LIMIT ${rows}`;
    const texts = `(SELECT ${group.join(', ')} FROM ${text.from()}${limit})`;
    const cells = `(FROM ${texts} UNPIVOT INCLUDE NULLS (x FOR c IN (${group.join(', ')})))`;
    const numbered = `(SELECT c, x, ${numberSql('x', text.careful)} AS n FROM ${cells})`;
    const found = await connection.runAndReadAll(
      `SELECT c, bit_or(${kindSql('x', 'n')}) FROM ${numbered} GROUP BY c`,
    );
    for (const [name, bits] of found.getRows())
      kinds.set(Number(String(name).slice(1)), Number(bits));
  }
  return kinds;
}
