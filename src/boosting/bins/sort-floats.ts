/** Sorts 32-bit floats by radix: several times quicker than the engine's own sort on a bin's sample. */
import { toStarts } from '../numeric/bucket-starts.js';
import { workArray } from './work-arrays.js';

/** Below this the engine's own sort is as quick, or quicker where this code has not been compiled yet. */
const FEW = 32_768;
const DIGIT = 11;
const DIGITS = 3;
const BUCKETS = 1 << DIGIT;

/**
 * Sorts in place, rising, -0 before 0. There must be no NaN.
 * @returns the same array
 */
export function sortFloats<T extends Float32Array | Float64Array>(values: T): T {
  if (!(values instanceof Float32Array) || values.length < FEW) return values.sort() as T;
  let from: Uint32Array = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let to: Uint32Array = workArray('sorted', Uint32Array, values.length);
  const counts = toKeys(from);
  for (let digit = 0; digit < DIGITS; digit++) {
    const starts = counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
    if (!toStarts(starts, values.length)) continue;
    const shift = digit * DIGIT;
    for (let i = 0; i < from.length; i++) {
      const key = from[i]!;
      const bucket = (key >>> shift) & (BUCKETS - 1);
      to[starts[bucket]!++] = key;
    }
    [from, to] = [to, from];
  }
  const result = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < from.length; i++) {
    const key = from[i]!;
    result[i] = key >>> 31 === 1 ? key ^ 0x8000_0000 : ~key;
  }
  return values;
}

/** Turns the bits of floats into integers of the same order, and counts their digits. */
function toKeys(bits: Uint32Array): Uint32Array {
  const counts = new Uint32Array(DIGITS * BUCKETS);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!;
    const key = word >>> 31 === 1 ? ~word >>> 0 : (word | 0x8000_0000) >>> 0;
    bits[i] = key;
    for (let digit = 0; digit < DIGITS; digit++) {
      counts[digit * BUCKETS + ((key >>> (digit * DIGIT)) & (BUCKETS - 1))]!++;
    }
  }
  return counts;
}
