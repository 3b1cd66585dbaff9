/** The grammars of src/data/text in SQL: from the text of a cell to a number, a truth or a time. */
import { sqlString } from '../engine/index.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { LARGEST_WHOLE } from '../whole-numbers.js';
import { MOST_NUMBER_CHARACTERS } from './index.js';

/** What {@link parseNumber} takes for blanks. */
const trimmed = (x: string): string =>
  `trim(${x}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))`;

const matches = (x: string, pattern: string): string =>
  `regexp_full_match(${x}, ${sqlString(pattern)})`;

/** Whether a text stands for a missing value. */
const isMissing = (x: string): string => matches(trimmed(x), '(?i)(?:[+-]?(?:nan|na|null)|n/a)?');

const NUMBER =
  '[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i)[+-]?(?:inf(?:inity)?|nan)';

/**
 * A text as DOUBLE; null for what is none.
 * @param careful whether the text may have a character with which DuckDB's cast takes more for a number
 */
export function numberSql(x: string, careful = true): string {
  const cast = `TRY_CAST(${x} AS DOUBLE)`;
  const isLong = `strlen(${x}) > ${MOST_NUMBER_CHARACTERS}`;
  if (!careful) return `CASE WHEN ${isLong} THEN NULL ELSE ${cast} END`;
  const more = `contains(${x}, '_') OR contains(${x}, '+') OR contains(${x}, '(')`;
  const checked = `CASE WHEN ${matches(trimmed(x), NUMBER)} THEN ${cast} END`;
  return `CASE WHEN ${isLong} THEN NULL WHEN ${more} THEN ${checked} ELSE ${cast} END`;
}

/** Whether a text has a character, or a length, with which DuckDB's cast may take for a number what is none. */
export function isOddSql(x: string): string {
  const has = (character: string) => `WHEN contains(${x}, '${character}') THEN true `;
  return `CASE ${has('_')}${has('+')}${has('(')}ELSE strlen(${x}) > ${MOST_NUMBER_CHARACTERS} END`;
}

/** One of the words for true and false as BOOLEAN; null for other texts. */
function truthSql(x: string): string {
  const word = `lower(${trimmed(x)})`;
  return `CASE WHEN ${word} IN ('true', 't', 'yes') THEN true WHEN ${word} IN ('false', 'f', 'no') THEN false END`;
}

