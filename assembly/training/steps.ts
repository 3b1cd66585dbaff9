// Steps: growing split by split, where a split changes what other leaves gain by theirs (bounds of monotone
// neighbours, costs of features, forced splits). Each split is settled before the next is chosen. Under the lock.
import { state } from './control';
import { firstUseCosts, rowUseCosts, use } from './costs';
import { forceNext, startForcing } from './forced';
import { Monotone, monotoneMethod } from './growing';
import { Leaf, entryOf, histogramOf, leafAt } from './leaf';
import { boundNeighbours, changedLeaf, changedSide } from './monotone/intermediate';
import { clearBinBounds } from './monotone/advanced';
import { findBestSplit } from './split';
import { reconsider, weighAgain } from './weighing';

/** Number of the leaf whose split gains most, or -1: none gains anything. */
export function greediest(): i32 {
  let best: i32 = -1;
  let bestGain: f64 = 0;
  const leaves = state().leaves;
  for (let number: u32 = 0; number < leaves; number++) {
    const gain = leafAt(entryOf(number)).gain;
    if (gain > bestGain) {
      bestGain = gain;
      best = number;
    }
  }
  return best;
}

/** Begins a tree, before its root is searched. */
export function startSteps(root: Leaf): void {
  if (monotoneMethod == Monotone.Advanced) clearBinBounds(root);
  startForcing();
}

/** Chooses the leaf that is split next. */
export function chooseNext(): void {
  const s = state();
  s.next = forceNext();
  if (s.next < 0) s.next = greediest();
}

/** Leaf `number` has been split, its right side is leaf `right`; `moved`: its rows have been moved apart. */
export function settle(number: u32, right: u32, leaf: Leaf, moved: bool): void {
  if ((firstUseCosts || rowUseCosts) && use(leaf)) {
    for (let other: u32 = 0; other < right; other++) {
      if (other != number) reconsider(leafAt(entryOf(other)), leaf.feature);
    }
  }
  if (!moved) return;
  const leftLeaf = leafAt(leaf.left);
  const rightLeaf = leafAt(leaf.right);
  leftLeaf.number = number;
  rightLeaf.number = right;
  if (monotoneMethod >= Monotone.Intermediate) {
    const changed = boundNeighbours(leaf, right - 1);
    for (let index: u32 = 0; index < changed; index++) {
      weighAgain(leafAt(entryOf(changedLeaf(index))), changedSide(index));
    }
  }
  findBestSplit(leftLeaf, histogramOf(leftLeaf));
  findBestSplit(rightLeaf, histogramOf(rightLeaf));
}
