// Histogram stage: adds each row's gradient and hessian to one place of every group of features. Row by
// row, so that a record is read once; unrolled for up to 16 groups with constant offsets, for each kind of sums.
import { BLOCK_ROWS, PAYLOAD, Sums, WIDE_PAYLOAD, countBits, groups, histogramBytes, histogramStride, stride, sums } from './context';

/**
 * The packed sum of one row. Counted: a 24-bit fixed-point gradient above a count of one.
 * Packed: a 16-bit gradient in the high word, a 16-bit hessian in the low word.
 */
@inline function packed(payload: i32, counted: bool, bits: i64): i64 {
  return counted
    ? (<i64>(payload >> 8) << bits) + 1
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

@inline function accumulateWide(width: i32, bins: usize, h: usize, v: v128): void {
  if (width > 0) { const a = h + (<usize>load<u8>(bins, 0) << 4); v128.store(a, i64x2.add(v128.load(a, 0), v), 0); }
  if (width > 1) { const a = h + (<usize>load<u8>(bins, 1) << 4); v128.store(a, i64x2.add(v128.load(a, 4096), v), 4096); }
  if (width > 2) { const a = h + (<usize>load<u8>(bins, 2) << 4); v128.store(a, i64x2.add(v128.load(a, 8192), v), 8192); }
  if (width > 3) { const a = h + (<usize>load<u8>(bins, 3) << 4); v128.store(a, i64x2.add(v128.load(a, 12288), v), 12288); }
  if (width > 4) { const a = h + (<usize>load<u8>(bins, 4) << 4); v128.store(a, i64x2.add(v128.load(a, 16384), v), 16384); }
  if (width > 5) { const a = h + (<usize>load<u8>(bins, 5) << 4); v128.store(a, i64x2.add(v128.load(a, 20480), v), 20480); }
  if (width > 6) { const a = h + (<usize>load<u8>(bins, 6) << 4); v128.store(a, i64x2.add(v128.load(a, 24576), v), 24576); }
  if (width > 7) { const a = h + (<usize>load<u8>(bins, 7) << 4); v128.store(a, i64x2.add(v128.load(a, 28672), v), 28672); }
  if (width > 8) { const a = h + (<usize>load<u8>(bins, 8) << 4); v128.store(a, i64x2.add(v128.load(a, 32768), v), 32768); }
  if (width > 9) { const a = h + (<usize>load<u8>(bins, 9) << 4); v128.store(a, i64x2.add(v128.load(a, 36864), v), 36864); }
  if (width > 10) { const a = h + (<usize>load<u8>(bins, 10) << 4); v128.store(a, i64x2.add(v128.load(a, 40960), v), 40960); }
  if (width > 11) { const a = h + (<usize>load<u8>(bins, 11) << 4); v128.store(a, i64x2.add(v128.load(a, 45056), v), 45056); }
  if (width > 12) { const a = h + (<usize>load<u8>(bins, 12) << 4); v128.store(a, i64x2.add(v128.load(a, 49152), v), 49152); }
  if (width > 13) { const a = h + (<usize>load<u8>(bins, 13) << 4); v128.store(a, i64x2.add(v128.load(a, 53248), v), 53248); }
  if (width > 14) { const a = h + (<usize>load<u8>(bins, 14) << 4); v128.store(a, i64x2.add(v128.load(a, 57344), v), 57344); }
  if (width > 15) { const a = h + (<usize>load<u8>(bins, 15) << 4); v128.store(a, i64x2.add(v128.load(a, 61440), v), 61440); }
}
@inline function rowsOf(width: i32, kind: i32, record: usize, count: u32, first: u32, h: usize): void {
  const step = <usize>stride;
  const payload = step - (kind == Sums.Wide ? WIDE_PAYLOAD : PAYLOAD) - first;
  const end = record + first + <usize>count * step;
  const bits = <i64>countBits;
  for (let bins = record + first; bins < end; bins += step) {
    if (kind == Sums.Wide) accumulateWide(width, bins, h, i64x2.extend_low_i32x4_s(v128.load64_zero(bins + payload)));
    else accumulate(width, bins, h, packed(load<i32>(bins + payload), kind == Sums.Counted, bits));
  }
}

// A function a kind, lest the optimizer folds them into one that decides row by row.
function addCounted(width: u32, record: usize, count: u32, first: u32, h: usize): void {
  switch (width) {
    case 1: rowsOf(1, Sums.Counted, record, count, first, h); break;
    case 2: rowsOf(2, Sums.Counted, record, count, first, h); break;
    case 3: rowsOf(3, Sums.Counted, record, count, first, h); break;
    case 4: rowsOf(4, Sums.Counted, record, count, first, h); break;
    case 5: rowsOf(5, Sums.Counted, record, count, first, h); break;
    case 6: rowsOf(6, Sums.Counted, record, count, first, h); break;
    case 7: rowsOf(7, Sums.Counted, record, count, first, h); break;
    case 8: rowsOf(8, Sums.Counted, record, count, first, h); break;
    case 9: rowsOf(9, Sums.Counted, record, count, first, h); break;
    case 10: rowsOf(10, Sums.Counted, record, count, first, h); break;
    case 11: rowsOf(11, Sums.Counted, record, count, first, h); break;
    case 12: rowsOf(12, Sums.Counted, record, count, first, h); break;
    case 13: rowsOf(13, Sums.Counted, record, count, first, h); break;
    case 14: rowsOf(14, Sums.Counted, record, count, first, h); break;
    case 15: rowsOf(15, Sums.Counted, record, count, first, h); break;
    default: rowsOf(16, Sums.Counted, record, count, first, h);
  }
}

function addPacked(width: u32, record: usize, count: u32, first: u32, h: usize): void {
  switch (width) {
    case 1: rowsOf(1, Sums.Packed, record, count, first, h); break;
    case 2: rowsOf(2, Sums.Packed, record, count, first, h); break;
    case 3: rowsOf(3, Sums.Packed, record, count, first, h); break;
    case 4: rowsOf(4, Sums.Packed, record, count, first, h); break;
    case 5: rowsOf(5, Sums.Packed, record, count, first, h); break;
    case 6: rowsOf(6, Sums.Packed, record, count, first, h); break;
    case 7: rowsOf(7, Sums.Packed, record, count, first, h); break;
    case 8: rowsOf(8, Sums.Packed, record, count, first, h); break;
    case 9: rowsOf(9, Sums.Packed, record, count, first, h); break;
    case 10: rowsOf(10, Sums.Packed, record, count, first, h); break;
    case 11: rowsOf(11, Sums.Packed, record, count, first, h); break;
    case 12: rowsOf(12, Sums.Packed, record, count, first, h); break;
    case 13: rowsOf(13, Sums.Packed, record, count, first, h); break;
    case 14: rowsOf(14, Sums.Packed, record, count, first, h); break;
    case 15: rowsOf(15, Sums.Packed, record, count, first, h); break;
    default: rowsOf(16, Sums.Packed, record, count, first, h);
  }
}

function addWide(width: u32, record: usize, count: u32, first: u32, h: usize): void {
  switch (width) {
    case 1: rowsOf(1, Sums.Wide, record, count, first, h); break;
    case 2: rowsOf(2, Sums.Wide, record, count, first, h); break;
    case 3: rowsOf(3, Sums.Wide, record, count, first, h); break;
    case 4: rowsOf(4, Sums.Wide, record, count, first, h); break;
    case 5: rowsOf(5, Sums.Wide, record, count, first, h); break;
    case 6: rowsOf(6, Sums.Wide, record, count, first, h); break;
    case 7: rowsOf(7, Sums.Wide, record, count, first, h); break;
    case 8: rowsOf(8, Sums.Wide, record, count, first, h); break;
    case 9: rowsOf(9, Sums.Wide, record, count, first, h); break;
    case 10: rowsOf(10, Sums.Wide, record, count, first, h); break;
    case 11: rowsOf(11, Sums.Wide, record, count, first, h); break;
    case 12: rowsOf(12, Sums.Wide, record, count, first, h); break;
    case 13: rowsOf(13, Sums.Wide, record, count, first, h); break;
    case 14: rowsOf(14, Sums.Wide, record, count, first, h); break;
    case 15: rowsOf(15, Sums.Wide, record, count, first, h); break;
    default: rowsOf(16, Sums.Wide, record, count, first, h);
  }
}

/** Adds `count` consecutive records, in blocks that stay in the cache while 16 groups at a time pass. */
export function addRecords(record: usize, count: u32, histogram: usize): void {
  const step = <usize>histogramStride();
  while (count > 0) {
    const block = min(count, BLOCK_ROWS);
    for (let first: u32 = 0; first < groups; first += 16) {
      const width = min(groups - first, 16);
      const h = histogram + <usize>first * step;
      if (sums == Sums.Counted) addCounted(width, record, block, first, h);
      else if (sums == Sums.Packed) addPacked(width, record, block, first, h);
      else addWide(width, record, block, first, h);
    }
    record += <usize>block * stride;
    count -= block;
  }
}

export function clear(histogram: usize): void {
  memory.fill(histogram, 0, histogramBytes());
}

/** target += source. Integers: the order of additions does not matter. */
export function merge(target: usize, source: usize): void {
  const end = target + histogramBytes();
  while (target < end) {
    v128.store(target, i64x2.add(v128.load(target), v128.load(source)));
    v128.store(target, i64x2.add(v128.load(target, 16), v128.load(source, 16)), 16);
    target += 32;
    source += 32;
  }
}

/** parent −= child: what is left is the sibling's histogram. */
export function subtract(parent: usize, child: usize): void {
  const end = parent + histogramBytes();
  while (parent < end) {
    v128.store(parent, i64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, i64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
    parent += 32;
    child += 32;
  }
}
