// Partition stage: moves a leaf's records into its two children, so that later
// histograms read memory in order.
import { stride } from './context';

/**
 * Where the next record of the left side goes, and how far behind it the next one of the right side goes, in
 * bytes. The left side fills from the front, the right side from the back, so every record narrows the gap.
 */
export let leftAddress: usize = 0;
export let gap: usize = 0;

/** Says where the left side begins and where the right side ends: the address of its last record. */
export function setCursors(left: usize, right: usize): void {
  leftAddress = left;
  gap = right - left;
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

@inline function rowsOf(size: i32, from: usize, count: u32, group: u32, lookup: usize): void {
  const step: usize = size == 0 ? 8 : size == 1 ? 12 : size == 2 ? 16 : <usize>stride;
  let left = leftAddress;
  let between = gap;
  const end = from + <usize>count * step;
  while (from < end) {
    // Arithmetic, not select: engines may turn a select into a branch that nobody can predict.
    const goesRight = <usize>load<i8>(lookup + load<u8>(from + group));
    move(size, from, left + (between & goesRight), step);
    left += step - (step & goesRight);
    between -= step;
    from += step;
  }
  leftAddress = left;
  gap = between;
}

// Functions of their own, lest the optimizer folds them into one that decides its size row by row.
function move8(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(0, from, count, group, lookup);
}
function move12(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(1, from, count, group, lookup);
}
function move16(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(2, from, count, group, lookup);
}
function moveTo32(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(3, from, count, group, lookup);
}
function moveTo48(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(4, from, count, group, lookup);
}
function moveLonger(from: usize, count: u32, group: u32, lookup: usize): void {
  rowsOf(5, from, count, group, lookup);
}

/**
 * Moves `count` records from address `from` to the cursors. `lookup` holds 0 for each value of the record's byte
 * `group` that goes left, else -1.
 */
export function moveRows(from: usize, count: u32, group: u32, lookup: usize): void {
  if (stride == 8) move8(from, count, group, lookup);
  else if (stride == 12) move12(from, count, group, lookup);
  else if (stride == 16) move16(from, count, group, lookup);
  else if (stride <= 32) moveTo32(from, count, group, lookup);
  else if (stride <= 48) moveTo48(from, count, group, lookup);
  else moveLonger(from, count, group, lookup);
}

/** Number of records that go left among `count` from address `from`. */
export function countLeft(from: usize, count: u32, group: u32, lookup: usize): u32 {
  let at = from + group;
  const end = at + <usize>count * stride;
  let left = count;
  for (; at < end; at += stride) left += <u32>load<i8>(lookup + load<u8>(at));
  return left;
}
