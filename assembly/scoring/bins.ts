/** Stage 1: values become ranks among the model's thresholds, so that every later test is on bytes. */
import { RULE_NAN, RULE_NONE, RULE_ZERO, TILE, ZERO } from './layout';

@inline
function value(source: usize, wide: bool, row: usize): f64 {
  return wide ? load<f64>(source + (row << 3)) : <f64>load<f32>(source + (row << 2));
}

/** What a missing value is by a rule; a NaN that is not missing counts as zero. */
@inline
function isMissing(x: f64, rule: u32): bool {
  if (rule == RULE_NONE) return false;
  if (rule == RULE_NAN) return x != x;
  return x != x || (x >= -ZERO && x <= ZERO);
}

/** Number of thresholds below x; there are 2^log2 - 1, padded with +Infinity. NaN gives 0. */
@inline
function rankOf(x: f64, thresholds: usize, log2: u32): u32 {
  let at: u32 = 0;
  for (let shift = log2; shift > 0; shift--) {
    const half: u32 = 1 << (shift - 1);
    at += u32(load<f64>(thresholds + (<usize>(at + half) << 3) - 8) < x) << (shift - 1);
  }
  return at;
}

@inline
function ranksOf(source: usize, wide: bool, rule: u32, thresholds: usize, log2: u32, rows: usize, ranks: usize): void {
  let row: usize = 0;
  // Four searches at once hide the latency of each one's loads.
  for (; row + 4 <= rows; row += 4) {
    let x0 = value(source, wide, row);
    let x1 = value(source, wide, row + 1);
    let x2 = value(source, wide, row + 2);
    let x3 = value(source, wide, row + 3);
    let missing0: i32 = 0, missing1: i32 = 0, missing2: i32 = 0, missing3: i32 = 0;
    if (rule == RULE_NONE) {
      if (x0 != x0) x0 = 0;
      if (x1 != x1) x1 = 0;
      if (x2 != x2) x2 = 0;
      if (x3 != x3) x3 = 0;
    } else {
      missing0 = -i32(isMissing(x0, rule));
      missing1 = -i32(isMissing(x1, rule));
      missing2 = -i32(isMissing(x2, rule));
      missing3 = -i32(isMissing(x3, rule));
    }
    let at0: u32 = 0, at1: u32 = 0, at2: u32 = 0, at3: u32 = 0;
    for (let shift = log2; shift > 0; ) {
      const table = thresholds + ((<usize>1 << shift) << 2) - 8;
      shift--;
      at0 += u32(load<f64>(table + (<usize>at0 << 3)) < x0) << shift;
      at1 += u32(load<f64>(table + (<usize>at1 << 3)) < x1) << shift;
      at2 += u32(load<f64>(table + (<usize>at2 << 3)) < x2) << shift;
      at3 += u32(load<f64>(table + (<usize>at3 << 3)) < x3) << shift;
    }
    const out = ranks + (row << 2);
    store<i32>(out, at0 | missing0, 0);
    store<i32>(out, at1 | missing1, 4);
    store<i32>(out, at2 | missing2, 8);
    store<i32>(out, at3 | missing3, 12);
  }
  for (; row < rows; row++) {
    let x = value(source, wide, row);
    if (rule == RULE_NONE && x != x) x = 0;
    store<i32>(ranks + (row << 2), isMissing(x, rule) ? -1 : rankOf(x, thresholds, log2));
  }
}

/** Ranks of one column's rows by one rule; -1 for a missing value. */
export function rank(source: usize, wide: bool, rule: u32, thresholds: usize, log2: u32, rows: usize, ranks: usize): void {
  if (wide) {
    if (rule == RULE_NONE) ranksOf(source, true, RULE_NONE, thresholds, log2, rows, ranks);
    else if (rule == RULE_NAN) ranksOf(source, true, RULE_NAN, thresholds, log2, rows, ranks);
    else ranksOf(source, true, RULE_ZERO, thresholds, log2, rows, ranks);
  } else {
    if (rule == RULE_NONE) ranksOf(source, false, RULE_NONE, thresholds, log2, rows, ranks);
    else if (rule == RULE_NAN) ranksOf(source, false, RULE_NAN, thresholds, log2, rows, ranks);
    else ranksOf(source, false, RULE_ZERO, thresholds, log2, rows, ranks);
  }
}

