/** Makes codes of a column of categories while it is streamed, by the categories that a model keeps. */
import type { Data, Dictionary, Utf8 } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { sqlNumber } from '../engine/index.js';
import { column as columnExpression } from '../expressions/index.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { StringDictionary } from '../table/strings.js';
import { isValid } from '../table/validity.js';

/** The categories of a column, in the order that codes count: texts, or numbers. */
export type CategoryList = readonly string[] | readonly number[];

/** Whether categories are texts; of none at all it does not matter. */
export function areTexts(categories: CategoryList): categories is readonly string[] {
  return typeof categories[0] !== 'number';
}

const notText = (source: string, name: string, type: string): CambiumError =>
  new CambiumError(
    'column-type',
    `${source}, column "${name}" is ${type}, but text is needed: its categories have names`,
  );

const notNumber = (source: string, name: string, type: string): CambiumError =>
  new CambiumError(
    'column-type',
    `${source}, column "${name}" is ${type}, but numbers are needed: its categories are numbers`,
  );

/**
 * SQL that gives the place of a value among categories, null for others.
 * @param column what the SQL calls the column, an identifier that needs no quotes
 * @throws CambiumError `column-type` when the column is no text, or no number
 */
export function categorySql(
  source: string,
  name: string,
  type: ColumnType,
  column: string,
  names: CategoryList,
): string {
  const { family } = columnTypeOf(type);
  if (!areTexts(names)) {
    if (family !== 'number' && family !== 'boolean') throw notNumber(source, name, type);
    const list = `[${names.map(sqlNumber).join(', ')}]`;
    return `nullif(list_position(${list}, CAST(${column} AS DOUBLE)), 0) - 1`;
  }
  if (family !== 'text') throw notText(source, name, type);
  return columnExpression(column)
    .codeIn(names)
    .toSql(new Map([[column, 'VARCHAR']]));
}

/** A function that replaces numbers by their places among categories, others by NaN. */
export function numberCoder(
  categories: readonly number[],
): (values: Float32Array | Float64Array, from: number, to: number) => void {
  const codeOf = new Map(categories.map((value, code) => [value, code]));
  return (values, from, to) => {
    for (let row = from; row < to; row++) values[row] = codeOf.get(values[row]!) ?? Number.NaN;
  };
}

/**
 * The place of each of a chunk's texts among names, NaN for others.
 * @throws CambiumError `column-type` when the chunk holds no texts
 */
export function categoryCodes(
  source: string,
  name: string,
  data: Data,
  names: readonly string[],
): Float64Array {
  const { length, offset, nullCount, nullBitmap, type, dictionary } = data;
  const isText = (typeId: number) =>
    typeId === ArrowTypeId.Utf8 || typeId === ArrowTypeId.LargeUtf8;
  const codes = new Float64Array(length).fill(Number.NaN);
  const present = (row: number) =>
    nullCount === 0 || !nullBitmap || isValid(nullBitmap, offset + row);
  if (nullCount === length) return codes;
  if (dictionary && isText((type as Dictionary<Utf8>).dictionary.typeId)) {
    const texts = dictionary.toArray() as unknown as (string | null)[];
    const codeOf = new Map(names.map((text, code) => [text, code]));
    const known = texts.map((text) => (text === null ? undefined : codeOf.get(text)) ?? Number.NaN);
    const places = data.values as Int32Array;
    for (let row = 0; row < length; row++) {
      if (present(row)) codes[row] = known[places[row]!] ?? Number.NaN;
    }
    return codes;
  }
  if (!isText(type.typeId)) throw notText(source, name, String(type));
  const { valueOffsets, values } = data as unknown as {
    valueOffsets: Int32Array | BigInt64Array;
    values: Uint8Array;
  };
  // Bytes are compared, so that no text is made of a row.
  const known = new StringDictionary();
  for (const text of names) known.codeOf(text);
  for (let row = 0; row < length; row++) {
    if (!present(row)) continue;
    const start = Number(valueOffsets[row]);
    const code = known.code(values, start, Number(valueOffsets[row + 1]) - start);
    if (code < names.length) codes[row] = code;
  }
  return codes;
}
