/**
 * Brings Arrow columns to the few forms that the rest of the code reads: values as they are, without a dictionary but
 * for texts, whose codes are Int32 and whose missing values show in the column's own bitmap.
 */
import {
  type Data,
  type DataType,
  DateDay,
  type Decimal,
  Dictionary,
  type FixedSizeBinary,
  Float32,
  Int32,
  makeData,
  type Timestamp,
  TimestampMicrosecond,
  TimeUnit,
  Type,
  util,
  type Vector,
} from 'apache-arrow';
import { isValid } from './validity.js';

const MILLISECONDS_A_DAY = 86_400_000n;

/** Whether a column of a type is already what {@link storedData} makes of it. */
export function isStored(type: DataType): boolean {
  switch (type.typeId) {
    case Type.Dictionary:
      return false;
    case Type.Float:
      return type.ArrayType !== Uint16Array;
    case Type.Date:
      return (type as DateDay).unit === 0;
    case Type.Timestamp: {
      const { unit, timezone } = type as Timestamp;
      return !timezone || unit === TimeUnit.MICROSECOND;
    }
    default:
      return true;
  }
}

/**
 * A chunk of a column in the form that it is read in: a dictionary's values take the place of their codes, unless they
 * are texts; float16 becomes float32, dates in milliseconds become days, and times with a zone microseconds. What is of
 * none of these forms, or of a type that tables cannot hold, stays.
 * @throws RangeError when a dictionary is shorter than it says, or a time is too far away for its new unit
 */
export function storedData(data: Data): Data {
  if (data.type.typeId !== Type.Dictionary) return isStored(data.type) ? data : converted(data);
  const { dictionary: valueType } = data.type as Dictionary;
  const isText = valueType.typeId === Type.Utf8 || valueType.typeId === Type.LargeUtf8;
  return isText ? withPlainCodes(data) : withValues(data);
}

/** A bit a row: whether it has a value, and its code a value too. */
function presence(data: Data): {
  readonly bitmap: Uint8Array | undefined;
  readonly missing: number;
} {
  const { length, offset, nullCount, nullBitmap } = data;
  const dictionary = data.dictionary as Vector;
  if (nullCount === 0 && dictionary.nullCount === 0) return { bitmap: undefined, missing: 0 };
  const present = new Uint8Array(dictionary.length);
  for (let code = 0; code < present.length; code++)
    present[code] = Number(dictionary.isValid(code));
  const codes = data.values as ArrayLike<number | bigint>;
  const bitmap = new Uint8Array(Math.ceil(length / 8));
  let missing = 0;
  for (let row = 0; row < length; row++) {
    const here = nullCount === 0 || !nullBitmap || isValid(nullBitmap, offset + row);
    if (here && present[Number(codes[row])] === 1) bitmap[row >> 3]! |= 1 << (row & 7);
    else missing++;
  }
  return { bitmap: missing === 0 ? undefined : bitmap, missing };
}

/** A column of texts whose codes are Int32, none of them that of a missing value. */
function withPlainCodes(data: Data): Data {
  const dictionary = data.dictionary as Vector;
  if (data.values instanceof Int32Array && dictionary.nullCount === 0) return data;
  const { bitmap, missing } = presence(data);
  const { id, isOrdered, dictionary: valueType } = data.type as Dictionary;
  const codes = data.values as ArrayLike<number | bigint>;
  return makeData({
    type: new Dictionary(valueType, new Int32(), id, isOrdered),
    length: data.length,
    nullCount: missing,
    nullBitmap: bitmap,
    data: Int32Array.from({ length: data.length }, (_, row) => Number(codes[row])),
    dictionary,
  } as unknown as { type: Int32; length: number });
}

