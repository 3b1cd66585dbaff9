/**
 * Stage 3: from each row's mask to where it leaves the upper nodes. A table a byte of the mask holds the
 * exits that remain possible; the lowest bit common to all is the exit (QuickScorer, Lucchese et al. 2015).
 */
import { TILE } from './layout';

@inline
function exitOf(tables: usize, mask: usize, groups: u32): usize {
  let possible = load<u32>(tables + (<usize>load<u8>(mask) << 2));
  if (groups > 1) possible &= load<u32>(tables + (<usize>load<u8>(mask, TILE) << 2), 1024);
  if (groups > 2) possible &= load<u32>(tables + (<usize>load<u8>(mask, TILE * 2) << 2), 2048);
  if (groups > 3) possible &= load<u32>(tables + (<usize>load<u8>(mask, TILE * 3) << 2), 3072);
  // The 33rd exit has no bit: none left gives 32.
  return <usize>ctz(possible);
}

@inline
function addValue(tables: usize, mask: usize, groups: u32, values: usize, sum: usize): void {
  store<f64>(sum, load<f64>(sum) + load<f64>(values + (exitOf(tables, mask, groups) << 3)));
}

@inline
function addAll(tables: usize, masks: usize, groups: u32, values: usize, rows: usize, sums: usize): void {
  let row: usize = 0;
  for (; row + 4 <= rows; row += 4) {
    const mask = masks + row;
    const sum = sums + (row << 3);
    addValue(tables, mask, groups, values, sum);
    addValue(tables, mask + 1, groups, values, sum + 8);
    addValue(tables, mask + 2, groups, values, sum + 16);
    addValue(tables, mask + 3, groups, values, sum + 24);
  }
  for (; row < rows; row++) addValue(tables, masks + row, groups, values, sums + (row << 3));
}

/** Adds each row's exit value to its sum; an exit to a node below has the value 0. */
export function addValues(tables: usize, masks: usize, groups: u32, values: usize, rows: usize, sums: usize): void {
  if (groups == 4) addAll(tables, masks, 4, values, rows, sums);
  else if (groups == 3) addAll(tables, masks, 3, values, rows, sums);
  else if (groups == 2) addAll(tables, masks, 2, values, rows, sums);
  else if (groups == 1) addAll(tables, masks, 1, values, rows, sums);
  else {
    // A tree of one leaf.
    const value = load<f64>(values);
    for (let row: usize = 0; row < rows; row++) store<f64>(sums + (row << 3), load<f64>(sums + (row << 3)) + value);
  }
}

@inline
function exitAt(tables: usize, mask: usize, groups: u32): usize {
  if (groups == 4) return exitOf(tables, mask, 4);
  if (groups == 3) return exitOf(tables, mask, 3);
  if (groups == 2) return exitOf(tables, mask, 2);
  return groups == 1 ? exitOf(tables, mask, 1) : 0;
}

/** Writes each row's exit: ~leaf, or a node. */
export function writeExits(tables: usize, masks: usize, groups: u32, exits: usize, rows: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    store<i32>(out + (row << 2), load<i32>(exits + (exitAt(tables, masks + row, groups) << 2)));
  }
}

@inline
function addAndQueueAll(tables: usize, masks: usize, groups: u32, values: usize, exits: usize, rows: usize, sums: usize, queue: usize): usize {
  let end = queue;
  for (let row: usize = 0; row < rows; row++) {
    const exit = exitOf(tables, masks + row, groups);
    const sum = sums + (row << 3);
    store<f64>(sum, load<f64>(sum) + load<f64>(values + (exit << 3)));
    const node = load<i32>(exits + (exit << 2));
    store<u64>(end, (<u64>(<u32>node) << 32) | <u64>row);
    end += <usize>((~node) >>> 31) << 3;
  }
  return end;
}

/** {@link addValues}, and queues the rows that go on below: (node << 32 | row). Gives the queue's end. */
export function addAndQueue(tables: usize, masks: usize, groups: u32, values: usize, exits: usize, rows: usize, sums: usize, queue: usize): usize {
  if (groups == 4) return addAndQueueAll(tables, masks, 4, values, exits, rows, sums, queue);
  if (groups == 3) return addAndQueueAll(tables, masks, 3, values, exits, rows, sums, queue);
  if (groups == 2) return addAndQueueAll(tables, masks, 2, values, exits, rows, sums, queue);
  return addAndQueueAll(tables, masks, 1, values, exits, rows, sums, queue);
}
