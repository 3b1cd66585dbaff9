// Expanding leaves: threads take them from one table; small leaves whole, large ones together, chunk by chunk.
// Rows are moved into the two children, the smaller child is gathered, the larger one is what is left.
import {
  BLOCK_ROWS, CHUNK_ROWS, JOBS, SHARED_LEAF_ROWS, chunkTable, featureAt, histogramBytes, otherBuffer, recordsOf, rows, stride, thread,
  threadHistogram, threads,
} from './context';
import {
  Job, Phase, countDone, countNext, currentEvent, currentPhase, job, jobJoined, lock, moveDone, moveNext, signal, unlock,
  waitForEvent,
} from './control';
import { begin, finish, nextLeaf, rowsToBegin } from './driver';
import { writeSplitBins } from './entries';
import { stepwise } from './growing';
import { addRecords, clear, merge, subtract } from './histogram';
import { Leaf, histogramOf, leafAt, lookupOf } from './leaf';
import { countLeft, gap, leftAddress, moveRows, setCursors } from './partition';
import { findBestSplit } from './split';
import { settle } from './unpack';

/** Does one piece of growing; false when there is none to be had. Called under the lock, which it gives up when true. */
export function expandStep(): bool {
  let free: i32 = -1;
  for (let index: u32 = 0; index < JOBS; index++) {
    const j = job(index);
    if (j.active) {
      if (atomic.load<u32>(countNext(j)) < j.chunks || atomic.load<u32>(moveNext(j)) < j.chunks) {
        j.users++;
        unlock();
        shareLeaf(index);
        return true;
      }
    } else if (j.users == 0 && free < 0) free = index;
  }
  const entry = nextLeaf();
  if (entry < 0) return false;
  const leaf = leafAt(entry);
  begin(leaf);
  if (leaf.count > SHARED_LEAF_ROWS && free >= 0 && <u64>leaf.count * (threads - 1) > rowsToBegin()) {
    openJob(job(free), entry, leaf.count);
    unlock();
    signal();
    shareLeaf(free);
  } else {
    unlock();
    takeLeaf(leaf);
  }
  return true;
}

function openJob(j: Job, entry: u32, count: u32): void {
  j.leaf = entry;
  j.chunks = (count + CHUNK_ROWS - 1) / CHUNK_ROWS;
  j.users = 1;
  memory.fill(jobJoined(j, 0), 0, threads);
  atomic.store<u32>(countNext(j), 0);
  atomic.store<u32>(countDone(j), 0);
  atomic.store<u32>(moveNext(j), 0);
  atomic.store<u32>(moveDone(j), 0);
  j.active = 1;
}

/**
 * Moves `count` rows from position `first` block by block, gathering the smaller side while it is in the cache.
 * `counted`: whether the rows have been counted, and so their bins are written.
 */
function moveAndGather(leaf: Leaf, first: u32, count: u32, counted: bool, histogram: usize): void {
  const step = <usize>stride;
  let from = recordsOf(leaf.buffer) + <usize>first * step;
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  const gatherLeft = leaf.gatherLeft;
  while (count > 0) {
    const block = min(BLOCK_ROWS, count);
    const left = leftAddress;
    const right = leftAddress + gap;
    if (!counted) writeSplitBins(leaf, from, block);
    moveRows(from, block, group, lookup);
    if (gatherLeft) addRecords(left, <u32>((leftAddress - left) / step), histogram);
    else addRecords(leftAddress + gap + step, <u32>((right - leftAddress - gap) / step), histogram);
    from += <usize>block * step;
    count -= block;
  }
}

/** Address of the record at a position of the buffer that a leaf's rows are moved to. */
@inline function targetOf(leaf: Leaf, position: u32): usize {
  return recordsOf(otherBuffer(leaf.buffer)) + <usize>position * stride;
}

/** Splits a leaf alone. */
function takeLeaf(leaf: Leaf): void {
  const gathered = leafAt(leaf.gatherLeft ? leaf.left : leaf.right);
  const histogram = histogramOf(gathered);
  clear(histogram);
  const start = targetOf(leaf, leaf.start);
  setCursors(start, start + <usize>(leaf.count - 1) * stride);
  moveAndGather(leaf, leaf.start, leaf.count, false, histogram);
  place(leaf, <u32>((leftAddress - start) / stride));
  evaluate(leaf);
  lock();
  finish(leaf);
  unlock();
  signal();
}

