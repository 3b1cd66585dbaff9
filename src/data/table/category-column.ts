/** Gives a table's column as categories: numbers as they are, texts as the places of their names in one sorted list. */
import { type Dictionary, type Table, type Utf8, Vector } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import {
  type EmptyColumns,
  numericColumn,
  placeFloat32,
  requireColumn,
  tableMemory,
} from './numeric-column.js';
import { storedData } from './stored-data.js';
import { isValid } from './validity.js';

/** A column of categories. */
export interface CategoryColumn {
  /** The category of each row; NaN where it is missing or not among the names. */
  readonly codes: Float32Array | Float64Array;
  /** The names that the codes count, for a column of texts. */
  readonly names: readonly string[] | undefined;
}

/** Beyond it a 32-bit float skips whole numbers. */
const MOST_FLOAT32 = 2 ** 24;

/**
 * A column as categories. Numbers and booleans stay what they are, missing ones NaN. Texts become
 * codes: the place of a text among the column's distinct texts in order of their code points, which
 * is the same whatever file the table was read from.
 * @param names the names of the table that a model was trained on: the codes count them, and other
 *   texts are NaN. Leave out for that table itself, or for a column of numbers.
 * @param options.allowEmpty takes a column without any value, of which every row is NaN
 * @throws CambiumError `missing-column`, `column-type`, `empty-table` or `all-missing`
 */
export function categoryColumn(
  table: Table,
  name: string,
  names?: readonly string[],
  { allowEmpty = false }: EmptyColumns = {},
): CategoryColumn {
  const column = requireColumn(table, name);
  if (!isTextColumn(table, name)) {
    if (names === undefined)
      return { codes: numericColumn(table, name, { allowEmpty }), names: undefined };
    // A text column of which nothing is there may have any type.
    const missing = column.data.reduce((sum, chunk) => sum + storedData(chunk).nullCount, 0);
    if (missing < column.length) {
      throw new CambiumError(
        'column-type',
        `column "${name}" is ${String(column.type)}, but was text in the training table`,
      );
    }
  }
  if (column.length === 0) throw new CambiumError('empty-table', 'the table has no rows');
  const chunks = column.data.map(textChunk);
  const used = names ?? distinctTexts(chunks);
  if (used.length === 0 && !allowEmpty) {
    throw new CambiumError('all-missing', `column "${name}" has no value in any row`);
  }
  const codeOf = new Map(used.map((text, code) => [text, code]));
  const codes =
    used.length <= MOST_FLOAT32
      ? placeFloat32(table, column.length)
      : (tableMemory(table)?.allocateFloat64(column.length) ?? new Float64Array(column.length));
  let at = 0;
  for (const chunk of chunks) {
    const known = chunk.texts.map((text) =>
      text === null ? Number.NaN : (codeOf.get(text) ?? Number.NaN),
    );
    for (let row = 0; row < chunk.rows; row++) codes[at++] = known[chunk.at(row)] ?? Number.NaN;
  }
  return { codes, names: used };
}

/** Whether a column holds texts. @throws CambiumError `missing-column` */
export function isTextColumn(table: Table, name: string): boolean {
  const { type } = requireColumn(table, name);
  const { typeId } =
    type.typeId === ArrowTypeId.Dictionary ? (type as Dictionary<Utf8>).dictionary : type;
  return (typeId as number) === ArrowTypeId.Utf8 || (typeId as number) === ArrowTypeId.LargeUtf8;
}

/** Texts of one chunk, each distinct one once where there is a dictionary; rows without one are at -1. */
interface TextChunk {
  readonly rows: number;
  readonly texts: readonly (string | null)[];
  at(row: number): number;
}

function textChunk(chunk: Vector['data'][number]): TextChunk {
  const data = storedData(chunk);
  const { length: rows, offset, nullCount, nullBitmap, dictionary } = data;
  const present = (row: number) =>
    nullCount === 0 || !nullBitmap || isValid(nullBitmap, offset + row);
  if (dictionary) {
    const codes = data.values as Int32Array;
    return {
      rows,
      texts: dictionary.toArray() as unknown as (string | null)[],
      at: (row) => (present(row) ? codes[row]! : -1),
    };
  }
  const texts: (string | null)[] = [];
  const vector = new Vector([data]);
  for (let row = 0; row < rows; row++) texts.push(vector.get(row) as string | null);
  return { rows, texts, at: (row) => (present(row) ? row : -1) };
}

/** The texts that rows have, sorted; a dictionary may hold more. */
function distinctTexts(chunks: readonly TextChunk[]): string[] {
  const found = new Set<string>();
  for (const { rows, texts, at } of chunks) {
    const used = new Uint8Array(texts.length);
    for (let row = 0; row < rows; row++) {
      const place = at(row);
      if (place >= 0) used[place] = 1;
    }
    for (const [place, text] of texts.entries()) {
      if (used[place] === 1 && text !== null) found.add(text);
    }
  }
  return [...found].sort(compareCodePoints);
}

/** The order of code points, as Python and LightGBM's package sort; JavaScript's own is that of UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    // Surrogates stand for what lies beyond all other units.
    const high = (unit: number) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
    return high(left) - high(right);
  }
  return a.length - b.length;
}
