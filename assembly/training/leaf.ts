// The leaf table: every leaf that a tree has had while it grows, those begun in vain included.
import {
  constantHessian, countBits, countMask, decodeOf, featureAt, histogramBytes, leafHistograms, leafTable,
} from './context';
import { hessianScale, gradientScale } from './scale';

/** Where the work on a leaf's split stands. */
export const enum SplitState { Open = 0, Running = 1, Done = 2 }

@unmanaged
export class Leaf {
  /** Packed sum of the leaf's rows, and of those that its best split sends left. */
  sum: i64;
  leftSum: i64;
  /** Gain of the best split above the leaf's own, or 0: never split. */
  gain: f64;
  /** Position of the first row, and number of rows, in the buffer. */
  start: u32;
  count: u32;
  buffer: u32;
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
}

/** Bytes of a leaf's entry; its second part holds 1 for every value of the group's byte that goes left. */
const ENTRY_BYTES: usize = 384;
const LOOKUP: usize = 128;

export function leafEntryBytes(): usize { return ENTRY_BYTES; }

@inline export function leafAt(index: u32): Leaf { return changetype<Leaf>(leafTable + <usize>index * ENTRY_BYTES); }
@inline export function lookupOf(leaf: Leaf): usize { return changetype<usize>(leaf) + LOOKUP; }

@inline export function histogramOf(leaf: Leaf): usize {
  return leafHistograms + <usize>leaf.histogram * histogramBytes;
}

/** Writes which values of the group's byte go left by the leaf's split. */
export function writeLookup(leaf: Leaf): void {
  const lookup = lookupOf(leaf);
  const decode = decodeOf(leaf.feature);
  const missing = featureAt(leaf.feature).missing;
  for (let value: usize = 0; value < 256; value++) {
    const bin = <i32>load<u8>(decode + value);
    store<u8>(lookup + value, bin == missing ? <u8>leaf.defaultLeft : <u8>(bin <= <i32>leaf.bin));
  }
}

@inline export function gradientOf(sum: i64): f64 {
  return <f64>(constantHessian ? sum >> countBits : sum >> 32) / gradientScale();
}

@inline export function hessianOf(sum: i64): f64 {
  return constantHessian ? <f64>(sum & countMask) : <f64>(sum & 0xffffffff) / hessianScale();
}

/** Sum over all rows of the root: any group's values add up to it. */
export function totalOf(histogram: usize): i64 {
  let total: i64 = 0;
  for (let value: usize = 0; value < 256; value++) total += load<i64>(histogram + (value << 3));
  return total;
}
