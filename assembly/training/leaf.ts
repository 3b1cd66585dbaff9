// The leaf table: every leaf that a tree has had while it grows, those begun in vain included.
import {
  binCount, constantHessian, countBits, countMask, histogramBytes, leafHistograms, leafTable, missingBin,
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

/** Bytes of a leaf's entry; its second part holds 1 for every bin that goes left. */
const ENTRY_BYTES: usize = 384;
const LOOKUP: usize = 128;

export function leafEntryBytes(): usize { return ENTRY_BYTES; }

@inline export function leafAt(index: u32): Leaf { return changetype<Leaf>(leafTable + <usize>index * ENTRY_BYTES); }
@inline export function lookupOf(leaf: Leaf): usize { return changetype<usize>(leaf) + LOOKUP; }

@inline export function histogramOf(leaf: Leaf): usize {
  return leafHistograms + <usize>leaf.histogram * histogramBytes;
}

/** Writes which bins go left by the leaf's split. */
export function writeLookup(leaf: Leaf): void {
  const lookup = lookupOf(leaf);
  memory.fill(lookup, 0, 256);
  memory.fill(lookup, 1, leaf.bin + 1);
  const missing = missingBin(leaf.feature);
  if (missing >= 0) store<u8>(lookup + <usize>missing, <u8>leaf.defaultLeft);
}

@inline export function gradientOf(sum: i64): f64 {
  return <f64>(constantHessian ? sum >> countBits : sum >> 32) / gradientScale();
}

@inline export function hessianOf(sum: i64): f64 {
  return constantHessian ? <f64>(sum & countMask) : <f64>(sum & 0xffffffff) / hessianScale();
}

/** Sum over all rows of the root: any feature's bins add up to it. */
export function totalOf(histogram: usize): i64 {
  let total: i64 = 0;
  const bins = binCount(0);
  for (let bin: u32 = 0; bin < bins; bin++) total += load<i64>(histogram + (<usize>bin << 3));
  return total;
}
