/** Makes codes of a text column while it is streamed, by the names of categories that a model keeps. */
import type { Data, Dictionary, Utf8 } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { column as columnExpression } from '../expressions/index.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { type ColumnType, columnTypeOf } from '../schema/column-type.js';
import { isValid } from '../table/validity.js';

const notText = (source: string, name: string, type: string): CambiumError =>
  new CambiumError(
    'column-type',
    `${source}, column "${name}" is ${type}, but text is needed: its categories have names`,
  );

/**
 * SQL that gives the place of a text among names, null for others.
 * @param column what the SQL calls the column, an identifier that needs no quotes
 * @throws CambiumError `column-type` when the column is no text
 */
export function categorySql(
  source: string,
  name: string,
  type: ColumnType,
  column: string,
  names: readonly string[],
): string {
  if (columnTypeOf(type).family !== 'text') throw notText(source, name, type);
  return columnExpression(column)
    .codeIn(names)
    .toSql(new Map([[column, 'VARCHAR']]));
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
  const codeOf = new Map(names.map((text, code) => [text, code]));
  const { length, offset, nullCount, nullBitmap, type, dictionary } = data;
  const isText = (typeId: number) =>
    typeId === ArrowTypeId.Utf8 || typeId === ArrowTypeId.LargeUtf8;
  const codes = new Float64Array(length).fill(Number.NaN);
  const present = (row: number) =>
    nullCount === 0 || !nullBitmap || isValid(nullBitmap, offset + row);
  if (dictionary && isText((type as Dictionary<Utf8>).dictionary.typeId)) {
    const texts = dictionary.toArray() as unknown as (string | null)[];
    const known = texts.map((text) => codeOf.get(text ?? '\0') ?? Number.NaN);
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
  const decoder = new TextDecoder();
  for (let row = 0; row < length; row++) {
    if (!present(row)) continue;
    const text = values.subarray(Number(valueOffsets[row]), Number(valueOffsets[row + 1]));
    codes[row] = codeOf.get(decoder.decode(text)) ?? Number.NaN;
  }
  return codes;
}
