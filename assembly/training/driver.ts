// The driver: decides which leaf is split next, and alone decides a tree's shape. While the best leaf is
// being split the next best are begun as well; splits are committed strictly in greedy order, so the
// tree does not depend on the schedule.
import {
  SPECULATION, bag, classes, frontier, lambdaL2, leafHistogramCount, leafHistograms, numLeaves, renewsLeaves,
} from './context';
import { Phase, setPhase, state } from './control';
import { inheritFeatureSets, startFeatureSets } from './feature-sets';
import { newtonStep } from './gain';
import { Monotone, featureSets, monotoneMethod, stepwise } from './growing';
import { Leaf, SplitState, entryOf, leafAt, writeLookup } from './leaf';
import { linearFeatures, openFit } from './linear/fit';
import { boundSides } from './monotone/basic';
import { mix } from './random';
import { openRenewal } from './renewal';
import { gradientOf, hessianOf } from './scale';
import { findBestSplit } from './split';
import { chooseNext, greediest, settle, startSteps } from './steps';
import { treeLeafAt, writeLeaf, writeLeafCount, writeNode } from './tree';
import { openUpdate } from './update';

/** Entries that one tree can use: its own, and those begun and dropped. */
export function maximumEntries(leaves: u32): u32 { return 2 * (leaves + MAXIMUM_VAIN) + 1; }
const MAXIMUM_VAIN: u32 = 64;

/** Starts a tree from a root whose histogram is in place. Under the lock. */
export function startTree(gradient: i64, hessian: i64): void {
  const s = state();
  const root = leafAt(0);
  root.gradient = gradient;
  root.hessian = hessian;
  root.start = 0;
  root.count = s.sampled;
  root.inMaster = bag ? 0 : 1;
  root.histogram = 0;
  root.depth = 0;
  root.state = SplitState.Open;
  root.parent = -1;
  root.lastRight = 0;
  root.key = mix(s.iteration * classes + s.ofClass, 0x5bd1e995);
  root.lowest = -Infinity;
  root.highest = Infinity;
  root.number = 0;
  root.inMonotoneSubtree = 0;
  // There is nothing to smooth the root towards but itself.
  root.output = newtonStep(gradientOf(gradient), hessianOf(hessian), lambdaL2);
  store<u32>(frontier, 0);
  s.leaves = 1;
  s.splitsLeft = numLeaves - 1;
  s.entries = 1;
  s.histograms = 1;
  s.inFlight = 0;
  if (featureSets) startFeatureSets(root);
  if (stepwise) startSteps(root);
  findBestSplit(root, leafHistograms);
  if (stepwise) chooseNext();
  setPhase(Phase.Grow);
  commit();
}

/** Finds the open leaf with the best gain that is worth beginning now; -1 when there is none. Under the lock. */
export function nextLeaf(): i32 {
  const s = state();
  if (stepwise) return s.inFlight > 0 || s.next < 0 ? -1 : entryOf(s.next);
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
  // The last split is not moved apart (unless all leaves' rows are wanted), so only splits before it are begun.
  if (rank + (separatesLeaves() ? 0 : 1) >= s.splitsLeft || rank > SPECULATION) return -1;
  if (rank > 0 && !canSpare()) return -1;
  return best;
}

/**
 * Rows of the leaves that other threads may begin meanwhile. Leaves that threads take whole need no counting of
 * their sides first, so a leaf is shared only when the others would be idle. Under the lock.
 */
export function rowsToBegin(): u64 {
  if (stepwise) return 0;
  const s = state();
  let rows: u64 = 0;
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    if (leaf.state == SplitState.Open && leaf.gain > 0) rows += leaf.count;
  }
  return rows;
}

/** Whether a split can be begun and dropped and still leave entries and histograms for all splits to come. Under the lock. */
function canSpare(): bool {
  const s = state();
  return s.histograms + s.splitsLeft <= leafHistogramCount && s.entries + 2 * s.splitsLeft <= maximumEntries(numLeaves);
}