const DATE = '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const CLOCK = '[Tt ](?:[01]?[0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?';
const ZONE = ' ?(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)';

/** What DuckDB writes as it was read is of the usual form: it reads others too, some of which are none of ours. */
const isUsualTime = (x: string): string =>
  `strlen(${x}) = 19 AND CAST(TRY_CAST(${x} AS TIMESTAMP) AS VARCHAR) = ${x}`;

/** A text as TIMESTAMP in UTC; null for what is no time. */
export function timeSql(x: string, zones = true): string {
  // DuckDB wants capitals, a point, seconds before an offset, and no blank before it.
  let text = `upper(replace(${trimmed(x)}, ',', '.'))`;
  text = `regexp_replace(${text}, ' (Z|[+-][0-9]{2}:?(?:[0-9]{2})?)$', '\\1')`;
  text = `regexp_replace(${text}, '^([^:]*:[0-9]{2})(Z|[+-].*)$', '\\1:00\\2')`;
  return (
    `CASE WHEN ${isUsualTime(x)} THEN TRY_CAST(${x} AS TIMESTAMP) ` +
    `WHEN ${matches(trimmed(x), `${DATE}(?:${CLOCK}${zones ? `(?:${ZONE})?` : ''})?`)} ` +
    `THEN CAST(TRY_CAST(${text} AS TIMESTAMPTZ) AS TIMESTAMP) END`
  );
}

/** What a column's values are called in errors. */
export function expectedOf(type: ColumnType): string {
  if (type === 'float32' || type === 'float64') return 'a number';
  if (type === 'bool') return 'true or false';
  if (type === 'utf8') return 'a text';
  if (type === 'date') return 'a date (YYYY-MM-DD)';
  if (type.startsWith('timestamp')) return 'a time (YYYY-MM-DD HH:MM:SS)';
  return `a whole number (${type})`;
}

/** A text as one of the integer types; null for what is none, or beyond its range. */
function wholeSql(x: string, number: string, duckdb: string): string {
  return (
    `CASE WHEN ${matches(trimmed(x), '[+-]?[0-9]+')} THEN TRY_CAST(ltrim(${trimmed(x)}, '+') AS ${duckdb}) ` +
    `WHEN ${number} = trunc(${number}) AND abs(${number}) <= ${2 ** 53} THEN TRY_CAST(${number} AS ${duckdb}) END`
  );
}

function valueSql(x: string, number: string, type: ColumnType, strict: boolean): string {
  const { duckdb, family } = columnTypeOf(type);
  if (family === 'boolean') {
    if (strict) return truthSql(x);
    return `coalesce(${truthSql(x)}, CASE WHEN ${number} IN (0, 1) THEN ${number} = 1 END)`;
  }
  if (type === 'date')
    return `CASE WHEN ${matches(trimmed(x), DATE)} THEN TRY_CAST(${trimmed(x)} AS DATE) END`;
  if (family === 'time') {
    return `CAST(${timeSql(x, !strict || type.endsWith('UTC]'))} AS ${duckdb})`;
  }
  if (type === 'float64') return number;
  if (type === 'float32') return `CAST(${number} AS FLOAT)`;
  return wholeSql(x, number, duckdb);
}

/** How a cell is read. */
export interface CellForm {
  readonly type: ColumnType;
  /** Whether words for true and false count as 1 and 0 where a number is needed. */
  readonly truths?: boolean;
  /**
   * Whether the type follows from the column's values: then 1 and 0 are no truths, and a time with an offset
   * no time without.
   */
  readonly strict?: boolean;
}

/** Whether a text is a whole number beyond 2^53, without point and exponent. @param number the text as DOUBLE */
export function isBeyondSql(x: string, number: string): string {
  // The float of 2^53 + 1 is 2^53.
  const digits = `ltrim(ltrim(${trimmed(x)}, '+-'), '0')`;
  const isBeyond = `strlen(${digits}) > 16 OR ${digits} > '${LARGEST_WHOLE}'`;
  return `abs(${number}) >= ${LARGEST_WHOLE} AND ${matches(trimmed(x), '[+-]?[0-9]+')} AND (${isBeyond})`;
}

/**
 * SQL that reads a text column as a type. A missing value is null; another text raises an error, and so does a
 * whole number that a float64 cannot hold.
 * @param complain SQL of the error for a text that is none of the type, given the text's SQL
 * @param number a column with what {@link numberSql} gives for the text, where there is one
 */
export function cellSql(
  x: string,
  { type, truths = false, strict = false }: CellForm,
  complain: (x: string, fault: 'value' | 'precision') => string,
  number = numberSql(x),
): string {
  if (type === 'utf8') return x;
  const { duckdb } = columnTypeOf(type);
  const words = truths
    ? ` WHEN ${truthSql(x)} IS NOT NULL THEN CAST(${truthSql(x)} AS ${duckdb})`
    : '';
  const other = `CASE WHEN ${x} IS NULL OR ${isMissing(x)} THEN NULL${words} ELSE ${complain(x, 'value')} END`;
  const value = `coalesce(${valueSql(x, number, type, strict)}, ${other})`;
  if (type !== 'float64' && type !== 'float32') return value;
  return `CASE WHEN ${isBeyondSql(x, number)} THEN ${complain(x, 'precision')} ELSE ${value} END`;
}

/** Kinds of texts, as bits of {@link kindSql}. */
const KIND = {
  missing: 1,
  number: 2,
  truth: 4,
  date: 8,
  time: 16,
  zoned: 32,
  text: 64,
  nan: 128,
  large: 256,
};

/**
 * The kind of a text, a bit; 0 for null.
 * @param number a column with what {@link numberSql} gives for the text
 */
export function kindSql(x: string, number: string): string {
  const isKind = (type: ColumnType) => `${valueSql(x, number, type, true)} IS NOT NULL`;
  return (
    `CASE WHEN ${x} IS NULL THEN 0 ` +
    `WHEN ${number} IS NOT NULL THEN CASE WHEN isnan(${number}) THEN ${KIND.nan} ` +
    `WHEN abs(${number}) < ${LARGEST_WHOLE} THEN ${KIND.number} WHEN isinf(${number}) THEN ${KIND.number} ELSE ${KIND.number | KIND.large} END ` +
    `WHEN ${isUsualTime(x)} THEN ${KIND.time} ` +
    `WHEN ${isMissing(x)} THEN ${KIND.missing} ` +
    `WHEN ${isKind('bool')} THEN ${KIND.truth} ` +
    `WHEN ${isKind('date')} THEN ${KIND.date} ` +
    `WHEN ${isKind('timestamp[us]')} THEN ${KIND.time} ` +
    `WHEN ${isKind('timestamp[us, UTC]')} THEN ${KIND.zoned} ELSE ${KIND.text} END`
  );
}

const isOnly = (kinds: number, allowed: number): boolean => (kinds & ~allowed) === 0;

/** Whether a column of such kinds has no value at all. */
export const isAllMissing = (kinds: number): boolean => isOnly(kinds, KIND.missing);

/** Whether words for a missing value are among the texts. */
export const hasWords = (kinds: number): boolean => (kinds & KIND.missing) !== 0;

/** Whether all texts are numbers or words for a missing value, and none is a whole number that a float may not hold. */
export const isPlainNumbers = (kinds: number): boolean =>
  isOnly(kinds, KIND.number | KIND.nan | KIND.missing);

/** The type of a column whose texts are of some kinds: what all of them can be read as, else text. */
export function typeOfKinds(kinds: number): ColumnType {
  const only = (allowed: number) => isOnly(kinds, allowed | KIND.missing);
  if (isAllMissing(kinds)) return 'utf8';
  if (only(KIND.number | KIND.nan | KIND.large)) return 'float64';
  if (only(KIND.truth)) return 'bool';
  if (only(KIND.date)) return 'date';
  if (only(KIND.date | KIND.time)) return 'timestamp[us]';
  if (only(KIND.date | KIND.time | KIND.zoned)) return 'timestamp[us, UTC]';
  return 'utf8';
}

/**
 * A text column's values as another type; a missing value is null.
 * @param name what to call the column in the error for a text that is none of the type
 */
export function sqlOfText(x: string, name: string, type: ColumnType): string {
  const message = sqlString(`column "${name}": expected ${expectedOf(type)}, found "`);
  const precision = sqlString(`column "${name}": whole number `);
  const complain = (text: string, fault: 'value' | 'precision') =>
    fault === 'precision'
      ? `error(${precision} || ${trimmed(text)})`
      : `error(${message} || left(${text}, 200) || '"')`;
  return cellSql(x, { type, truths: true }, complain);
}
