// Entries: features that are mostly zero, or have more bins than a byte has values, kept row by row, once and in the
// order of the table, rather than in the records. A row's entries tell its bins other than zero's: the feature's
// `place` plus the bin, which is also the place of its sum. Records lead to them by the row's number. Place 0 stands
// for nothing: it fills what is left over.
import {
  Feature, Sums, countBits, entryPlaces, entryShift, featureAt, payloadOffset, payloads, rowOfRecord, rowShift, scratch, stride,
} from './context';
import { Dataset, datasetAt } from './dataset';
import { packed } from './histogram';
import { Leaf, inSet, setOf } from './leaf';
import { sideBits } from './side-map';

/** Rows whose first entries are brought together at a time. */
const FETCHED: u32 = 128;

@inline function addTo(h: usize, from: usize, sum: i64): void {
  const place = h + (<usize>load<u16>(from) << 3);
  store<i64>(place, load<i64>(place) + sum);
}

/** Eight entries of a row, as many as there are or not: what is read past the last is taken for one of nothing. */
@inline function eightOf(at: usize, last: usize): v128 {
  // There are four that stand for nothing, lest each addition waits for the one before.
  return v128.bitselect(
    v128.load(at), i16x8(0, 1, 2, 3, 0, 1, 2, 3),
    i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(<i16>min<usize>((last - at) >> 1, 8))),
  );
}

@inline function addEight(from: usize, sum: i64, h: usize): void {
  addTo(h, from, sum);
  addTo(h, from + 2, sum);
  addTo(h, from + 4, sum);
  addTo(h, from + 6, sum);
  addTo(h, from + 8, sum);
  addTo(h, from + 10, sum);
  addTo(h, from + 12, sum);
  addTo(h, from + 14, sum);
}

/**
 * Rows are anywhere in the table, and how many entries they have cannot be predicted: so the first eight of many rows
 * are fetched with no branch between them, and wait for memory together.
 */
@inline function eightByEight(kind: i32, record: usize, count: u32, h: usize): void {
  const dataset = datasetAt(0);
  const starts = <usize>dataset.starts;
  const entries = <usize>dataset.entries;
  const step = <usize>stride;
  const payload = step - payloadOffset(kind);
  const bits = <i64>countBits;
  const shift = rowShift();
  const fetched = scratch();
  const ranges = fetched + FETCHED * 16;
  while (count > 0) {
    const some = min(count, FETCHED);
    let range = ranges;
    let eight = fetched;
    let number = record + step - 4;
    for (const end = fetched + (<usize>some << 4); eight < end; eight += 16, range += 8, number += step) {
      const start = starts + (<usize>(load<u32>(number) >> shift) << 2);
      const at = entries + (<usize>load<u32>(start) << 1);
      const last = entries + (<usize>load<u32>(start, 4) << 1);
      v128.store(eight, eightOf(at, last));
      store<u32>(range, <u32>at);
      store<u32>(range, <u32>last, 4);
    }
    range = ranges;
    eight = fetched;
    for (const end = fetched + (<usize>some << 4); eight < end; eight += 16, range += 8, record += step) {
      const sum = packed(load<i32>(record + payload), kind == Sums.Counted, bits);
      addEight(eight, sum, h);
      let at = <usize>load<u32>(range) + 16;
      for (const last = <usize>load<u32>(range, 4); at < last; at += 16) {
        v128.store(eight, eightOf(at, last));
        addEight(eight, sum, h);
      }
    }
    count -= some;
  }
}

/** A loop over rows for each kind of sums and size of entries. */
@inline function rowsOf(kind: i32, wideEntries: bool, record: usize, count: u32, h: usize): void {
  const dataset = datasetAt(0);
  const starts = <usize>dataset.starts;
  const entries = <usize>dataset.entries;
  const size: usize = wideEntries ? 4 : 2;
  const step = <usize>stride;
  const payload = step - payloadOffset(kind);
  const bits = <i64>countBits;
  for (const end = record + <usize>count * step; record < end; record += step) {
    const start = starts + (<usize>rowOfRecord(record + step) << 2);
    let at = entries + <usize>load<u32>(start) * size;
    const last = entries + <usize>load<u32>(start, 4) * size;
    if (kind == Sums.Wide) {
      const sum = i64x2.extend_low_i32x4_s(v128.load64_zero(record + payload));
      for (; at < last; at += size) {
        const place = h + (<usize>(wideEntries ? load<u32>(at) : <u32>load<u16>(at)) << 4);
        v128.store(place, i64x2.add(v128.load(place), sum));
      }
    } else {
      const sum = packed(load<i32>(record + payload), kind == Sums.Counted, bits);
      for (; at < last; at += size) {
        const place = h + (<usize>(wideEntries ? load<u32>(at) : <u32>load<u16>(at)) << 3);
        store<i64>(place, load<i64>(place) + sum);
      }
    }
  }
}