/** Gives the children of a leaf their entries. Under the lock. */
export function begin(leaf: Leaf): void {
  const s = state();
  const left = leafAt(s.entries);
  const right = leafAt(s.entries + 1);
  leaf.left = s.entries;
  leaf.right = s.entries + 1;
  s.entries += 2;
  s.inFlight++;
  leaf.state = SplitState.Running;
  writeLookup(leaf);
  open(left, leaf, leaf.leftGradient, leaf.leftHessian, leaf.leftOutput, 0);
  open(right, leaf, leaf.gradient - leaf.leftGradient, leaf.hessian - leaf.leftHessian, leaf.rightOutput, 1);
  leaf.gatherLeft = left.hessian <= right.hessian ? 1 : 0;
  // The larger child takes the parent's histogram over.
  left.histogram = leaf.gatherLeft ? s.histograms : leaf.histogram;
  right.histogram = leaf.gatherLeft ? leaf.histogram : s.histograms;
  s.histograms++;
  if (monotoneMethod != Monotone.None) boundSides(leaf, left, right);
}

function open(child: Leaf, parent: Leaf, gradient: i64, hessian: i64, output: f64, side: u32): void {
  child.gradient = gradient;
  child.hessian = hessian;
  child.output = output;
  child.lowest = parent.lowest;
  child.highest = parent.highest;
  child.key = mix(parent.key, side + 1);
  child.gain = 0;
  child.inMaster = 0;
  child.depth = parent.depth + 1;
  child.state = SplitState.Open;
  child.lastRight = 0;
  child.parent = -1;
  if (featureSets) inheritFeatureSets(child, parent);
}

/** Commits all splits that are due in greedy order and done; ends the tree when none is left. Under the lock. */
function commit(): void {
  const s = state();
  while (s.splitsLeft > 0) {
    const best = stepwise ? s.next : greediest();
    if (best < 0) {
      s.splitsLeft = 0;
      break;
    }
    const entry = entryOf(best);
    const leaf = leafAt(entry);
    const moves = s.splitsLeft > 1 || separatesLeaves();
    if (!moves) {
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
    if (stepwise) {
      settle(best, s.leaves - 1, leaf, moves);
      if (s.splitsLeft > 0) chooseNext();
    }
  }
  if (s.inFlight > 0) setPhase(Phase.Drain);
  else endTree();
}

/** Writes the leaves and opens what follows growing. Under the lock. */
function endTree(): void {
  const s = state();
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    // A tree without splits adds nothing.
    if (s.leaves == 1) writeLeaf(number, 0, leaf.hessian, leaf.count);
    else if (leaf.lastRight == 0) writeLeaf(number, leaf.output, leaf.hessian, leaf.count);
    else if (leaf.lastRight == number) writeLeaf(number, leaf.rightOutput, leaf.hessian - leaf.leftHessian, 0);
    else writeLeaf(number, leaf.leftOutput, leaf.leftHessian, 0);
  }
  writeLeafCount(s.leaves);
  if (renewsLeaves) {
    openRenewal(s.leaves);
    setPhase(Phase.Renew);
  } else openAfterRenewal();
}

/** Opens what follows when leaves have their outputs. Under the lock. */
export function openAfterRenewal(): void {
  const s = state();
  if (linearFeatures) {
    openFit(s.leaves);
    setPhase(Phase.Fit);
  } else openAfterFit();
}

/** Opens what follows when a tree is whole. Under the lock. */
export function openAfterFit(): void {
  openUpdate(state().leaves);
  setPhase(Phase.Update);
}

/** Whether the rows of every leaf are wanted by themselves, so that the last split is moved apart like the others. */
@inline function separatesLeaves(): bool { return renewsLeaves != 0 || linearFeatures != 0; }

/** Counts the last split's rows, known once outputs have been added. Under the lock. */
export function finishLeafCounts(): void {
  const s = state();
  for (let number: u32 = 0; number < s.leaves; number++) {
    const leaf = leafAt(entryOf(number));
    if (leaf.lastRight == 0) continue;
    treeLeafAt(number).count = leaf.lastRight == number ? leaf.count - s.lastLeft : s.lastLeft;
  }
}

/** Counts a split as done, or as dropped when the tree has ended without it. Under the lock. */
export function finish(leaf: Leaf): void {
  const s = state();
  leaf.state = SplitState.Done;
  s.inFlight--;
  if (s.phase == Phase.Grow) commit();
  else if (s.inFlight == 0) endTree();
}
