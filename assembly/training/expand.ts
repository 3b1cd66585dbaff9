// Expanding leaves: threads take them from one table; small leaves whole, large ones together, chunk by chunk.
// Rows are moved into the two children, the smaller child is gathered, the larger one is what is left.
import {
  CHUNK_ROWS, JOBS, SHARED_LEAF_ROWS, chunkTable, histogramBytes, records, rows, stride, thread, threadHistogram, threads,
} from './context';
import {
  Job, Phase, currentEvent, currentPhase, job, jobJoined, lock, partDone, partNext, signal, swapDone, swapNext, unlock,
  waitForEvent,
} from './control';
import { begin, finish, nextLeaf, rowsToBegin } from './driver';
import { stepwise } from './growing';
import { clear, finishRecords, merge, subtract } from './histogram';
import { Leaf, histogramOf, leafAt, recordsOf } from './leaf';
import { exchange, partition } from './partition';
import { findBestSplit } from './split';
import { settle } from './unpack';

/** Pieces of the work of exchanging misplaced rows. */
const SWAP_SLICES: u32 = 64;

/** Does one piece of growing; false when there is none to be had. Called under the lock, which it gives up when true. */
export function expandStep(): bool {
  let free: i32 = -1;
  for (let index: u32 = 0; index < JOBS; index++) {
    const j = job(index);
    if (j.active) {
      if (atomic.load<u32>(partNext(j)) < j.chunks || atomic.load<u32>(swapNext(j)) < SWAP_SLICES) {
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
  atomic.store<u32>(partNext(j), 0);
  atomic.store<u32>(partDone(j), 0);
  atomic.store<u32>(swapNext(j), 0);
  atomic.store<u32>(swapDone(j), 0);
  j.active = 1;
}

/** Address of the leaf's first record once it is partitioned. */
@inline function targetOf(leaf: Leaf): usize { return records + <usize>leaf.start * stride; }

/** Splits a leaf alone. */
function takeLeaf(leaf: Leaf): void {
  const gathered = leafAt(leaf.gatherLeft ? leaf.left : leaf.right);
  const histogram = histogramOf(gathered);
  clear(histogram);
  place(leaf, partition(leaf, recordsOf(leaf), targetOf(leaf), leaf.count, histogram));
  finishRecords(histogram);
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

/** How many rows of a chunk go left. */
@inline function chunkAt(index: u32, chunk: u32): usize {
  return chunkTable + ((<usize>index * (rows / CHUNK_ROWS + 1) + chunk) << 2);
}

export function chunkTableBytes(): usize {
  return (<usize>JOBS * (<usize>rows / CHUNK_ROWS + 1)) << 2;
}

/**
 * Splits a leaf together with other threads. First every chunk is partitioned by itself; then, in so many slices, right
 * rows in front of the border between the children change places with left rows behind it.
 */
function shareLeaf(index: u32): void {
  const j = job(index);
  const leaf = leafAt(j.leaf);
  partChunks(index, leaf);
  for (;;) {
    const event = currentEvent();
    if (atomic.load<u32>(partDone(j)) > j.chunks) break;
    waitForEvent(event);
  }
  let last = false;
  while (currentPhase() == Phase.Grow) {
    const slice = atomic.add<u32>(swapNext(j), 1);
    if (slice >= SWAP_SLICES) break;
    swapSlice(index, leaf, slice);
    if (atomic.add<u32>(swapDone(j), 1) + 1 == SWAP_SLICES) last = true;
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

function partChunks(index: u32, leaf: Leaf): void {
  const j = job(index);
  const chunks = j.chunks;
  const histogram = threadHistogram(index, thread);
  for (;;) {
    const chunk = atomic.add<u32>(partNext(j), 1);
    if (chunk >= chunks) return;
    // What is dropped is counted as done too, so that nobody waits for it.
    if (currentPhase() == Phase.Grow) {
      if (!load<u8>(jobJoined(j, thread))) {
        clear(histogram);
        store<u8>(jobJoined(j, thread), 1);
      }
      const first = <usize>chunk * CHUNK_ROWS * stride;
      const count = min(CHUNK_ROWS, leaf.count - chunk * CHUNK_ROWS);
      store<u32>(chunkAt(index, chunk), partition(leaf, recordsOf(leaf) + first, targetOf(leaf) + first, count, histogram));
      finishRecords(histogram);
    }
    if (atomic.add<u32>(partDone(j), 1) + 1 == chunks) {
      placeChunks(index, leaf, chunks);
      // One above the number of chunks: the border is known.
      atomic.add<u32>(partDone(j), 1);
      signal();
    }
  }
}

/** Finds the border, and how many rows are on the wrong side of it. */
function placeChunks(index: u32, leaf: Leaf, chunks: u32): void {
  let lefts: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) lefts += load<u32>(chunkAt(index, chunk));
  place(leaf, lefts);
  let misplaced: u32 = 0;
  for (let chunk: u32 = 0; chunk < chunks && chunk * CHUNK_ROWS < lefts; chunk++) {
    misplaced += rightsBefore(index, leaf, chunk, lefts);
  }
  job(index).misplaced = misplaced;
}

/** Number of a chunk's right rows in front of the border. */
@inline function rightsBefore(index: u32, leaf: Leaf, chunk: u32, border: u32): u32 {
  const first = chunk * CHUNK_ROWS + load<u32>(chunkAt(index, chunk));
  const end = min(min((chunk + 1) * CHUNK_ROWS, leaf.count), border);
  return end > first ? end - first : 0;
}

/** Number of a chunk's left rows behind the border. */
@inline function leftsBehind(index: u32, chunk: u32, border: u32): u32 {
  const first = max(chunk * CHUNK_ROWS, border);
  const end = chunk * CHUNK_ROWS + load<u32>(chunkAt(index, chunk));
  return end > first ? end - first : 0;
}

/** Exchanges one slice of the misplaced right rows, in the order of their positions, with as many misplaced left rows. */
function swapSlice(index: u32, leaf: Leaf, slice: u32): void {
  const border = leafAt(leaf.left).count;
  const misplaced = <u64>job(index).misplaced;
  const start = <u32>(misplaced * slice / SWAP_SLICES);
  let remaining = <u32>(misplaced * (slice + 1) / SWAP_SLICES) - start;
  const target = targetOf(leaf);
  // Chunks in which rows are misplaced, and how many of those rows come before the next.
  let rightChunk: u32 = 0;
  let leftChunk = border / CHUNK_ROWS;
  let rightSkip = start;
  let leftSkip = start;
  while (remaining > 0) {
    let rights: u32, lefts: u32;
    while (rightSkip >= (rights = rightsBefore(index, leaf, rightChunk, border))) {
      rightSkip -= rights;
      rightChunk++;
    }
    while (leftSkip >= (lefts = leftsBehind(index, leftChunk, border))) {
      leftSkip -= lefts;
      leftChunk++;
    }
    const run = min(remaining, min(rights - rightSkip, lefts - leftSkip));
    const right = rightChunk * CHUNK_ROWS + load<u32>(chunkAt(index, rightChunk)) + rightSkip;
    const left = max(leftChunk * CHUNK_ROWS, border) + leftSkip;
    exchange(target + <usize>right * stride, target + <usize>left * stride, <usize>run * stride);
    rightSkip += run;
    leftSkip += run;
    remaining -= run;
  }
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
