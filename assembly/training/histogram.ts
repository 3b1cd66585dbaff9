// Histogram stage: adds each row's packed gradient sum to one place of every group of features. Row by
// row, so that a record is read once; unrolled for up to 16 groups with constant offsets.
import { BLOCK_ROWS, HISTOGRAM_STRIDE, PAYLOAD, constantHessian, countBits, groups, histogramBytes, stride } from './context';

/**
 * The packed sum of one row. Constant hessian: a 24-bit fixed-point gradient above a count of one.
 * Else: a 16-bit gradient in the high word, a 16-bit hessian in the low word.
 */
@inline function packed(payload: i32, constant: bool): i64 {
  return constant
    ? (<i64>(payload >> 8) << countBits) + 1
    : (<i64>(payload >> 16) << 32) + <i64>(payload & 0xffff);
}

// The offset operand of load and store must be a literal, hence one line a group.
@inline function accumulate(width: i32, bins: usize, h: usize, v: i64): void {
  if (width > 0) { const a = h + (<usize>load<u8>(bins, 0) << 3); store<i64>(a, load<i64>(a, 0) + v, 0); }
  if (width > 1) { const a = h + (<usize>load<u8>(bins, 1) << 3); store<i64>(a, load<i64>(a, 2048) + v, 2048); }
  if (width > 2) { const a = h + (<usize>load<u8>(bins, 2) << 3); store<i64>(a, load<i64>(a, 4096) + v, 4096); }
  if (width > 3) { const a = h + (<usize>load<u8>(bins, 3) << 3); store<i64>(a, load<i64>(a, 6144) + v, 6144); }
  if (width > 4) { const a = h + (<usize>load<u8>(bins, 4) << 3); store<i64>(a, load<i64>(a, 8192) + v, 8192); }
  if (width > 5) { const a = h + (<usize>load<u8>(bins, 5) << 3); store<i64>(a, load<i64>(a, 10240) + v, 10240); }
  if (width > 6) { const a = h + (<usize>load<u8>(bins, 6) << 3); store<i64>(a, load<i64>(a, 12288) + v, 12288); }
  if (width > 7) { const a = h + (<usize>load<u8>(bins, 7) << 3); store<i64>(a, load<i64>(a, 14336) + v, 14336); }
  if (width > 8) { const a = h + (<usize>load<u8>(bins, 8) << 3); store<i64>(a, load<i64>(a, 16384) + v, 16384); }
  if (width > 9) { const a = h + (<usize>load<u8>(bins, 9) << 3); store<i64>(a, load<i64>(a, 18432) + v, 18432); }
  if (width > 10) { const a = h + (<usize>load<u8>(bins, 10) << 3); store<i64>(a, load<i64>(a, 20480) + v, 20480); }
  if (width > 11) { const a = h + (<usize>load<u8>(bins, 11) << 3); store<i64>(a, load<i64>(a, 22528) + v, 22528); }
  if (width > 12) { const a = h + (<usize>load<u8>(bins, 12) << 3); store<i64>(a, load<i64>(a, 24576) + v, 24576); }
  if (width > 13) { const a = h + (<usize>load<u8>(bins, 13) << 3); store<i64>(a, load<i64>(a, 26624) + v, 26624); }
  if (width > 14) { const a = h + (<usize>load<u8>(bins, 14) << 3); store<i64>(a, load<i64>(a, 28672) + v, 28672); }
  if (width > 15) { const a = h + (<usize>load<u8>(bins, 15) << 3); store<i64>(a, load<i64>(a, 30720) + v, 30720); }
}

@inline function rowsOf(width: i32, constant: bool, record: usize, count: u32, first: u32, h: usize): void {
  const step = <usize>stride;
  const payload = step - PAYLOAD - first;
  const end = record + first + <usize>count * step;
  for (let bins = record + first; bins < end; bins += step) {
    accumulate(width, bins, h, packed(load<i32>(bins + payload), constant));
  }
}

function addGroups(width: u32, record: usize, count: u32, first: u32, h: usize): void {
  if (constantHessian) {
    switch (width) {
      case 1: rowsOf(1, true, record, count, first, h); break;
      case 2: rowsOf(2, true, record, count, first, h); break;
      case 3: rowsOf(3, true, record, count, first, h); break;
      case 4: rowsOf(4, true, record, count, first, h); break;
      case 5: rowsOf(5, true, record, count, first, h); break;
      case 6: rowsOf(6, true, record, count, first, h); break;
      case 7: rowsOf(7, true, record, count, first, h); break;
      case 8: rowsOf(8, true, record, count, first, h); break;
      case 9: rowsOf(9, true, record, count, first, h); break;
      case 10: rowsOf(10, true, record, count, first, h); break;
      case 11: rowsOf(11, true, record, count, first, h); break;
      case 12: rowsOf(12, true, record, count, first, h); break;
      case 13: rowsOf(13, true, record, count, first, h); break;
      case 14: rowsOf(14, true, record, count, first, h); break;
      case 15: rowsOf(15, true, record, count, first, h); break;
      default: rowsOf(16, true, record, count, first, h);
    }
  } else {
    switch (width) {
      case 1: rowsOf(1, false, record, count, first, h); break;
      case 2: rowsOf(2, false, record, count, first, h); break;
      case 3: rowsOf(3, false, record, count, first, h); break;
      case 4: rowsOf(4, false, record, count, first, h); break;
      case 5: rowsOf(5, false, record, count, first, h); break;
      case 6: rowsOf(6, false, record, count, first, h); break;
      case 7: rowsOf(7, false, record, count, first, h); break;
      case 8: rowsOf(8, false, record, count, first, h); break;
      case 9: rowsOf(9, false, record, count, first, h); break;
      case 10: rowsOf(10, false, record, count, first, h); break;
      case 11: rowsOf(11, false, record, count, first, h); break;
      case 12: rowsOf(12, false, record, count, first, h); break;
      case 13: rowsOf(13, false, record, count, first, h); break;
      case 14: rowsOf(14, false, record, count, first, h); break;
      case 15: rowsOf(15, false, record, count, first, h); break;
      default: rowsOf(16, false, record, count, first, h);
    }
  }
}

/** Adds `count` consecutive records, in blocks that stay in the cache while 16 groups at a time pass. */
export function addRecords(record: usize, count: u32, histogram: usize): void {
  while (count > 0) {
    const block = min(count, BLOCK_ROWS);
    for (let first: u32 = 0; first < groups; first += 16) {
      addGroups(min(groups - first, 16), record, block, first, histogram + <usize>first * HISTOGRAM_STRIDE);
    }
    record += <usize>block * stride;
    count -= block;
  }
}

export function clear(histogram: usize): void {
  memory.fill(histogram, 0, histogramBytes);
}

/** target += source. Integers: the order of additions does not matter. */
export function merge(target: usize, source: usize): void {
  const end = target + histogramBytes;
  while (target < end) {
    v128.store(target, i64x2.add(v128.load(target), v128.load(source)));
    v128.store(target, i64x2.add(v128.load(target, 16), v128.load(source, 16)), 16);
    target += 32;
    source += 32;
  }
}

/** parent −= child: what is left is the sibling's histogram. */
export function subtract(parent: usize, child: usize): void {
  const end = parent + histogramBytes;
  while (parent < end) {
    v128.store(parent, i64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, i64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
    parent += 32;
    child += 32;
  }
}
