// Growing a tree leaf by leaf, best gain first. Threads take leaves from one table: small leaves whole,
// large ones together, chunk by chunk. While the best leaf is being split the next best are begun as
// well; splits are committed strictly in greedy order, so the tree does not depend on the schedule.
import {
  BLOCK_ROWS, CHUNK_ROWS, JOBS, MASTER, SHARED_LEAF_ROWS, SPECULATION, chunkTable, constantHessian, countMask, histogramBytes,
  leafHistogramCount, leafHistograms, numLeaves, otherBuffer, recordsOf, rows, stride, thread, threadHistogram, threads,
} from './context';
import {
  Job, Phase, countDone, countNext, currentEvent, currentPhase, job, jobJoined, lock, moveDone, moveNext, setPhase,
  signal, state, unlock, waitForEvent,
} from './control';
import { addRecords, clear, merge, subtract } from './histogram';
import { Leaf, SplitState, leafAt, lookupOf, writeLookup } from './leaf';
import { countLeft, leftAt, moveRows, rightAt, setCursors } from './partition';
import { findBestSplit } from './split';
import { writeLeaf, writeLeafCount, writeNode } from './tree';
import { openUpdate } from './update';

/** Entries of the tree's present leaves, by leaf number. */
let frontier: usize = 0;
export function setFrontier(address: usize): void { frontier = address; }

@inline function entryOf(leafNumber: u32): u32 { return load<u32>(frontier + (<usize>leafNumber << 2)); }
@inline function histogramOf(leaf: Leaf): usize { return leafHistograms + <usize>leaf.histogram * histogramBytes; }

/** Entries that one tree can use: its own, and those begun in vain. */
export function maximumEntries(leaves: u32): u32 { return 2 * (leaves + maximumVain()) + 1; }
function maximumVain(): u32 { return 64; }

/** Starts a tree from a root whose histogram is in place. Under the lock. */
export function startTree(sum: i64): void {
  const s = state();
  const root = leafAt(0);
  root.sum = sum;
  root.start = 0;
  root.count = rows;
  root.buffer = MASTER;
  root.histogram = 0;
  root.depth = 0;
  root.state = SplitState.Open;
  root.parent = -1;
  root.lastRight = 0;
  store<u32>(frontier, 0);
  s.leaves = 1;
  s.splitsLeft = numLeaves - 1;
  s.entries = 1;
  s.histograms = 1;
  s.inFlight = 0;
  findBestSplit(root, leafHistograms);
  setPhase(Phase.Grow);
  commit();
}

/** Finds the open leaf with the best gain that is worth beginning now; -1 when there is none. Under the lock. */
function nextLeaf(): i32 {
  const s = state();
  let best: i32 = -1;
  let bestGain: f64 = 0;
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    if (leaf.state == SplitState.Open && leaf.gain > bestGain) {
      bestGain = leaf.gain;
      best = entryOf(number);
    }
  }
  if (best < 0) return -1;
  let rank: u32 = 0;
  for (let number: u32 = 0; number < s.leaves; number++) if (leafAt(entryOf(number)).gain > bestGain) rank++;
  // The last split is never moved apart, so only splits before it are begun.
  if (rank + 1 >= s.splitsLeft || rank > SPECULATION) return -1;
  if (s.entries + 2 > maximumEntries(numLeaves) || s.histograms >= leafHistogramCount) return -1;
  return best;
}

/** Gives the children of a leaf their entries. Under the lock. */
function begin(leaf: Leaf): void {
  const s = state();
  const left = leafAt(s.entries);
  const right = leafAt(s.entries + 1);
  leaf.left = s.entries;
  leaf.right = s.entries + 1;
  s.entries += 2;
  s.inFlight++;
  leaf.state = SplitState.Running;
  writeLookup(leaf);
  open(left, leaf, leaf.leftSum);
  open(right, leaf, leaf.sum - leaf.leftSum);
  const mask = constantHessian ? countMask : 0xffffffff;
  leaf.gatherLeft = (left.sum & mask) <= (right.sum & mask) ? 1 : 0;
  // The larger child takes the parent's histogram over.
  left.histogram = leaf.gatherLeft ? s.histograms : leaf.histogram;
  right.histogram = leaf.gatherLeft ? leaf.histogram : s.histograms;
  s.histograms++;
}

