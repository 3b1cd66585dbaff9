// Partition stage: moves a leaf's records and row numbers into its two children, so that later
// histograms read memory in order.
import { MASTER, otherBuffer, recordsOf, rowIdsOf, stride } from './context';

/** Where the next row of each side goes: positions in the buffer that is written. */
export let leftAt: u32 = 0;
export let rightAt: u32 = 0;

export function setCursors(left: u32, right: u32): void {
  leftAt = left;
  rightAt = right;
}

/** Copies one record; `size` tells its length: 0: 8 bytes, 1: 12 bytes, else whole vectors and what remains. */
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

/** The size class of this training's records. */
function sizeOfRecord(): i32 {
  if (stride < 16) return stride == 8 ? 0 : 1;
  return stride == 16 ? 2 : stride <= 32 ? 3 : stride <= 48 ? 4 : 5;
}

@inline function rowsOf(
  size: i32, fromMaster: bool, first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32,
): void {
  const step = <usize>stride;
  let from = recordsOf(source) + <usize>first * step;
  let id = rowIdsOf(source) + <usize>first * 4;
  let row = first;
  const target = otherBuffer(source);
  const to = recordsOf(target);
  const toId = rowIdsOf(target);
  let left = leftAt;
  let right = rightAt;
  const end = from + <usize>count * step;
  while (from < end) {
    const isLeft = <u32>load<u8>(lookup + load<u8>(from + group));
    // Arithmetic, not select: engines may turn a select into a branch that nobody can predict.
    const at = <usize>(right + ((left - right) & -isLeft));
    move(size, from, to + at * step, step);
    store<u32>(toId + (at << 2), fromMaster ? row : load<u32>(id));
    left += isLeft;
    right += direction & (isLeft - 1);
    from += step;
    if (fromMaster) row++;
    else id += 4;
  }
  leftAt = left;
  rightAt = right;
}

/**
 * Moves `count` rows from position `first` of buffer `source` to the cursors of {@link otherBuffer}. The left
 * cursor moves up, the right one by `direction` (1 or -1). `lookup`
 * holds 1 for each value of the record's byte `group` that goes left.
 */
export function moveRows(first: u32, count: u32, source: u32, group: u32, lookup: usize, direction: i32): void {
  const size = sizeOfRecord();
  if (source == MASTER) {
    switch (size) {
      case 0: rowsOf(0, true, first, count, source, group, lookup, direction); break;
      case 1: rowsOf(1, true, first, count, source, group, lookup, direction); break;
      case 2: rowsOf(2, true, first, count, source, group, lookup, direction); break;
      case 3: rowsOf(3, true, first, count, source, group, lookup, direction); break;
      case 4: rowsOf(4, true, first, count, source, group, lookup, direction); break;
      default: rowsOf(5, true, first, count, source, group, lookup, direction);
    }
  } else {
    switch (size) {
      case 0: rowsOf(0, false, first, count, source, group, lookup, direction); break;
      case 1: rowsOf(1, false, first, count, source, group, lookup, direction); break;
      case 2: rowsOf(2, false, first, count, source, group, lookup, direction); break;
      case 3: rowsOf(3, false, first, count, source, group, lookup, direction); break;
      case 4: rowsOf(4, false, first, count, source, group, lookup, direction); break;
      default: rowsOf(5, false, first, count, source, group, lookup, direction);
    }
  }
}

/** Number of rows that go left among `count` rows from position `first` of a buffer. */
export function countLeft(first: u32, count: u32, source: u32, group: u32, lookup: usize): u32 {
  let at = recordsOf(source) + <usize>first * stride + group;
  const end = at + <usize>count * stride;
  let left: u32 = 0;
  for (; at < end; at += stride) left += load<u8>(lookup + load<u8>(at));
  return left;
}
