/** Numbers that JSON can hold. */

/** A number within ±`most`; NaN becomes 0. */
export function finite(value: number, most = 1e300): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, -most), most);
}

/** A split's gain as LightGBM keeps it: in 32 bits. */
export function gainOf(gain: number): number {
  return Math.fround(finite(gain, 1e38));
}
