// Side maps: a bit for every row of the table tells its side in a split on a feature that is kept as entries. A leaf of
// many rows looks their sides up in one, which is made of the rows that have an entry: fewer, and known bin by bin.
// Every thread has a map of its own, which it keeps for as long as it moves rows by the same split.
import { Feature, SHARED_LEAF_ROWS, entryPlaces, entryShift, featureAt, rows, thread, threads } from './context';
import { datasetAt } from './dataset';
import { Leaf } from './leaf';

/** Rows of the entries of each place, rising, one place after the other; or 0: there are no maps. */
export let rowsOfPlaces: usize = 0;
/** The first of each place's, and behind them the number of all. */
export let placeStarts: usize = 0;
/** A map for each thread, all 0 in the beginning. */
export let sideMaps: usize = 0;

/** Words of {@link placeStarts}, of which one is there to count with. */
export function placeStartsBytes(): usize { return (<usize>entryPlaces + 2) << 2; }

/** What a map begins with. */
@unmanaged
class SideMap {
  /** The split that the map is of: its feature's number and 1, its bin, and the side of missing values. */
  feature: u32;
  bin: u32;
  defaultLeft: u32;
  /** 1 when the map is made; else it is not worth it for so many rows. */
  made: u32;
  tooFew: u32;
}

const BITS: usize = 64;

/** Bytes of a thread's map. */
export function sideMapBytes(): usize { return (BITS + (<usize>rows >> 3) + 64) & ~63; }

@inline function rowOfEntry(at: u32): u32 { return load<u32>(rowsOfPlaces + (<usize>at << 2)); }
@inline function placeStart(place: u32): usize { return placeStarts + (<usize>place << 2); }

/** Sorts the entries by place, once they are known. */
export function listRowsOfPlaces(): void {
  if (rowsOfPlaces == 0) return;
  const dataset = datasetAt(0);
  const starts = <usize>dataset.starts;
  const count = load<u32>(starts + (<usize>rows << 2));
  memory.fill(placeStarts, 0, placeStartsBytes());
  for (let at: u32 = 0; at < count; at++) {
    const counter = placeStart(placeOf(dataset.entries, at) + 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  for (let place: u32 = 1; place < entryPlaces + 2; place++) {
    store<u32>(placeStart(place), load<u32>(placeStart(place)) + load<u32>(placeStart(place - 1)));
  }
  // A place's own start is one word further on until its last row is listed, and then that of the next.
  for (let row: u32 = 0; row < rows; row++) {
    const last = load<u32>(starts + (<usize>row << 2), 4);
    for (let at = load<u32>(starts + (<usize>row << 2)); at < last; at++) {
      const next = placeStart(placeOf(dataset.entries, at) + 1);
      const to = load<u32>(next);
      store<u32>(rowsOfPlaces + (<usize>to << 2), row);
      store<u32>(next, to + 1);
    }
  }
}

@inline function placeOf(entries: u32, at: u32): u32 {
  return entryShift == 1 ? load<u16>(<usize>entries + (<usize>at << 1)) : load<u32>(<usize>entries + (<usize>at << 2));
}

@inline function goesRight(bin: u32, entry: Feature, leaf: Leaf): u32 {
  return <i32>bin == entry.missing ? leaf.defaultLeft ^ 1 : <u32>(bin > leaf.bin);
}

/** The bits of the leaf's split, 1: right, from the lowest of a byte on; or 0 where no map is worth it. */
export function sideBits(leaf: Leaf): usize {
  if (rowsOfPlaces == 0 || leaf.categorical) return 0;
  const address = sideMaps + <usize>thread * sideMapBytes();
  const map = changetype<SideMap>(address);
  // Threads that share a leaf make a map each.
  const share = leaf.count > SHARED_LEAF_ROWS ? leaf.count / threads : leaf.count;
  if (map.feature == leaf.feature + 1 && map.bin == leaf.bin && map.defaultLeft == leaf.defaultLeft) {
    if (map.made) return address + BITS;
    if (share <= map.tooFew) return 0;
  }
  map.feature = leaf.feature + 1;
  map.bin = leaf.bin;
  map.defaultLeft = leaf.defaultLeft;
  map.made = isWorthIt(leaf, share);
  map.tooFew = share;
  if (!map.made) return 0;
  make(leaf, address + BITS);
  return address + BITS;
}

/** To look a row up in its list takes about as long as to set two bits. */
function isWorthIt(leaf: Leaf, share: u32): u32 {
  const entry = featureAt(leaf.feature);
  const usual = goesRight(entry.defaultBin, entry, leaf);
  let set: u32 = rows >> 6;
  for (let bin: u32 = 0; bin < entry.bins; bin++) {
    if (goesRight(bin, entry, leaf) == usual) continue;
    const start = placeStart(entry.place + bin);
    set += load<u32>(start, 4) - load<u32>(start);
  }
  return <u32>(set < 2 * share);
}

/** The side of zero for all rows, and then the other side for those of the bins that go there. */
function make(leaf: Leaf, bits: usize): void {
  const entry = featureAt(leaf.feature);
  const usual = goesRight(entry.defaultBin, entry, leaf);
  memory.fill(bits, usual ? 0xff : 0, sideMapBytes() - BITS);
  for (let bin: u32 = 0; bin < entry.bins; bin++) {
    if (goesRight(bin, entry, leaf) == usual) continue;
    const start = placeStart(entry.place + bin);
    const last = load<u32>(start, 4);
    for (let at = load<u32>(start); at < last; at++) {
      const row = rowOfEntry(at);
      const byte = bits + (row >> 3);
      store<u8>(byte, <u8>(<u32>load<u8>(byte) ^ <u32>1 << (row & 7)));
    }
  }
}
