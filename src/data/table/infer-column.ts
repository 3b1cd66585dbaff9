/** Makes an Arrow column of values whose type is inferred: numbers, booleans, texts or dates. */
import { type Data, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { columnData } from './assemble.js';
import { describeValue } from './table-data.js';

/** Values of a column in memory, by row. */
export interface ColumnSource {
  readonly name: string;
  readonly rows: number;
  /** The value of a row, from 0. */
  at(row: number): unknown;
}

type Kind = 'number' | 'boolean' | 'text' | 'date';

const PLURALS: Readonly<Record<Kind, string>> = {
  number: 'numbers',
  boolean: 'booleans',
  text: 'texts',
  date: 'dates',
};

/** Beyond it a float64 skips whole numbers. */
const EXACT_LIMIT = 2n ** 53n;

const isMissing = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));

/**
 * The column of these values. Numbers and bigints become float64, booleans bool, texts a dictionary with codes in
 * order of first appearance, dates timestamps in milliseconds; a column without any value is float64.
 * @throws CambiumError `column-type` for values of several types, or of none that a column can hold;
 *   `integer-precision` for a bigint beyond 2^53
 */
export function inferColumn(source: ColumnSource): Data {
  const kind = kindOfColumn(source);
  if (kind === 'text') return textData(source);
  if (kind === 'boolean') return booleanData(source);
  if (kind === 'date') return dateData(source);
  return numberData(source);
}

function kindOfColumn({ name, rows, at }: ColumnSource): Kind | undefined {
  let kind: Kind | undefined;
  let first = 0;
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (value === null || value === undefined) continue;
    const found = kindOfValue(value);
    if (found === undefined) throw unfit(name, row, value);
    // NaN is a missing value in a column of any type.
    if (found === kind || (found === 'number' && Number.isNaN(value))) continue;
    if (kind !== undefined) {
      throw new CambiumError(
        'column-type',
        `column "${name}" has ${describeValue(value)} in row ${row + 1}, but ${PLURALS[kind]} before it (row ${first + 1})`,
        { hint: 'all values of a column are of one type; a missing value is null' },
      );
    }
    kind = found;
    first = row;
  }
  return kind;
}

function kindOfValue(value: unknown): Kind | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    default:
      return value instanceof Date && !Number.isNaN(value.getTime()) ? 'date' : undefined;
  }
}

function unfit(name: string, row: number, value: unknown): CambiumError {
  const what = value instanceof Date ? 'an invalid Date' : describeValue(value);
  const isNested = typeof value === 'object' && !(value instanceof Date);
  return new CambiumError(
    'column-type',
    `column "${name}" has ${what} in row ${row + 1}: expected a number, text, boolean, Date or null`,
    { hint: isNested ? 'give each part of a nested value a column of its own' : undefined },
  );
}

/** @throws CambiumError `integer-precision` */
function exactNumber(value: bigint, name: string, row: number): number {
  if (value <= EXACT_LIMIT && value >= -EXACT_LIMIT) return Number(value);
  throw new CambiumError(
    'integer-precision',
    `column "${name}" has ${value} in row ${row + 1}: the whole number is beyond 2^53, where a float64 loses digits`,
    { hint: 'an identifier can be a text: String(value)' },
  );
}

function numberData({ name, rows, at }: ColumnSource): Data {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (typeof value === 'number') values[row] = value;
    else values[row] = typeof value === 'bigint' ? exactNumber(value, name, row) : Number.NaN;
  }
  return columnData('float64', { length: rows, values });
}

/** Bits of the rows that have a value, or nothing where all have one. */
function validityOf({ rows, at }: ColumnSource) {
  const nullBitmap = new Uint8Array(Math.ceil(rows / 8));
  let nullCount = 0;
  for (let row = 0; row < rows; row++) {
    if (isMissing(at(row))) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  }
  return nullCount === 0 ? {} : { nullBitmap, nullCount };
}

function booleanData(source: ColumnSource): Data {
  const { rows, at } = source;
  const values = new Uint8Array(Math.ceil(rows / 8));
  for (let row = 0; row < rows; row++) {
    if (at(row) === true) values[row >> 3]! |= 1 << (row & 7);
  }
  return columnData('bool', { length: rows, values, ...validityOf(source) });
}

function dateData(source: ColumnSource): Data {
  const { rows, at } = source;
  const values = new BigInt64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (value instanceof Date) values[row] = BigInt(value.getTime());
  }
  return columnData('timestamp[ms]', { length: rows, values, ...validityOf(source) });
}

function textData(source: ColumnSource): Data {
  const { rows, at } = source;
  const codes = new Map<string, number>();
  const values = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = at(row);
    if (typeof value !== 'string') continue;
    let code = codes.get(value);
    if (code === undefined) {
      code = codes.size;
      codes.set(value, code);
    }
    values[row] = code;
  }
  // The types of vectorFromArray are those of a type that is inferred.
  const dictionary = vectorFromArray([...codes.keys()], new Utf8()) as Vector;
  return columnData('utf8', { length: rows, values, dictionary, ...validityOf(source) });
}
