/** Bitmaps of present values: one bit a row, least significant first, as Arrow and DuckDB both keep them. */

/** Whether `bitmap` marks `row` as present. */
export function isValid(bitmap: Uint8Array, row: number): boolean {
  return ((bitmap[row >> 3]! >> (row & 7)) & 1) === 1;
}

/** Marks rows `from` to `to` as present. */
export function markPresent(bitmap: Uint8Array, from: number, to: number): void {
  let row = from;
  for (; row < to && (row & 7) !== 0; row++) bitmap[row >> 3]! |= 1 << (row & 7);
  const whole = to & ~7;
  if (whole > row) {
    bitmap.fill(0xff, row >> 3, whole >> 3);
    row = whole;
  }
  for (; row < to; row++) bitmap[row >> 3]! |= 1 << (row & 7);
}

/** Copies `rows` bits of `source`, from bit `start`, to `target` at bit `at`. */
export function copyBits(
  source: Uint8Array,
  start: number,
  target: Uint8Array,
  at: number,
  rows: number,
): void {
  if ((start & 7) === 0 && (at & 7) === 0 && (rows & 7) === 0) {
    target.set(source.subarray(start >> 3, (start + rows) >> 3), at >> 3);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const bit = (source[(start + row) >> 3]! >> ((start + row) & 7)) & 1;
    const to = at + row;
    if (bit === 1) target[to >> 3]! |= 1 << (to & 7);
    else target[to >> 3]! &= ~(1 << (to & 7));
  }
}
