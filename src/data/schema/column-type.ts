/** The column types of a table: their names in schemas, and what they are in Arrow and in DuckDB. */
import { Type } from 'apache-arrow/enum';
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
} from 'apache-arrow/type';

interface Definition {
  readonly arrow: () => DataType;
  /** The type that DuckDB gives and takes. */
  readonly duckdb: string;
  /** Types of one family convert into each other without changing what a value means. */
  readonly family: 'number' | 'boolean' | 'text' | 'time';
  /** Bytes of one value; 0 for a bit. */
  readonly bytes: number;
}

const define = (
  arrow: () => DataType,
  duckdb: string,
  family: Definition['family'],
  bytes: number,
): Definition => ({ arrow, duckdb, family, bytes });

/** Every column type by its name in a schema. */
export const COLUMN_TYPES = {
  bool: define(() => new Bool(), 'BOOLEAN', 'boolean', 0),
  int8: define(() => new Int8(), 'TINYINT', 'number', 1),
  int16: define(() => new Int16(), 'SMALLINT', 'number', 2),
  int32: define(() => new Int32(), 'INTEGER', 'number', 4),
  int64: define(() => new Int64(), 'BIGINT', 'number', 8),
  uint8: define(() => new Uint8(), 'UTINYINT', 'number', 1),
  uint16: define(() => new Uint16(), 'USMALLINT', 'number', 2),
  uint32: define(() => new Uint32(), 'UINTEGER', 'number', 4),
  float32: define(() => new Float32(), 'FLOAT', 'number', 4),
  float64: define(() => new Float64(), 'DOUBLE', 'number', 8),
  utf8: define(() => new Dictionary(new Utf8(), new Int32()), 'VARCHAR', 'text', 4),
  date: define(() => new DateDay(), 'DATE', 'time', 4),
  'timestamp[s]': define(() => new TimestampSecond(), 'TIMESTAMP_S', 'time', 8),
  'timestamp[ms]': define(() => new TimestampMillisecond(), 'TIMESTAMP_MS', 'time', 8),
  'timestamp[us]': define(() => new TimestampMicrosecond(), 'TIMESTAMP', 'time', 8),
  'timestamp[ns]': define(() => new TimestampNanosecond(), 'TIMESTAMP_NS', 'time', 8),
  'timestamp[us, UTC]': define(
    () => new TimestampMicrosecond('UTC'),
    'TIMESTAMP WITH TIME ZONE',
    'time',
    8,
  ),
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

/** The column type of an Arrow type, or undefined when tables here cannot hold it. */
export function fromArrowType(type: DataType): ColumnType | undefined {
  switch (type.typeId) {
    case Type.Dictionary:
      return fromArrowType((type as Dictionary).dictionary);
    case Type.Utf8:
    case Type.LargeUtf8:
      return 'utf8';
    case Type.Bool:
      return 'bool';
    case Type.Int: {
      const { bitWidth, isSigned } = type as Int32;
      if ((bitWidth as number) === 64) return isSigned ? 'int64' : undefined;
      return `${isSigned ? '' : 'u'}int${bitWidth}` as ColumnType;
    }
    case Type.Float:
      if ((type as Float32).ArrayType === Float32Array) return 'float32';
      return (type as Float64).precision === 2 ? 'float64' : undefined;
    case Type.Date:
      return (type as DateDay).unit === 0 ? 'date' : undefined;
    case Type.Timestamp: {
      const { unit, timezone } = type as TimestampMicrosecond;
      if (timezone) return (unit as number) === 2 ? 'timestamp[us, UTC]' : undefined;
      return TIME_UNITS[unit];
    }
    default:
      return undefined;
  }
}
