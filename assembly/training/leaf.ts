// The leaf table: every leaf that a tree has had while it grows, those begun and dropped included.
import { binSetBytes, decodeOf, featureAt, frontier, histogramBytes, leafHistograms, leafTable, master, records, stride } from './context';

/** Where the work on a leaf's split stands. */
export const enum SplitState { Open = 0, Running = 1, Done = 2 }

@unmanaged
export class Leaf {
  /** Sums of the leaf's rows as integers (see scale.ts), and of those that its best split sends left. */
  gradient: i64;
  hessian: i64;
  leftGradient: i64;
  leftHessian: i64;
  /** Gain of the best split above the leaf's own; none above 0: never split. */
  gain: f64;
  /** The leaf's own output before shrinkage, and those of the best split's sides. */
  output: f64;
  leftOutput: f64;
  rightOutput: f64;
  /** Bounds of outputs below this leaf, from monotone constraints. */
  lowest: f64;
  highest: f64;
  /** Position of the first row, and number of rows. */
  start: u32;
  count: u32;
  /** 1 while its rows are all rows, in the order of the table. */
  inMaster: u32;
  histogram: u32;
  feature: u32;
  bin: u32;
  defaultLeft: u32;
  depth: u32;
  state: SplitState;
  /** Entries of the children once the split has begun, and whether the left one is gathered, the right subtracted. */
  left: u32;
  right: u32;
  gatherLeft: u32;
  /** Twice the parent's node, plus 1 for a right child; -1 for the root. */
  parent: i32;
  /** Last split of a tree: the leaf number of its right side, else 0. Its rows are never moved. */
  lastRight: u32;
  /** Derived from the path from the root: what random choices of this leaf are drawn from. */
  key: u32;
  /** 1 when the best split sends a set of categories left: see `setOf`. */
  categorical: u32;
  /** Rows that the best split sends left, by the estimate that chose it. */
  leftCount: u32;
  /** Number among the tree's leaves, where splits are settled one by one; see steps.ts. */
  number: u32;
  /** 1 below a split on a monotone feature. */
  inMonotoneSubtree: u32;
}

const LOOKUP: usize = 192;
const SET: usize = LOOKUP + 256;

/** Bytes of a leaf's entry: the Leaf, one byte for every value of the group's byte, and a set of bins. */
export function leafEntryBytes(): usize { return (SET + binSetBytes + 63) & ~63; }

/** Address of the leaf's first record. */
@inline export function recordsOf(leaf: Leaf): usize {
  return (leaf.inMaster ? master : records) + <usize>leaf.start * stride;
}

/** Entry of a present leaf of the tree, by its number. */
@inline export function entryOf(leafNumber: u32): u32 { return load<u32>(frontier + (<usize>leafNumber << 2)); }
@inline export function leafAt(index: u32): Leaf { return changetype<Leaf>(leafTable + <usize>index * leafEntryBytes()); }
/** 0 for every value of the group's byte that goes left, -1 for the others. */
@inline export function lookupOf(leaf: Leaf): usize { return changetype<usize>(leaf) + LOOKUP; }
/** Bits of the bins that go left; not of numbers that are kept as entries. */
@inline export function setOf(leaf: Leaf): usize { return changetype<usize>(leaf) + SET; }

@inline export function inSet(set: usize, bin: u32): u32 {
  return (load<u32>(set + ((bin >> 5) << 2)) >> (bin & 31)) & 1;
}
@inline export function addToSet(set: usize, bin: u32): void {
  const word = set + ((bin >> 5) << 2);
  store<u32>(word, load<u32>(word) | <u32>1 << (bin & 31));
}
@inline export function clearSet(set: usize): void { memory.fill(set, 0, binSetBytes); }

@inline export function histogramOf(leaf: Leaf): usize {
  return leafHistograms + <usize>leaf.histogram * histogramBytes();
}

/** Writes which bins, and which values of the group's byte, go left by the leaf's split. */
export function writeLookup(leaf: Leaf): void {
  const feature = featureAt(leaf.feature);
  if (feature.sparse) {
    // The byte is the side.
    memory.fill(lookupOf(leaf), 0xff, 256);
    store<i8>(lookupOf(leaf), 0);
    return;
  }
  const set = setOf(leaf);
  if (!leaf.categorical) {
    clearSet(set);
    for (let bin: u32 = 0; bin < feature.bins; bin++) {
      const isLeft = <i32>bin == feature.missing ? leaf.defaultLeft : <u32>(bin <= leaf.bin);
      if (isLeft) addToSet(set, bin);
    }
  }
  const lookup = lookupOf(leaf);
  const decode = decodeOf(leaf.feature);
  for (let value: usize = 0; value < 256; value++) {
    store<i8>(lookup + value, <i8>(inSet(set, load<u8>(decode + value)) - 1));
  }
}
