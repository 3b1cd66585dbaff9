/** Reads Arrow's exact numbers of 64 bits and more as floats, and refuses whole numbers that a float64 cannot hold. */
import type { Data, DataType, Decimal, Int } from 'apache-arrow';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { LARGEST_WHOLE } from '../whole-numbers.js';
import { columnData } from './assemble.js';
import { isValid } from './validity.js';

/** Throws for the value of a row, counted from 0 within the chunk. */
export type RefuseValue = (row: number, value: string) => never;

const TWO_32 = 2 ** 32;
/** In the upper word of a 64-bit integer, from here on the magnitude is 2^53 or more. */
const HIGH_WORD = 2 ** 21;
/** Powers of ten up to here are float64s. */
const EXACT_POWER = 22;

/** Whether values of a type are 64-bit integers or decimals. */
export function isExactWide(type: DataType): type is Int | Decimal {
  const { typeId } = type;
  if (typeId === ArrowTypeId.Decimal) return true;
  return typeId === ArrowTypeId.Int && (type as Int).bitWidth === 64;
}

/** Copies a chunk of 64-bit integers or decimals to `target` from `at`; missing values become NaN. */
export function copyExact(
  data: Data,
  target: Float32Array | Float64Array,
  at: number,
  refuse: RefuseValue,
): void {
  if (data.type.typeId === ArrowTypeId.Decimal) copyDecimals(data, target, at, refuse);
  else copyIntegers(data, target, at, refuse);
  const { length, offset, nullCount, nullBitmap } = data;
  if (nullCount === 0 || !nullBitmap) return;
  for (let row = 0; row < length; row++) {
    if (!isValid(nullBitmap, offset + row)) target[at + row] = Number.NaN;
  }
}

/** What lies at a missing value means nothing. */
function isMissing({ nullCount, nullBitmap, offset }: Data, row: number): boolean {
  return nullCount > 0 && !!nullBitmap && !isValid(nullBitmap, offset + row);
}

/** A chunk of 64-bit integers or decimals as floats of its own, NaN where missing; any other chunk as it is. */
export function exactFloats(data: Data, refuse: RefuseValue): Data {
  if (!isExactWide(data.type)) return data;
  const values = new Float64Array(data.length);
  copyExact(data, values, 0, refuse);
  return columnData('float64', { length: data.length, values });
}

function copyIntegers(
  data: Data,
  target: Float32Array | Float64Array,
  at: number,
  refuse: RefuseValue,
): void {
  const { length } = data;
  const values = data.values as BigInt64Array | BigUint64Array;
  const unsigned = values instanceof BigUint64Array;
  // A pair of words is read many times faster than a BigInt.
  const words = new Int32Array(values.buffer, values.byteOffset, length * 2);
  for (let row = 0; row < length; row++) {
    const word = words[row * 2 + 1]!;
    const high = unsigned ? word >>> 0 : word;
    const low = words[row * 2]! >>> 0;
    if (high >= HIGH_WORD || high < -HIGH_WORD) {
      const limit = high === HIGH_WORD && low === 0;
      if (!limit && !isMissing(data, row)) refuse(row, String(values[row]));
    }
    target[at + row] = high * TWO_32 + low;
  }
}

function copyDecimals(
  data: Data,
  target: Float32Array | Float64Array,
  at: number,
  refuse: RefuseValue,
): void {
  const { scale, bitWidth } = data.type as Decimal;
  const width = bitWidth / 32;
  const words = data.values as Uint32Array;
  const largest = BigInt(LARGEST_WHOLE) * 10n ** BigInt(Math.max(0, scale));
  for (let row = 0; row < data.length; row++) {
    if (isMissing(data, row)) continue;
    let unscaled = 0n;
    for (let word = width - 1; word >= 0; word--) {
      unscaled = (unscaled << 32n) | BigInt(words[row * width + word]!);
    }
    unscaled = BigInt.asIntN(bitWidth, unscaled);
    if (scale < 0) unscaled *= 10n ** BigInt(-scale);
    if (unscaled > largest || unscaled < -largest) refuse(row, decimalText(unscaled, scale));
    const small = unscaled <= LARGEST_WHOLE && unscaled >= -LARGEST_WHOLE && scale <= EXACT_POWER;
    target[at + row] = small
      ? Number(unscaled) / 10 ** Math.max(0, scale)
      : Number(decimalText(unscaled, scale));
  }
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}
