// Partition stage: moves a leaf's records and row numbers into its two children, so that later
// histograms read memory in order.
import { rowIdsOf, recordsOf, stride } from './context';

/** Where the next row of each side goes: positions in the buffer that is written. */
export let leftAt: u32 = 0;
export let rightAt: u32 = 0;

export function setCursors(left: u32, right: u32): void {
  leftAt = left;
  rightAt = right;
}

@inline function move(vectors: i32, from: usize, to: usize, step: usize): void {
  v128.store(to, v128.load(from));
  if (vectors > 2) v128.store(to, v128.load(from, 16), 16);
  if (vectors > 3) v128.store(to, v128.load(from, 32), 32);
  if (vectors > 4) {
    for (let at: usize = 48; at < step - 16; at += 16) v128.store(to + at, v128.load(from + at));
  }
  // The last vector ends with the record, so a neighbour is never overwritten.
  if (vectors > 1) v128.store(to + step - 16, v128.load(from + step - 16));
}

@inline function rowsOf(
  vectors: i32, first: u32, count: u32, source: u32, feature: u32, lookup: usize, direction: i32,
): void {
  const step = <usize>stride;
  let from = recordsOf(source) + <usize>first * step;
  let id = rowIdsOf(source) + <usize>first * 4;
  const to = recordsOf(source ^ 1);
  const toId = rowIdsOf(source ^ 1);
  let left = leftAt;
  let right = rightAt;
  const end = from + <usize>count * step;
  while (from < end) {
    const isLeft = <u32>load<u8>(lookup + load<u8>(from + feature));
    const at = <usize>select<u32>(left, right, isLeft);
    move(vectors, from, to + at * step, step);
    store<u32>(toId + (at << 2), load<u32>(id));
    left += isLeft;
    right += direction & (isLeft - 1);
    from += step;
    id += 4;
  }
  leftAt = left;
  rightAt = right;
}

/**
 * Moves `count` rows from position `first` of buffer `source` to the cursors of the other buffer. The left
 * cursor moves up, the right one by `direction` (1 or -1). `lookup` holds, for each bin, 1 for left.
 */
export function moveRows(first: u32, count: u32, source: u32, feature: u32, lookup: usize, direction: i32): void {
  switch ((stride + 15) >> 4) {
    case 1: rowsOf(1, first, count, source, feature, lookup, direction); break;
    case 2: rowsOf(2, first, count, source, feature, lookup, direction); break;
    case 3: rowsOf(3, first, count, source, feature, lookup, direction); break;
    case 4: rowsOf(4, first, count, source, feature, lookup, direction); break;
    default: rowsOf(5, first, count, source, feature, lookup, direction);
  }
}

/** Number of rows that go left among `count` rows from position `first` of a buffer. */
export function countLeft(first: u32, count: u32, source: u32, feature: u32, lookup: usize): u32 {
  let at = recordsOf(source) + <usize>first * stride + feature;
  const end = at + <usize>count * stride;
  let left: u32 = 0;
  for (; at < end; at += stride) left += load<u8>(lookup + load<u8>(at));
  return left;
}
