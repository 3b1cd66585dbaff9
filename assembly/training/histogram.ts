// Histogram stage: adds each row's gradient and hessian to one place of every group of features. Row by
// row, so that a record is read once; unrolled for up to 16 groups with constant offsets, for each kind of sums.
import {
  BLOCK_ROWS, Sums, countBits, entryPlaces, groups, histogramBytes, packedHistograms, payloadOffset, payloads, stride,
  sums, thread,
} from './context';
import { addEntries } from './entries';

/**
 * The packed sum of one row. Counted: a 24-bit fixed-point gradient above a count of one.
 * Packed: a 16-bit gradient in the high word, a 16-bit hessian in the low word.
 */
@inline export function packed(payload: i32, counted: bool, bits: i64): i64 {
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
  const payload = step - payloadOffset(kind) - first;
  const end = record + first + <usize>count * step;
  const bits = <i64>countBits;
  for (let bins = record + first; bins < end; bins += step) {
    if (kind == Sums.Wide) {
      const sum = i64x2.extend_low_i32x4_s(v128.load64_zero(bins + payload));
      accumulateWide(width, bins, h, sum);
    } else {
      const sum = packed(load<i32>(bins + payload), kind == Sums.Counted, bits);
      accumulate(width, bins, h, sum);
    }
  }
}