/** A value as a category: truncated towards zero as LightGBM does; -1 for NaN, negative and huge values. */
@inline
export function categoryOf(x: f64): i32 {
  return x > -1.0 && x < 2147483648.0 ? <i32>x : -1;
}

/** Ids of one column's categories; -1 for a category that no set of the model holds. */
export function categories(source: usize, wide: bool, ids: usize, count: u32, rows: usize, ranks: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const category = <u32>categoryOf(value(source, wide, row));
    store<i32>(ranks + (row << 2), category < count ? load<i32>(ids + (<usize>category << 2)) : -1);
  }
}

@inline
function fromBase(at: usize, base: v128, missing: v128): v128 {
  const ranks = v128.load(at);
  return v128.bitselect(missing, i32x4.sub(ranks, base), i32x4.shr_s(ranks, 31));
}

/** Writes ranks base…base + 255 as signed bytes (rank - base - 128), clamped; missing is below or above all. */
function emitRanks(ranks: usize, rows: usize, base: i32, missingRight: bool, out: usize): void {
  const start = i32x4.splat(base);
  const missing = i32x4.splat(missingRight ? 0x7fff : 0);
  const sign = i8x16.splat(-128);
  for (let row: usize = 0; row < rows; row += 16) {
    const at = ranks + (row << 2);
    const low = i16x8.narrow_i32x4_s(fromBase(at, start, missing), fromBase(at + 16, start, missing));
    const high = i16x8.narrow_i32x4_s(fromBase(at + 32, start, missing), fromBase(at + 48, start, missing));
    v128.store(out + row, v128.xor(i8x16.narrow_i16x8_u(low, high), sign));
  }
}

/** Writes one page's two columns: which byte of a set a category's bit is in (255: another page), and the bit. */
export function emitCategories(ranks: usize, rows: usize, page: i32, hi: usize, bit: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const id = load<i32>(ranks + (row << 2));
    const inside = id >> 7 == page;
    store<u8>(hi + row, inside ? (id & 127) >> 3 : 255);
    store<u8>(bit + row, i32(inside) << (id & 7));
  }
}

/** Runs the plan's bin tasks for rows start…start + rows of the sources, into the tile's columns. */
export function binTile(plan: usize, sources: usize, start: usize, rows: usize, bins: usize, ranks: usize): void {
  const count = load<u32>(plan, 4);
  let task = <usize>load<u32>(plan, 8);
  for (let i: u32 = 0; i < count; i++) {
    const column = sources + (<usize>load<u32>(task, 4) << 3);
    const wide = load<u32>(column, 4) == 1;
    const source = <usize>load<u32>(column) + (start << (wide ? 3 : 2));
    const table = <usize>load<u32>(task, 12);
    const size = load<u32>(task, 16);
    const emits = load<u32>(task, 20);
    let emit = <usize>load<u32>(task, 24);
    if (load<u32>(task) == 0) {
      rank(source, wide, load<u32>(task, 8), table, size, rows, ranks);
      for (let e: u32 = 0; e < emits; e++) {
        emitRanks(ranks, rows, load<i32>(emit), load<u32>(emit, 4) == 1, bins + <usize>load<u32>(emit, 8) * TILE);
        emit += 12;
      }
    } else {
      categories(source, wide, table, size, rows, ranks);
      for (let e: u32 = 0; e < emits; e++) {
        emitCategories(ranks, rows, load<i32>(emit), bins + <usize>load<u32>(emit, 4) * TILE, bins + <usize>load<u32>(emit, 8) * TILE);
        emit += 12;
      }
    }
    task += 28;
  }
}
