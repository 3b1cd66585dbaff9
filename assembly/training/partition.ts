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
  vectors: i32, fromMaster: bool, first: u32, count: u32, source: u32, feature: u32, lookup: usize, direction: i32,
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
    const isLeft = <u32>load<u8>(lookup + load<u8>(from + feature));
    // Arithmetic, not select: engines may turn a select into a branch that nobody can predict.
    const at = <usize>(right + ((left - right) & -isLeft));
    move(vectors, from, to + at * step, step);
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
 * cursor moves up, the right one by `direction` (1 or -1). `lookup` holds, for each bin, 1 for left.
 */
export function moveRows(first: u32, count: u32, source: u32, feature: u32, lookup: usize, direction: i32): void {
  const vectors = (stride + 15) >> 4;
  if (source == MASTER) {
    switch (vectors) {
      case 1: rowsOf(1, true, first, count, source, feature, lookup, direction); break;
      case 2: rowsOf(2, true, first, count, source, feature, lookup, direction); break;
      case 3: rowsOf(3, true, first, count, source, feature, lookup, direction); break;
      case 4: rowsOf(4, true, first, count, source, feature, lookup, direction); break;
      default: rowsOf(5, true, first, count, source, feature, lookup, direction);
    }
  } else {
    switch (vectors) {
      case 1: rowsOf(1, false, first, count, source, feature, lookup, direction); break;
      case 2: rowsOf(2, false, first, count, source, feature, lookup, direction); break;
      case 3: rowsOf(3, false, first, count, source, feature, lookup, direction); break;
      case 4: rowsOf(4, false, first, count, source, feature, lookup, direction); break;
      default: rowsOf(5, false, first, count, source, feature, lookup, direction);
    }
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