// A function a width and kind, and two tables of them: the optimizer would fold them into one loop that decides its
// width group by group.
function addCounted1(record: usize, count: u32, first: u32, h: usize): void { rowsOf(1, Sums.Counted, record, count, first, h); }
function addCounted2(record: usize, count: u32, first: u32, h: usize): void { rowsOf(2, Sums.Counted, record, count, first, h); }
function addCounted3(record: usize, count: u32, first: u32, h: usize): void { rowsOf(3, Sums.Counted, record, count, first, h); }
function addCounted4(record: usize, count: u32, first: u32, h: usize): void { rowsOf(4, Sums.Counted, record, count, first, h); }
function addCounted5(record: usize, count: u32, first: u32, h: usize): void { rowsOf(5, Sums.Counted, record, count, first, h); }
function addCounted6(record: usize, count: u32, first: u32, h: usize): void { rowsOf(6, Sums.Counted, record, count, first, h); }
function addCounted7(record: usize, count: u32, first: u32, h: usize): void { rowsOf(7, Sums.Counted, record, count, first, h); }
function addCounted8(record: usize, count: u32, first: u32, h: usize): void { rowsOf(8, Sums.Counted, record, count, first, h); }
function addCounted9(record: usize, count: u32, first: u32, h: usize): void { rowsOf(9, Sums.Counted, record, count, first, h); }
function addCounted10(record: usize, count: u32, first: u32, h: usize): void { rowsOf(10, Sums.Counted, record, count, first, h); }
function addCounted11(record: usize, count: u32, first: u32, h: usize): void { rowsOf(11, Sums.Counted, record, count, first, h); }
function addCounted12(record: usize, count: u32, first: u32, h: usize): void { rowsOf(12, Sums.Counted, record, count, first, h); }
function addCounted13(record: usize, count: u32, first: u32, h: usize): void { rowsOf(13, Sums.Counted, record, count, first, h); }
function addCounted14(record: usize, count: u32, first: u32, h: usize): void { rowsOf(14, Sums.Counted, record, count, first, h); }
function addCounted15(record: usize, count: u32, first: u32, h: usize): void { rowsOf(15, Sums.Counted, record, count, first, h); }
function addCounted16(record: usize, count: u32, first: u32, h: usize): void { rowsOf(16, Sums.Counted, record, count, first, h); }
function addPacked1(record: usize, count: u32, first: u32, h: usize): void { rowsOf(1, Sums.Packed, record, count, first, h); }
function addPacked2(record: usize, count: u32, first: u32, h: usize): void { rowsOf(2, Sums.Packed, record, count, first, h); }
function addPacked3(record: usize, count: u32, first: u32, h: usize): void { rowsOf(3, Sums.Packed, record, count, first, h); }
function addPacked4(record: usize, count: u32, first: u32, h: usize): void { rowsOf(4, Sums.Packed, record, count, first, h); }
function addPacked5(record: usize, count: u32, first: u32, h: usize): void { rowsOf(5, Sums.Packed, record, count, first, h); }
function addPacked6(record: usize, count: u32, first: u32, h: usize): void { rowsOf(6, Sums.Packed, record, count, first, h); }
function addPacked7(record: usize, count: u32, first: u32, h: usize): void { rowsOf(7, Sums.Packed, record, count, first, h); }
function addPacked8(record: usize, count: u32, first: u32, h: usize): void { rowsOf(8, Sums.Packed, record, count, first, h); }
function addPacked9(record: usize, count: u32, first: u32, h: usize): void { rowsOf(9, Sums.Packed, record, count, first, h); }
function addPacked10(record: usize, count: u32, first: u32, h: usize): void { rowsOf(10, Sums.Packed, record, count, first, h); }
function addPacked11(record: usize, count: u32, first: u32, h: usize): void { rowsOf(11, Sums.Packed, record, count, first, h); }
function addPacked12(record: usize, count: u32, first: u32, h: usize): void { rowsOf(12, Sums.Packed, record, count, first, h); }
function addPacked13(record: usize, count: u32, first: u32, h: usize): void { rowsOf(13, Sums.Packed, record, count, first, h); }
function addPacked14(record: usize, count: u32, first: u32, h: usize): void { rowsOf(14, Sums.Packed, record, count, first, h); }
function addPacked15(record: usize, count: u32, first: u32, h: usize): void { rowsOf(15, Sums.Packed, record, count, first, h); }
function addPacked16(record: usize, count: u32, first: u32, h: usize): void { rowsOf(16, Sums.Packed, record, count, first, h); }
function addWide1(record: usize, count: u32, first: u32, h: usize): void { rowsOf(1, Sums.Wide, record, count, first, h); }
function addWide2(record: usize, count: u32, first: u32, h: usize): void { rowsOf(2, Sums.Wide, record, count, first, h); }
function addWide3(record: usize, count: u32, first: u32, h: usize): void { rowsOf(3, Sums.Wide, record, count, first, h); }
function addWide4(record: usize, count: u32, first: u32, h: usize): void { rowsOf(4, Sums.Wide, record, count, first, h); }
function addWide5(record: usize, count: u32, first: u32, h: usize): void { rowsOf(5, Sums.Wide, record, count, first, h); }
function addWide6(record: usize, count: u32, first: u32, h: usize): void { rowsOf(6, Sums.Wide, record, count, first, h); }
function addWide7(record: usize, count: u32, first: u32, h: usize): void { rowsOf(7, Sums.Wide, record, count, first, h); }
function addWide8(record: usize, count: u32, first: u32, h: usize): void { rowsOf(8, Sums.Wide, record, count, first, h); }
function addWide9(record: usize, count: u32, first: u32, h: usize): void { rowsOf(9, Sums.Wide, record, count, first, h); }
function addWide10(record: usize, count: u32, first: u32, h: usize): void { rowsOf(10, Sums.Wide, record, count, first, h); }
function addWide11(record: usize, count: u32, first: u32, h: usize): void { rowsOf(11, Sums.Wide, record, count, first, h); }
function addWide12(record: usize, count: u32, first: u32, h: usize): void { rowsOf(12, Sums.Wide, record, count, first, h); }
function addWide13(record: usize, count: u32, first: u32, h: usize): void { rowsOf(13, Sums.Wide, record, count, first, h); }
function addWide14(record: usize, count: u32, first: u32, h: usize): void { rowsOf(14, Sums.Wide, record, count, first, h); }
function addWide15(record: usize, count: u32, first: u32, h: usize): void { rowsOf(15, Sums.Wide, record, count, first, h); }
function addWide16(record: usize, count: u32, first: u32, h: usize): void { rowsOf(16, Sums.Wide, record, count, first, h); }

