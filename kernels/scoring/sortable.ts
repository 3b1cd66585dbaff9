/** Floats as unsigned integers in the order of their values: what the kernels compare instead of floats. */

const f64 = new Float64Array(1);
const f64Words = new Uint32Array(f64.buffer);
const f64Bits = new BigInt64Array(f64.buffer);
const f32 = new Float32Array(1);
const f32Bits = new Int32Array(f32.buffer);

/** The key of a 32-bit float: keys are ordered as the values are, and -0 lies just below 0. */
export function sortable32(value: number): number {
  f32[0] = value;
  const bits = f32Bits[0]!;
  return (bits < 0 ? ~bits : bits | 0x80000000) >>> 0;
}

/** The key of a 64-bit float as high and low word, written at `at` of `target`. */
export function sortable64(value: number, target: Uint32Array, at: number): void {
  f64[0] = value;
  const low = f64Words[0]!;
  const high = f64Words[1]!;
  const negative = (high & 0x80000000) !== 0;
  target[at] = negative ? ~high : high | 0x80000000;
  target[at + 1] = negative ? ~low : low;
}

/** The largest 64-bit float below `value`. */
export function previous64(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  f64[0] = value;
  f64Bits[0] = f64Bits[0]! + (value > 0 ? -1n : 1n);
  return f64[0]!;
}

/**
 * The largest 32-bit float that is not above `value`: for a 32-bit `x`, `x <= value` exactly when
 * `x <= roundDown32(value)`.
 */
export function roundDown32(value: number): number {
  f32[0] = value;
  if (f32[0]! <= value) return f32[0]!;
  // Rounded up: step to the neighbour below. Zero cannot be stepped over by adding to the bits.
  if (f32[0] === 0) return -1.401298464324817e-45;
  f32Bits[0] = f32Bits[0]! + (f32[0]! > 0 ? -1 : 1);
  return f32[0]!;
}