/** A column with the values themselves in the place of codes. */
function withValues(data: Data): Data {
  const { dictionary: valueType } = data.type as Dictionary;
  const dictionary = data.dictionary as Vector;
  const chunks = dictionary.data.map(storedData);
  const type = chunks[0]?.type ?? valueType;
  const stride = strideOf(type);
  if (stride === undefined) return data;
  const { length } = data;
  const codes = data.values as ArrayLike<number | bigint>;
  const { bitmap: nullBitmap, missing: nullCount } = presence(data);
  const present = (row: number) => nullBitmap === undefined || isValid(nullBitmap, row);
  const common = { type: type as Int32, length, nullCount, nullBitmap };
  if (type.typeId === Type.Bool) {
    const truths = chunks.flatMap((chunk) =>
      Array.from({ length: chunk.length }, (_, row) => isValid(chunk.values, chunk.offset + row)),
    );
    const bits = new Uint8Array(Math.ceil(length / 8));
    for (let row = 0; row < length; row++) {
      if (present(row) && truths[Number(codes[row])]) bits[row >> 3]! |= 1 << (row & 7);
    }
    return makeData({ ...common, data: bits as unknown as Int32Array });
  }
  const values = joined(chunks, stride);
  const ArrayType = values.constructor as new (length: number) => Int32Array;
  const target = new ArrayType(length * stride);
  for (let row = 0; row < length; row++) {
    if (!present(row)) continue;
    const from = Number(codes[row]) * stride;
    for (let part = 0; part < stride; part++) target[row * stride + part] = values[from + part]!;
  }
  return makeData({ ...common, data: target });
}

/** Elements of the values' array that one value takes; undefined for types of no fixed width. */
function strideOf(type: DataType): number | undefined {
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
    case Type.Bool:
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
      return 1;
    case Type.Decimal:
      return (type as Decimal).bitWidth / 32;
    case Type.FixedSizeBinary:
      return (type as FixedSizeBinary).byteWidth;
    default:
      return undefined;
  }
}

/** All values of a dictionary that came in parts. */
function joined(chunks: readonly Data[], stride: number): Int32Array {
  const parts = chunks.map((chunk) => {
    const values = chunk.values as Int32Array;
    if (values.length < chunk.length * stride)
      throw new RangeError('a dictionary without its values (nested ones are not supported)');
    return values.subarray(0, chunk.length * stride);
  });
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const ArrayType = (first ?? new Int32Array()).constructor as new (length: number) => Int32Array;
  const all = new ArrayType(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A column without a dictionary in the form that it is read in. */
function converted(data: Data): Data {
  const { length, nullCount } = data;
  const nullBitmap = nullCount > 0 ? bitsFrom(data.nullBitmap!, data.offset, length) : undefined;
  const [type, values] = convertedValues(data);
  return makeData({
    type: type as Int32,
    length,
    nullCount,
    nullBitmap,
    data: values as Int32Array,
  });
}

function bitsFrom(bitmap: Uint8Array, offset: number, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) {
    if (isValid(bitmap, offset + row)) bits[row >> 3]! |= 1 << (row & 7);
  }
  return bits;
}

function convertedValues(data: Data): [DataType, ArrayBufferView] {
  const { length, type } = data;
  if (type.typeId === Type.Float) {
    const halves = data.values as Uint16Array;
    const floats = Float32Array.from({ length }, (_, row) => util.uint16ToFloat64(halves[row]!));
    return [new Float32(), floats];
  }
  const values = data.values as BigInt64Array;
  const here = (row: number) =>
    data.nullCount === 0 || isValid(data.nullBitmap!, data.offset + row);
  if (type.typeId === Type.Date) {
    const days = Int32Array.from({ length }, (_, row) =>
      here(row) ? Number(dividedDown(values[row]!, MILLISECONDS_A_DAY)) : 0,
    );
    return [new DateDay(), days];
  }
  const { unit } = type as Timestamp;
  const scale = unit === TimeUnit.SECOND ? 1_000_000n : 1000n;
  const micros = BigInt64Array.from({ length }, (_, row) => {
    if (!here(row)) return 0n;
    const value = values[row]!;
    const found = unit === TimeUnit.NANOSECOND ? dividedDown(value, 1000n) : value * scale;
    if (BigInt.asIntN(64, found) !== found) throw new RangeError('a time beyond all calendars');
    return found;
  });
  return [new TimestampMicrosecond('UTC'), micros];
}

/** Division that rounds towards the past, also before 1970. */
function dividedDown(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}