type Add = (record: usize, count: u32, first: u32, h: usize) => void;
const addCounted: StaticArray<Add> = [
  addCounted1, addCounted2, addCounted3, addCounted4, addCounted5, addCounted6, addCounted7, addCounted8,
  addCounted9, addCounted10, addCounted11, addCounted12, addCounted13, addCounted14, addCounted15, addCounted16,
];
const addPacked: StaticArray<Add> = [
  addPacked1, addPacked2, addPacked3, addPacked4, addPacked5, addPacked6, addPacked7, addPacked8,
  addPacked9, addPacked10, addPacked11, addPacked12, addPacked13, addPacked14, addPacked15, addPacked16,
];
const addWide: StaticArray<Add> = [
  addWide1, addWide2, addWide3, addWide4, addWide5, addWide6, addWide7, addWide8,
  addWide9, addWide10, addWide11, addWide12, addWide13, addWide14, addWide15, addWide16,
];

/** Rows whose packed sums cannot overflow, whatever their payloads. */
const PACKED_ROWS: u32 = 65536;

/** Rows whose sums are in this thread's packed histogram. */
let packedRows: u32 = 0;

/** Bytes of the packed histogram that each thread needs where packed payloads have wide sums. */
export function packedHistogramBytes(): u32 { return (groups * 256 + entryPlaces) * 8; }

@inline function packedHistogram(): usize { return packedHistograms + <usize>thread * packedHistogramBytes(); }

/**
 * Adds `count` consecutive records to the histogram. Where payloads are packed and sums are wide, records are summed
 * packed for as long as nothing can overflow, and {@link finishRecords} has to follow.
 */
export function addRecords(record: usize, count: u32, histogram: usize): void {
  if (payloads == sums) {
    addBlocks(record, count, histogram);
    return;
  }
  while (count > 0) {
    if (packedRows == PACKED_ROWS) finishRecords(histogram);
    const some = min(count, PACKED_ROWS - packedRows);
    addBlocks(record, some, packedHistogram());
    packedRows += some;
    record += <usize>some * stride;
    count -= some;
  }
}

/** In blocks that stay in the cache while 16 groups at a time pass. */
function addBlocks(record: usize, count: u32, histogram: usize): void {
  const step: usize = payloads == Sums.Wide ? 4096 : 2048;
  const add = payloads == Sums.Counted ? addCounted : payloads == Sums.Packed ? addPacked : addWide;
  while (count > 0) {
    const block = min(count, BLOCK_ROWS);
    for (let first: u32 = 0; first < groups; first += 16) {
      unchecked(add[min(groups - first, 16) - 1])(record, block, first, histogram + <usize>first * step);
    }
    if (entryPlaces) addEntries(record, block, histogram + <usize>groups * step);
    record += <usize>block * stride;
    count -= block;
  }
}

/** Moves what has been summed packed to the wide sums. */
export function finishRecords(histogram: usize): void {
  if (packedRows == 0) return;
  packedRows = 0;
  const zero = i64x2.splat(0);
  let from = packedHistogram();
  for (const end = from + packedHistogramBytes(); from < end; from += 16, histogram += 32) {
    const two = v128.load(from);
    if (!v128.any_true(two)) continue;
    const gradients = i64x2.shr_s(two, 32);
    const hessians = v128.and(two, i64x2.splat(0xffffffff));
    v128.store(histogram, i64x2.add(v128.load(histogram), v128.shuffle<i64>(gradients, hessians, 0, 2)));
    v128.store(histogram, i64x2.add(v128.load(histogram, 16), v128.shuffle<i64>(gradients, hessians, 1, 3)), 16);
    v128.store(from, zero);
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
