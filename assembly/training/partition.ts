// Partition stage: moves a leaf's records into its two children, so that later
// histograms read memory in order.
import { otherBuffer, recordsOf, stride } from './context';

/** Where the next row of each side goes: positions in the buffer that is written. */
export let leftAt: u32 = 0;
export let rightAt: u32 = 0;

export function setCursors(left: u32, right: u32): void {
  leftAt = left;
  rightAt = right;
}

/** Copies one record; `size` tells its length: 0: 8 bytes, 1: 12, 2: 16, else whole vectors and what remains. */
@inline function move(size: i32, from: usize, to: usize, step: usize): void {
  if (size < 2) {
    store<i64>(to, load<i64>(from));
    if (size == 1) store<i32>(to, load<i32>(from, 8), 8);
    return;
  }
  v128.store(to, v128.load(from));
  if (size > 3) v128.store(to, v128.load(from, 16), 16);
  if (size > 4) {
    for (let at: usize = 32; at < step - 16; at += 16) v128.store(to + at, v128.load(from + at));
  }
  // The last vector ends with the record, so a neighbour is never overwritten.
  if (size > 2) v128.store(to + step - 16, v128.load(from + step - 16));
}

@inline function rowsOf(
  size: i32, first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32,
): void {
  const step: usize = size == 0 ? 8 : size == 1 ? 12 : size == 2 ? 16 : <usize>stride;
  let from = recordsOf(source) + <usize>first * step;
  const to = recordsOf(otherBuffer(source));
  let left = leftAt;
  let right = rightAt;
  const end = from + <usize>count * step;
  while (from < end) {
    const isLeft = <u32>load<u8>(lookup + load<u8>(from + group));
    // Arithmetic, not select: engines may turn a select into a branch that nobody can predict.
    const at = <usize>(right + ((left - right) & -isLeft));
    move(size, from, to + at * step, step);
    left += isLeft;
    right += direction & (isLeft - 1);
    from += step;
  }
  leftAt = left;
  rightAt = right;
}

// Functions of their own, lest the optimizer folds them into one that decides its size row by row.
function move8(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(0, first, count, source, group, lookup, direction);
}
function move12(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(1, first, count, source, group, lookup, direction);
}
function move16(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(2, first, count, source, group, lookup, direction);
}
function moveTo32(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(3, first, count, source, group, lookup, direction);
}
function moveTo48(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(4, first, count, source, group, lookup, direction);
}
function moveLonger(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  rowsOf(5, first, count, source, group, lookup, direction);
}

/**
 * Moves `count` rows from position `first` of buffer `source` to the cursors of {@link otherBuffer}. The left
 * cursor moves up, the right one by `direction` (1 or -1). `lookup` holds 1 for each value of the
 * record's byte `group` that goes left.
 */
export function moveRows(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  if (stride == 8) move8(first, count, source, group, lookup, direction);
  else if (stride == 12) move12(first, count, source, group, lookup, direction);
  else if (stride == 16) move16(first, count, source, group, lookup, direction);
  else if (stride <= 32) moveTo32(first, count, source, group, lookup, direction);
  else if (stride <= 48) moveTo48(first, count, source, group, lookup, direction);
  else moveLonger(first, count, source, group, lookup, direction);
}

/** Number of rows that go left among `count` rows from position `first` of a buffer. */
export function countLeft(first: u32, count: u32, source: u32, group: u32, lookup: usize): u32 {
  let at = recordsOf(source) + <usize>first * stride + group;
  const end = at + <usize>count * stride;
  let left: u32 = 0;
  for (; at < end; at += stride) left += load<u8>(lookup + load<u8>(at));
  return left;
}