/** Positions of the children, now that the number of rows on the left is known. */
function place(leaf: Leaf, lefts: u32): void {
  const left = leafAt(leaf.left);
  const right = leafAt(leaf.right);
  left.start = leaf.start;
  left.count = lefts;
  right.start = leaf.start + lefts;
  right.count = leaf.count - lefts;
}

/** Subtracts the gathered child from its parent and finds the best splits of both children. */
function evaluate(leaf: Leaf): void {
  if (currentPhase() != Phase.Grow) return;
  const left = leafAt(leaf.left);
  const right = leafAt(leaf.right);
  if (leaf.gatherLeft) subtract(histogramOf(right), histogramOf(left));
  else subtract(histogramOf(left), histogramOf(right));
  settle(histogramOf(left), left.gradient, left.hessian);
  settle(histogramOf(right), right.gradient, right.hessian);
  // Else they are searched when the split is settled.
  if (stepwise) return;
  findBestSplit(left, histogramOf(left));
  findBestSplit(right, histogramOf(right));
}

@inline function chunkAt(index: u32, chunk: u32): usize {
  return chunkTable + ((<usize>index * (rows / CHUNK_ROWS + 1) + chunk) << 2);
}

export function chunkTableBytes(): usize {
  return (<usize>JOBS * (<usize>rows / CHUNK_ROWS + 1)) << 2;
}

/**
 * Splits a leaf together with other threads. First every chunk's left rows are counted, so that each
 * chunk then has places of its own in both children.
 */
function shareLeaf(index: u32): void {
  const j = job(index);
  const leaf = leafAt(j.leaf);
  const chunks = j.chunks;
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  for (;;) {
    const chunk = atomic.add<u32>(countNext(j), 1);
    if (chunk >= chunks) break;
    const first = chunk * CHUNK_ROWS;
    const count = min(CHUNK_ROWS, leaf.count - first);
    const from = recordsOf(leaf.buffer) + <usize>(leaf.start + first) * stride;
    writeSplitBins(leaf, from, count);
    const lefts = countLeft(from, count, group, lookup);
    store<u32>(chunkAt(index, chunk), lefts);
    if (atomic.add<u32>(countDone(j), 1) + 1 == chunks) {
      placeChunks(index, leaf, chunks);
      // One above the number of chunks: places are known.
      atomic.add<u32>(countDone(j), 1);
      signal();
    }
  }
  for (;;) {
    const event = currentEvent();
    if (atomic.load<u32>(countDone(j)) > chunks) break;
    waitForEvent(event);
  }
  let last = false;
  const histogram = threadHistogram(index, thread);
  const lefts = leafAt(leaf.left).count;
  while (currentPhase() == Phase.Grow) {
    const chunk = atomic.add<u32>(moveNext(j), 1);
    if (chunk >= chunks) break;
    if (!load<u8>(jobJoined(j, thread))) {
      clear(histogram);
      store<u8>(jobJoined(j, thread), 1);
    }
    const first = chunk * CHUNK_ROWS;
    const count = min(CHUNK_ROWS, leaf.count - first);
    // Rows on the left before this chunk, and before the next one.
    const before = load<u32>(chunkAt(index, chunk));
    const after = chunk + 1 < chunks ? load<u32>(chunkAt(index, chunk + 1)) : lefts;
    const lastRight = leaf.start + lefts + (first + count - after) - 1;
    setCursors(targetOf(leaf, leaf.start + before), targetOf(leaf, lastRight));
    moveAndGather(leaf, leaf.start + first, count, true, histogram);
    if (atomic.add<u32>(moveDone(j), 1) + 1 == chunks) last = true;
  }
  if (last) {
    mergeJob(index, leaf);
    evaluate(leaf);
  }
  lock();
  j.users--;
  const dropped = currentPhase() != Phase.Grow && j.users == 0;
  if (j.active && (last || dropped)) {
    j.active = 0;
    finish(leaf);
    last = true;
  }
  unlock();
  if (last) signal();
}

function placeChunks(index: u32, leaf: Leaf, chunks: u32): void {
  let lefts: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const own = load<u32>(chunkAt(index, chunk));
    store<u32>(chunkAt(index, chunk), lefts);
    lefts += own;
  }
  place(leaf, lefts);
}

function mergeJob(index: u32, leaf: Leaf): void {
  const target = histogramOf(leafAt(leaf.gatherLeft ? leaf.left : leaf.right));
  let first = true;
  for (let from: u32 = 0; from < threads; from++) {
    if (!load<u8>(jobJoined(job(index), from))) continue;
    if (first) memory.copy(target, threadHistogram(index, from), histogramBytes());
    else merge(target, threadHistogram(index, from));
    first = false;
  }
}
