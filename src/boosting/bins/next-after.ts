/** Neighbours among the double-precision numbers. */

const double = new Float64Array(1);
const bits = new Uint32Array(double.buffer);
/** Which half of a double holds sign and exponent depends on the machine. */
const high = new Uint32Array(new Float64Array([-0]).buffer)[1] === 0 ? 0 : 1;
const low = 1 - high;

/** The smallest double above `value`; infinity and NaN stay. */
export function nextAfter(value: number): number {
  if (value === Number.POSITIVE_INFINITY || Number.isNaN(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  double[0] = value;
  if (value > 0) {
    const sum = ((bits[low] as number) + 1) >>> 0;
    bits[low] = sum;
    if (sum === 0) bits[high] = (bits[high] as number) + 1;
  } else {
    if (bits[low] === 0) bits[high] = (bits[high] as number) - 1;
    bits[low] = (bits[low] as number) - 1;
  }
  return double[0] as number;
}

/** Whether `b` is `a` or its upper neighbour, given `a <= b`: LightGBM takes such for one value. */
export function equalOrNext(a: number, b: number): boolean {
  return b === a || (b - a <= Math.abs(a) * 2 ** -51 + Number.MIN_VALUE && b <= nextAfter(a));
}