function addCounted16(record: usize, count: u32, h: usize): void { eightByEight(Sums.Counted, record, count, h); }
function addCounted32(record: usize, count: u32, h: usize): void { rowsOf(Sums.Counted, true, record, count, h); }
function addPacked16(record: usize, count: u32, h: usize): void { eightByEight(Sums.Packed, record, count, h); }
function addPacked32(record: usize, count: u32, h: usize): void { rowsOf(Sums.Packed, true, record, count, h); }
function addWide16(record: usize, count: u32, h: usize): void { rowsOf(Sums.Wide, false, record, count, h); }
function addWide32(record: usize, count: u32, h: usize): void { rowsOf(Sums.Wide, true, record, count, h); }

/** Adds what `count` consecutive records carry to the places of their rows' entries, which begin at `h`. */
export function addEntries(record: usize, count: u32, h: usize): void {
  if (entryShift == 1) {
    if (payloads == Sums.Counted) addCounted16(record, count, h);
    else if (payloads == Sums.Packed) addPacked16(record, count, h);
    else addWide16(record, count, h);
  } else if (payloads == Sums.Counted) addCounted32(record, count, h);
  else if (payloads == Sums.Packed) addPacked32(record, count, h);
  else addWide32(record, count, h);
}

@inline export function putEntry(dataset: Dataset, at: u32, entry: u32): void {
  if (entryShift == 1) store<u16>(<usize>dataset.entries + (<usize>at << 1), <u16>entry);
  else store<u32>(<usize>dataset.entries + (<usize>at << 2), entry);
}

/** The bin of a row in a feature that is kept as entries. */
@inline export function entryBin(starts: usize, entries: usize, row: u32, entry: Feature): u32 {
  const start = starts + (<usize>row << 2);
  return entryShift == 1
    ? find16(entries + (<usize>load<u32>(start) << 1), entries + (<usize>load<u32>(start, 4) << 1), entry.place, entry.bins, entry.defaultBin)
    : find32(entries + (<usize>load<u32>(start) << 2), entries + (<usize>load<u32>(start, 4) << 2), entry.place, entry.bins, entry.defaultBin);
}

/** Eight entries at a time; what is read past the row's last is not looked at. */
@inline function find16(at: usize, last: usize, place: u32, bins: u32, otherwise: u32): u32 {
  const places = i16x8.splat(<i16>place);
  const width = i16x8.splat(<i16>bins);
  for (; at < last; at += 16) {
    const within = i16x8.lt_u(i16x8.sub(v128.load(at), places), width);
    const mask = i16x8.bitmask(within) & ((1 << <i32>min<usize>((last - at) >> 1, 8)) - 1);
    if (mask) return <u32>load<u16>(at + (<usize>ctz(mask) << 1)) - place;
  }
  return otherwise;
}

@inline function find32(at: usize, last: usize, place: u32, bins: u32, otherwise: u32): u32 {
  const places = i32x4.splat(place);
  const width = i32x4.splat(bins);
  for (; at < last; at += 16) {
    const within = i32x4.lt_u(i32x4.sub(v128.load(at), places), width);
    const mask = i32x4.bitmask(within) & ((1 << <i32>min<usize>((last - at) >> 2, 4)) - 1);
    if (mask) return load<u32>(at + (<usize>ctz(mask) << 2)) - place;
  }
  return otherwise;
}

/** 0: rows of a bin go left by a split, 1: right. `set`: the bins on the left, where they are categories. */
@inline export function sideOf(
  bin: u32, entry: Feature, categorical: u32, set: usize, threshold: u32, defaultLeft: u32,
): u32 {
  if (categorical) return inSet(set, bin) ^ 1;
  return <i32>bin == entry.missing ? defaultLeft ^ 1 : <u32>(bin > threshold);
}

/**
 * Where the leaf's split is on a feature that is kept as entries, writes the sides of `count` rows into their records,
 * so that they are moved and told apart like any others.
 */
export function writeSides(leaf: Leaf, record: usize, count: u32): void {
  if (entryPlaces == 0) return;
  const entry = featureAt(leaf.feature);
  if (!entry.sparse) return;
  const step = <usize>stride;
  const byte = <usize>entry.group;
  const bits = sideBits(leaf);
  if (bits) {
    const shift = rowShift();
    for (const end = record + <usize>count * step; record < end; record += step) {
      const row = load<u32>(record + step - 4) >> shift;
      store<u8>(record + byte, <u8>(<u32>load<u8>(bits + (row >> 3)) >> (row & 7) & 1));
    }
    return;
  }
  const dataset = datasetAt(0);
  const starts = <usize>dataset.starts;
  const entries = <usize>dataset.entries;
  const set = setOf(leaf);
  for (const end = record + <usize>count * step; record < end; record += step) {
    const bin = entryBin(starts, entries, rowOfRecord(record + step), entry);
    store<u8>(record + byte, <u8>sideOf(bin, entry, leaf.categorical, set, leaf.bin, leaf.defaultLeft));
  }
}
