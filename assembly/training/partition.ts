// Partition stage: brings a leaf's left rows to the front of its records and the right rows to the back, so that
// later histograms read memory in order. Rows stay where the leaf is; only the root's are copied, out of the master.
import { MOVE_ROWS, featureAt, spareRecords, stride, thread } from './context';
import { writeSides } from './entries';
import { addRecords } from './histogram';
import { Leaf, lookupOf } from './leaf';

/**
 * Where the next record of the left side goes, and how far behind it the next one of the right side goes, in
 * bytes. The left side fills from the front, the right side from the back, so every record narrows the gap.
 */
let leftAddress: usize = 0;
let gap: usize = 0;

/** Bytes that a thread needs to put two blocks of records aside. */
export function spareBytes(recordBytes: u32): usize { return 2 * MOVE_ROWS * recordBytes; }

/** Copies one record; `size` tells its length: 0: 8 bytes, 1: 12, 2: 16, else whole vectors and what remains. */
@inline function move(size: i32, from: usize, to: usize, step: usize): void {
  if (size < 2) {
    store<i64>(to, load<i64>(from));
    if (size == 1) store<i32>(to, load<i32>(from, 8), 8);
    return;
  }
  // The last vector ends with the record, so a neighbour is never overwritten. All is read before it is written:
  // a record may be moved to where it is.
  const last = size > 2 ? v128.load(from + step - 16) : i64x2.splat(0);
  v128.store(to, v128.load(from));
  if (size > 3) v128.store(to, v128.load(from, 16), 16);
  if (size > 4) {
    for (let at: usize = 32; at < step - 16; at += 16) v128.store(to + at, v128.load(from + at));
  }
  if (size > 2) v128.store(to + step - 16, last);
}

/** Moves one record to its side; gives the record's length where that is the right one, else 0. */
@inline function moveRow(size: i32, from: usize, left: usize, between: usize, group: usize, lookup: usize, step: usize): usize {
  // Arithmetic, not select: engines may turn a select into a branch that nobody can predict.
  const goesRight = <usize>load<i8>(lookup + load<u8>(from + group));
  move(size, from, left + (between & goesRight), step);
  return step & goesRight;
}

@inline function rowsOf(size: i32, from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  const step: usize = size == 0 ? 8 : size == 1 ? 12 : size == 2 ? 16 : <usize>stride;
  let left = leftAddress;
  let between = gap;
  // Four at a time: the loop itself costs as much as a row.
  for (; count >= 4; count -= 4) {
    left += step - moveRow(size, from, left, between, group, lookup, step);
    between -= step;
    from += advance;
    left += step - moveRow(size, from, left, between, group, lookup, step);
    between -= step;
    from += advance;
    left += step - moveRow(size, from, left, between, group, lookup, step);
    between -= step;
    from += advance;
    left += step - moveRow(size, from, left, between, group, lookup, step);
    between -= step;
    from += advance;
  }
  for (; count > 0; count--) {
    left += step - moveRow(size, from, left, between, group, lookup, step);
    between -= step;
    from += advance;
  }
  leftAddress = left;
  gap = between;
}

// Functions of their own in a table, lest the optimizer folds them into one that decides its size row by row.
function move8(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(0, from, count, advance, group, lookup);
}
function move12(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(1, from, count, advance, group, lookup);
}
function move16(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(2, from, count, advance, group, lookup);
}
function moveTo32(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(3, from, count, advance, group, lookup);
}
function moveTo48(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(4, from, count, advance, group, lookup);
}
function moveLonger(from: usize, count: u32, advance: usize, group: usize, lookup: usize): void {
  rowsOf(5, from, count, advance, group, lookup);
}

type Move = (from: usize, count: u32, advance: usize, group: usize, lookup: usize) => void;
const moves: StaticArray<Move> = [move8, move12, move16, moveTo32, moveTo48, moveLonger];

@inline function moveOf(step: usize): Move {
  if (step <= 16) return unchecked(moves[<i32>(step >> 2) - 2]);
  return unchecked(moves[step <= 32 ? 3 : step <= 48 ? 4 : 5]);
}

/**
 * Moves the records from address `first` up to `end` to their sides, and gathers those of the smaller side while they
 * are in the cache.
 */
function moveBlock(leaf: Leaf, first: usize, end: usize, backward: bool, histogram: usize): void {
  const step = <usize>stride;
  const lookup = lookupOf(leaf);
  const group = <usize>featureAt(leaf.feature).group;
  const left = leftAddress;
  const right = leftAddress + gap;
  const count = <u32>((end - first) / step);
  writeSides(leaf, first, count);
  const move = moveOf(step);
  move(backward ? end - step : first, count, backward ? <usize>0 - step : step, group, lookup);
  if (leaf.gatherLeft) addRecords(left, <u32>((leftAddress - left) / step), histogram);
  else addRecords(leftAddress + gap + step, <u32>((right - leftAddress - gap) / step), histogram);
}

/**
 * Parts `count` records of the leaf at address `from` into those that go left, from address `to` on, and behind them
 * those that go right; adds those of the smaller side to the histogram. `to` is `from`, or else far away from it.
 * @returns the number of records that go left
 */
export function partition(leaf: Leaf, from: usize, to: usize, count: u32, histogram: usize): u32 {
  const step = <usize>stride;
  const block = <usize>MOVE_ROWS * step;
  leftAddress = to;
  gap = <usize>(count - 1) * step;
  let low = from;
  let high = from + <usize>count * step;
  if (to != from) {
    for (; low < high; low += block) moveBlock(leaf, low, min(low + block, high), false, histogram);
  } else {
    // With a block of each end put aside there is always room for one: where the left side has it, the next block is
    // read from the right end, for what it leaves there makes room for its own right rows; else from the left end.
    // See the "fulcrum partition" of I. van den Hoven's crumsort (2022).
    const spare = spareRecords + <usize>thread * spareBytes(stride);
    const head = min(block, high - low);
    memory.copy(spare, low, head);
    low += head;
    const tail = min(block, high - low);
    high -= tail;
    memory.copy(spare + head, high, tail);
    while (low < high) {
      const next = min(block, high - low);
      if (low - leftAddress >= next) {
        high -= next;
        moveBlock(leaf, high, high + next, true, histogram);
      } else {
        low += next;
        moveBlock(leaf, low - next, low, false, histogram);
      }
    }
    moveBlock(leaf, spare, spare + head + tail, false, histogram);
  }
  return <u32>((leftAddress - to) / step);
}

/** Exchanges the contents of two stretches of memory that do not overlap; `bytes`: a multiple of 4. */
export function exchange(a: usize, b: usize, bytes: usize): void {
  const end = a + bytes;
  for (; a + 16 <= end; a += 16, b += 16) {
    const held = v128.load(a);
    v128.store(a, v128.load(b));
    v128.store(b, held);
  }
  for (; a < end; a += 4, b += 4) {
    const held = load<u32>(a);
    store<u32>(a, load<u32>(b));
    store<u32>(b, held);
  }
}