function open(child: Leaf, parent: Leaf, sum: i64): void {
  child.sum = sum;
  child.gain = 0;
  child.buffer = otherBuffer(parent.buffer);
  child.depth = parent.depth + 1;
  child.state = SplitState.Open;
  child.lastRight = 0;
  child.parent = -1;
}

/** Commits all splits that are due in greedy order and done; ends the tree when none is left. Under the lock. */
function commit(): void {
  const s = state();
  while (s.splitsLeft > 0) {
    let best: i32 = -1;
    let bestGain: f64 = 0;
    for (let number: u32 = 0; number < s.leaves; number++) {
      const gain = leafAt(entryOf(number)).gain;
      if (gain > bestGain) {
        bestGain = gain;
        best = number;
      }
    }
    if (best < 0) {
      s.splitsLeft = 0;
      break;
    }
    const entry = entryOf(best);
    const leaf = leafAt(entry);
    if (s.splitsLeft == 1) {
      // A split begun early has its look-up table already, and may be using it.
      if (leaf.state == SplitState.Open) writeLookup(leaf);
      writeNode(best, leaf, s.leaves);
      leaf.lastRight = s.leaves;
      store<u32>(frontier + (<usize>s.leaves << 2), entry);
    } else {
      if (leaf.state != SplitState.Done) return;
      writeNode(best, leaf, s.leaves);
      leafAt(leaf.left).parent = <i32>(s.leaves - 1) << 1;
      leafAt(leaf.right).parent = <i32>(s.leaves - 1) << 1 | 1;
      store<u32>(frontier + (<usize>best << 2), leaf.left);
      store<u32>(frontier + (<usize>s.leaves << 2), leaf.right);
    }
    s.leaves++;
    s.splitsLeft--;
  }
  if (s.inFlight > 0) setPhase(Phase.Drain);
  else endTree();
}

/** Writes the leaves and opens the update pass. Under the lock. */
function endTree(): void {
  const s = state();
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    if (leaf.lastRight == 0) writeLeaf(number, leaf.sum, leaf.count);
    else if (leaf.lastRight == number) writeLeaf(number, leaf.sum - leaf.leftSum, 0);
    else writeLeaf(number, leaf.leftSum, 0);
  }
  writeLeafCount(s.leaves);
  openUpdate(frontier, s.leaves);
  setPhase(Phase.Update);
}

/** Counts the last split's rows, known once outputs have been added. Under the lock. */
export function finishLeafCounts(): void {
  const s = state();
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    if (leaf.lastRight == 0) continue;
    const right = leaf.lastRight == number;
    writeLeaf(number, right ? leaf.sum - leaf.leftSum : leaf.leftSum, right ? leaf.count - s.lastLeft : s.lastLeft);
  }
}

/** Does one piece of growing; false when there is none to be had. Called under the lock, which it gives up when true. */
export function growStep(): bool {
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
  for (const end = first + count; first < end; first += BLOCK_ROWS) {
    const left = leftAt;
    const right = rightAt;
    moveRows(first, min(BLOCK_ROWS, end - first), leaf.buffer, leaf.feature, lookup, direction);
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
  findBestSplit(left, histogramOf(left));
  findBestSplit(right, histogramOf(right));
}

/** Counts a split as done, or as dropped when the tree has ended without it. Under the lock. */
function finish(leaf: Leaf): void {
  const s = state();
  leaf.state = SplitState.Done;
  s.inFlight--;
  if (s.phase == Phase.Grow) commit();
  else if (s.inFlight == 0) endTree();
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
  for (;;) {
    const chunk = atomic.add<u32>(countNext(j), 1);
    if (chunk >= chunks) break;
    const first = chunk * CHUNK_ROWS;
    const lefts = countLeft(leaf.start + first, min(CHUNK_ROWS, leaf.count - first), leaf.buffer, leaf.feature, lookup);
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
    if (first) memory.copy(target, threadHistogram(index, from), histogramBytes);
    else merge(target, threadHistogram(index, from));
    first = false;
  }
}
