/** Arrow's own objects for column types; apart, because Arrow's library is loaded with the first table. */
import {
  Bool,
  type DataType,
  DateDay,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Utf8,
} from 'apache-arrow';
import type { ColumnType } from './column-type.js';

const MAKERS: Readonly<Record<ColumnType, () => DataType>> = {
  bool: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  utf8: () => new Dictionary(new Utf8(), new Int32()),
  date: () => new DateDay(),
  'timestamp[s]': () => new TimestampSecond(),
  'timestamp[ms]': () => new TimestampMillisecond(),
  'timestamp[us]': () => new TimestampMicrosecond(),
  'timestamp[ns]': () => new TimestampNanosecond(),
  'timestamp[us, UTC]': () => new TimestampMicrosecond('UTC'),
};

/** The Arrow type that a column of a type has in a table. */
export function arrowTypeOf(type: ColumnType): DataType {
  return MAKERS[type]();
}
