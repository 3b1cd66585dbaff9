/** Puts Arrow's objects around columns that lie in memory. */
import {
  type Data,
  Field,
  type Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  type Vector,
} from 'apache-arrow';
import { noteTable } from '../reclaim.js';
import { arrowTypeOf } from '../schema/arrow-type.js';
import type { ColumnType } from '../schema/column-type.js';

/** A column's parts. */
export interface ColumnParts {
  readonly length: number;
  /** Numbers and times as they are, booleans as bits, codes of texts. */
  readonly values: ArrayBufferView;
  /** A bit a row, set where there is a value; none when nothing is missing. */
  readonly nullBitmap?: Uint8Array | undefined;
  readonly nullCount?: number;
  /** The texts that codes stand for. */
  readonly dictionary?: Vector | undefined;
}

/** A column as Arrow data. */
export function columnData(
  type: ColumnType,
  { values, nullBitmap, nullCount = 0, dictionary, length }: ColumnParts,
): Data {
  return makeData({
    length,
    nullCount,
    nullBitmap,
    ...(dictionary && { dictionary }),
    // makeData's overloads name one type each; the type is known only at run time here.
    type: arrowTypeOf(type) as Int32,
    data: values as Int32Array,
  });
}

/** A table of one batch. `metadata` goes to each column's Arrow field, e.g. its unit. */
export function assembleTable(
  columns: readonly { readonly name: string; readonly data: Data }[],
  rows: number,
  metadata?: (name: string) => Map<string, string> | undefined,
): Table {
  const fields = columns.map(
    ({ name, data }) => new Field(name, data.type, true, metadata?.(name)),
  );
  noteTable(columns.reduce((sum, { data }) => sum + data.byteLength, 0));
  const schema = new Schema(fields);
  const children = columns.map(({ data }) => data);
  const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, data)]);
}
