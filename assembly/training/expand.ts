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
import { begin, finish, nextLeaf } from './driver';
import { stepwise } from './growing';
import { addRecords, clear, merge, subtract } from './histogram';
import { Leaf, histogramOf, leafAt, lookupOf } from './leaf';
import { countLeft, leftAt, moveRows, rightAt, setCursors } from './partition';
import { findBestSplit } from './split';

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
  if (threads > 1 && leaf.count > SHARED_LEAF_ROWS && free >= 0) {
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

/** Moves `count` rows block by block, gathering the smaller side while it is in the cache. */
function moveAndGather(leaf: Leaf, first: u32, count: u32, direction: i32, histogram: usize): void {
  const records = recordsOf(otherBuffer(leaf.buffer));
  const lookup = lookupOf(leaf);
  const group = featureAt(leaf.feature).group;
  for (const end = first + count; first < end; first += BLOCK_ROWS) {
    const left = leftAt;
    const right = rightAt;
    moveRows(first, min(BLOCK_ROWS, end - first), leaf.buffer, group, lookup, direction);
    let at = left;
    let gathered = leftAt - left;
    if (!leaf.gatherLeft) {
      at = direction > 0 ? right : rightAt + 1;
      gathered = direction > 0 ? rightAt - right : right - rightAt;
    }
    addRecords(records + <usize>at * stride, gathered, histogram);
  }
}

/** Splits a leaf alone: its left side fills from the front, its right side from the back. */
function takeLeaf(leaf: Leaf): void {
  const gathered = leafAt(leaf.gatherLeft ? leaf.left : leaf.right);
  const histogram = histogramOf(gathered);
  clear(histogram);
  setCursors(leaf.start, leaf.start + leaf.count - 1);
  moveAndGather(leaf, leaf.start, leaf.count, -1, histogram);
  place(leaf, leftAt - leaf.start);
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
    const lefts = countLeft(leaf.start + first, min(CHUNK_ROWS, leaf.count - first), leaf.buffer, group, lookup);
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
    const before = load<u32>(chunkAt(index, chunk));
    setCursors(leaf.start + before, leaf.start + lefts + first - before);
    moveAndGather(leaf, leaf.start + first, min(CHUNK_ROWS, leaf.count - first), 1, histogram);
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
