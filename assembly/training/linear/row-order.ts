// The rows of a leaf in rising order, whatever order the threads have left them in: what is summed in 64-bit floats
// is summed in the order of the table.
import { rowOfRecord, rows, stride } from '../context';
import { Leaf, recordsOf } from '../leaf';

/** 8 bytes a row: two lists of row numbers; every leaf uses the part that its rows have in the records. */
export let rowLists: usize = 0;

const DIGIT_BITS: u32 = 8;
const DIGITS: u32 = 256;

/** Sorts by one digit; `counts`: 1 KiB. */
function sortDigit(from: usize, to: usize, count: u32, shift: u32, counts: usize): void {
  memory.fill(counts, 0, DIGITS * 4);
  const end = from + (<usize>count << 2);
  for (let at = from; at < end; at += 4) {
    const digit = counts + (<usize>(load<u32>(at) >> shift & (DIGITS - 1)) << 2);
    store<u32>(digit, load<u32>(digit) + 1);
  }
  let position: u32 = 0;
  for (let digit = counts; digit < counts + DIGITS * 4; digit += 4) {
    const own = load<u32>(digit);
    store<u32>(digit, position);
    position += own;
  }
  for (let at = from; at < end; at += 4) {
    const row = load<u32>(at);
    const digit = counts + (<usize>(row >> shift & (DIGITS - 1)) << 2);
    const place = load<u32>(digit);
    store<u32>(to + (<usize>place << 2), row);
    store<u32>(digit, place + 1);
  }
}

/** Address of the leaf's row numbers in rising order. `counts`: 1 KiB of scratch. */
export function sortedRows(leaf: Leaf, counts: usize): usize {
  let list = rowLists + (<usize>leaf.start << 2);
  let other = list + (<usize>rows << 2);
  let record = recordsOf(leaf);
  for (let index: usize = 0; index < leaf.count; index++, record += stride) {
    store<u32>(list + (index << 2), rowOfRecord(record + stride));
  }
  for (let shift: u32 = 0; shift < 32 && rows - 1 >> shift > 0; shift += DIGIT_BITS) {
    sortDigit(list, other, leaf.count, shift, counts);
    const sorted = other;
    other = list;
    list = sorted;
  }
  return list;
}
