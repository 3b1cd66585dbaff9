/** The column types of a table: their names in schemas, what they are in DuckDB, and which of Arrow's they stand for. */
import type { DataType, Dictionary, Float64, Int32, TimestampMicrosecond } from 'apache-arrow/type';
import { ArrowTypeId } from './arrow-type-id.js';

/** The array that a column's values lie in. */
export type ValuesConstructor =
  | Uint8ArrayConstructor
  | Int8ArrayConstructor
  | Int16ArrayConstructor
  | Int32ArrayConstructor
  | Uint16ArrayConstructor
  | Uint32ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | BigInt64ArrayConstructor;

interface Definition {
  /** The type that DuckDB gives and takes. */
  readonly duckdb: string;
  /** Types of one family convert into each other without changing what a value means. */
  readonly family: 'number' | 'boolean' | 'text' | 'time';
  /** Of numbers and times the values, of booleans bits, of texts their codes. */
  readonly ArrayType: ValuesConstructor;
  /** Bytes of one value; 0 for a bit. */
  readonly bytes: number;
}

const define = (
  duckdb: string,
  family: Definition['family'],
  ArrayType: ValuesConstructor,
): Definition => ({
  duckdb,
  family,
  ArrayType,
  bytes: family === 'boolean' ? 0 : ArrayType.BYTES_PER_ELEMENT,
});

/** Every column type by its name in a schema. */
const COLUMN_TYPES = {
  bool: define('BOOLEAN', 'boolean', Uint8Array),
  int8: define('TINYINT', 'number', Int8Array),
  int16: define('SMALLINT', 'number', Int16Array),
  int32: define('INTEGER', 'number', Int32Array),
  int64: define('BIGINT', 'number', BigInt64Array),
  uint8: define('UTINYINT', 'number', Uint8Array),
  uint16: define('USMALLINT', 'number', Uint16Array),
  uint32: define('UINTEGER', 'number', Uint32Array),
  float32: define('FLOAT', 'number', Float32Array),
  float64: define('DOUBLE', 'number', Float64Array),
  utf8: define('VARCHAR', 'text', Int32Array),
  date: define('DATE', 'time', Int32Array),
  'timestamp[s]': define('TIMESTAMP_S', 'time', BigInt64Array),
  'timestamp[ms]': define('TIMESTAMP_MS', 'time', BigInt64Array),
  'timestamp[us]': define('TIMESTAMP', 'time', BigInt64Array),
  'timestamp[ns]': define('TIMESTAMP_NS', 'time', BigInt64Array),
  'timestamp[us, UTC]': define('TIMESTAMP WITH TIME ZONE', 'time', BigInt64Array),
} satisfies Record<string, Definition>;

/** The name of a column type in a schema. */
export type ColumnType = keyof typeof COLUMN_TYPES;

export const COLUMN_TYPE_NAMES = Object.keys(COLUMN_TYPES) as ColumnType[];

/** What is known of a column type. */
export function columnTypeOf(type: ColumnType): Definition {
  return COLUMN_TYPES[type];
}

const BY_DUCKDB = new Map(COLUMN_TYPE_NAMES.map((name) => [COLUMN_TYPES[name].duckdb, name]));

/**
 * The column type that a DuckDB type is read as. 64-bit integers become float64: JavaScript's
 * numbers hold them exactly to 2^53, and a larger one is an error when it is read. Decimals and
 * 128-bit integers become float64 too; what has no counterpart (times of day, lists, structs)
 * becomes text.
 */
export function fromDuckDBType(type: string): ColumnType {
  if (type === 'BIGINT') return 'float64';
  const direct = BY_DUCKDB.get(type);
  if (direct !== undefined) return direct;
  if (/^(DECIMAL|UBIGINT|U?HUGEINT|BIGNUM)/.test(type)) return 'float64';
  return 'utf8';
}

const TIME_UNITS = ['timestamp[s]', 'timestamp[ms]', 'timestamp[us]', 'timestamp[ns]'] as const;

/**
 * The column type that an Arrow type is stored as, or undefined when tables here cannot hold it. float16 is stored as
 * float32, unsigned 64-bit integers and decimals as float64, dates in milliseconds as days, times with a zone as
 * microseconds, and what a dictionary holds as itself.
 */
export function fromArrowType(type: DataType): ColumnType | undefined {
  switch (type.typeId) {
    case ArrowTypeId.Dictionary:
      return fromArrowType((type as Dictionary).dictionary);
    case ArrowTypeId.Utf8:
    case ArrowTypeId.LargeUtf8:
      return 'utf8';
    case ArrowTypeId.Bool:
      return 'bool';
    case ArrowTypeId.Int: {
      const { bitWidth, isSigned } = type as Int32;
      if ((bitWidth as number) === 64) return isSigned ? 'int64' : 'float64';
      return `${isSigned ? '' : 'u'}int${bitWidth}` as ColumnType;
    }
    case ArrowTypeId.Decimal:
      return 'float64';
    case ArrowTypeId.Float:
      return (type as Float64).precision === 2 ? 'float64' : 'float32';
    case ArrowTypeId.Date:
      return 'date';
    case ArrowTypeId.Timestamp: {
      const { unit, timezone } = type as TimestampMicrosecond;
      return timezone ? 'timestamp[us, UTC]' : TIME_UNITS[unit];
    }
    default:
      return undefined;
  }
}
