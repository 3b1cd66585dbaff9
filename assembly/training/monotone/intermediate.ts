// Intermediate and advanced monotone constraints (Auguste, Malory and Smirnov, 2020; LightGBM's
// `monotone_constraints.hpp`): a split bounds its sides by each other's outputs, and its neighbours in other branches.
import { featureAt, numLeaves } from '../context';
import { Monotone, monotoneMethod, wayTable } from '../growing';
import { Leaf, entryOf, leafAt } from '../leaf';
import { nodeAt } from '../tree';
import { Side, cloneBinBounds, tightenBinBounds } from './advanced';
import { addStep, leadsToNeighbours, startWay, touchesLeft, touchesRight } from './way';

/** Leaf numbers whose bounds have changed, doubled, and 1 for an upper bound. */
@inline function changedAt(index: u32): usize { return wayTable + <usize>numLeaves * 12 + (<usize>index << 2); }
let changed: u32 = 0;

export function changedLeaf(index: u32): u32 { return load<u32>(changedAt(index)) >> 1; }
export function changedSide(index: u32): Side { return load<u32>(changedAt(index)) & 1 ? Side.Upper : Side.Lower; }

function tighten(leaf: Leaf, side: Side, bound: f64): bool {
  if (monotoneMethod == Monotone.Advanced) tightenBinBounds(leaf, side, bound);
  if (side == Side.Lower && bound > leaf.lowest) {
    leaf.lowest = bound;
    return true;
  }
  if (side == Side.Upper && bound < leaf.highest) {
    leaf.highest = bound;
    return true;
  }
  // A bin's bound may have come from a leaf that is no more: then it is found anew.
  return monotoneMethod == Monotone.Advanced;
}

let split: Leaf = changetype<Leaf>(0);

/** Bounds the children of a leaf that has been split, then its neighbours; gives the number of those. */
export function boundNeighbours(leaf: Leaf, node: u32): u32 {
  changed = 0;
  const left = leafAt(leaf.left);
  const right = leafAt(leaf.right);
  if (monotoneMethod == Monotone.Advanced) cloneBinBounds(right, left);
  if (!left.inMonotoneSubtree) return 0;
  const direction = leaf.categorical ? 0 : featureAt(leaf.feature).monotone;
  if (direction != 0) {
    tighten(left, direction > 0 ? Side.Upper : Side.Lower, leaf.rightOutput);
    tighten(right, direction > 0 ? Side.Lower : Side.Upper, leaf.leftOutput);
  }
  split = leaf;
  startWay();
  let child = <i32>node;
  for (let at = nodeAt(child).parent; at >= 0; at = nodeAt(child).parent) {
    const above = nodeAt(at);
    const fromRight = above.right == child;
    if (leadsToNeighbours(above, fromRight)) {
      const monotone = featureAt(above.feature).monotone;
      if (monotone != 0) {
        const side = (monotone > 0) == fromRight ? Side.Upper : Side.Lower;
        goDown(fromRight ? above.left : above.right, side, true, true);
      }
      addStep(above, fromRight);
    }
    child = at;
  }
  return changed;
}

/** `besideLeft`, `besideRight`: whether leaves below the node may touch the split's left, or right, side. */
function goDown(at: i32, side: Side, besideLeft: bool, besideRight: bool): void {
  if (at < 0) {
    const leaf = leafAt(entryOf(~at));
    if (leaf.gain == -Infinity) return;
    let bound = besideRight ? split.rightOutput : split.leftOutput;
    if (besideLeft && besideRight) {
      bound = side == Side.Lower ? max(split.leftOutput, split.rightOutput) : min(split.leftOutput, split.rightOutput);
    }
    if (tighten(leaf, side, bound)) store<u32>(changedAt(changed++), <u32>~at << 1 | <u32>(side == Side.Upper));
    return;
  }
  const node = nodeAt(at);
  const isSame = !node.categorical && node.feature == split.feature;
  if (touchesLeft(node)) goDown(node.left, side, besideLeft, besideRight && !(isSame && node.bin <= split.bin));
  if (touchesRight(node)) goDown(node.right, side, besideLeft && !(isSame && node.bin >= split.bin), besideRight);
}
