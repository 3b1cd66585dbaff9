// Advanced monotone constraints: bounds for every bin of every feature, so that a split is bounded by those
// neighbours only that each of its sides touches. As in LightGBM's `monotone_constraints.hpp`.
import { featureAt } from '../context';
import { leftHighestAt, leftLowestAt, rightHighestAt, rightLowestAt } from '../bounds';
import { binBounds, binBoundsStride, binOffsets } from '../growing';
import { Leaf, entryOf, leafAt } from '../leaf';
import { nodeAt } from '../tree';
import { addStep, leadsToNeighbours, startWay, touchesLeft, touchesRight } from './way';

/** Which bounds of a leaf have changed. */
export const enum Side { None = 0, Lower = 1, Upper = 2 }

/** The lower bounds of all bins of a leaf; the upper ones follow, half a stride on. */
@inline function boundsOf(leaf: Leaf, side: Side): usize {
  return binBounds + <usize>leaf.number * binBoundsStride + (side == Side.Upper ? <usize>binBoundsStride / 2 : 0);
}
@inline function featureBounds(leaf: Leaf, feature: u32, side: Side): usize {
  return boundsOf(leaf, side) + (<usize>load<u32>(binOffsets + (<usize>feature << 2)) << 3);
}
@inline function free(side: Side): f64 { return side == Side.Upper ? Infinity : -Infinity; }

function fill(from: usize, to: usize, value: f64): void {
  for (; from < to; from += 8) store<f64>(from, value);
}

/** For a root: nothing is bounded. */
export function clearBinBounds(root: Leaf): void {
  const half = <usize>binBoundsStride / 2;
  fill(boundsOf(root, Side.Lower), boundsOf(root, Side.Lower) + half, -Infinity);
  fill(boundsOf(root, Side.Upper), boundsOf(root, Side.Upper) + half, Infinity);
}

export function cloneBinBounds(to: Leaf, from: Leaf): void {
  memory.copy(boundsOf(to, Side.Lower), boundsOf(from, Side.Lower), binBoundsStride);
}

@inline function tightenRange(from: usize, to: usize, side: Side, bound: f64): void {
  for (; from < to; from += 8) {
    const old = load<f64>(from);
    store<f64>(from, side == Side.Upper ? min(old, bound) : max(old, bound));
  }
}

/** Tightens the bounds of all bins of all features. */
export function tightenBinBounds(leaf: Leaf, side: Side, bound: f64): void {
  const from = boundsOf(leaf, side);
  tightenRange(from, from + <usize>binBoundsStride / 2, side, bound);
}

/** Bounds of the sides of every threshold of a feature: those of all bins on the side; see bounds.ts. */
export function gatherBounds(leaf: Leaf, feature: u32): void {
  const lows = featureBounds(leaf, feature, Side.Lower);
  const highs = featureBounds(leaf, feature, Side.Upper);
  const bins = <i32>featureAt(feature).bins;
  let lowest = -Infinity;
  let highest = Infinity;
  for (let bin = 0; bin < bins; bin++) {
    lowest = max(lowest, load<f64>(lows + (<usize>bin << 3)));
    highest = min(highest, load<f64>(highs + (<usize>bin << 3)));
    store<f64>(leftLowestAt(bin), lowest);
    store<f64>(leftHighestAt(bin), highest);
  }
  lowest = -Infinity;
  highest = Infinity;
  for (let bin = bins - 1; bin >= 0; bin--) {
    lowest = max(lowest, load<f64>(lows + (<usize>bin << 3)));
    highest = min(highest, load<f64>(highs + (<usize>bin << 3)));
    store<f64>(rightLowestAt(bin), lowest);
    store<f64>(rightHighestAt(bin), highest);
  }
}

let refined: u32 = 0;
let refinedSide: Side = Side.None;
let target: usize = 0;

/** Finds the bounds of a feature's bins on one side anew, from all leaves that bound the leaf now. */
export function refineBounds(leaf: Leaf, feature: u32, side: Side): void {
  const bins = featureAt(feature).bins;
  refined = feature;
  refinedSide = side;
  target = featureBounds(leaf, feature, side);
  fill(target, target + (<usize>bins << 3), free(side));
  startWay();
  let first: u32 = 0;
  let end = bins;
  let child: i32 = ~<i32>leaf.number;
  for (let at = leaf.parent >> 1; at >= 0; at = nodeAt(child).parent) {
    const above = nodeAt(at);
    const fromRight = above.right == child;
    if (above.feature == feature && !above.categorical) {
      if (fromRight) first = max(first, above.bin);
      else end = min(end, above.bin + 1);
    }
    if (leadsToNeighbours(above, fromRight)) {
      const monotone = featureAt(above.feature).monotone;
      if (monotone != 0 && ((monotone > 0) == fromRight ? Side.Lower : Side.Upper) == side) {
        goDown(fromRight ? above.left : above.right, above.feature, first, end);
      }
      addStep(above, fromRight);
    }
    child = at;
  }
}

/** `top`: feature of the split whose other child is gone down. */
function goDown(at: i32, top: u32, first: u32, end: u32): void {
  if (at < 0) {
    const bound = leafAt(entryOf(~at)).output;
    tightenRange(target + (<usize>first << 3), target + (<usize>end << 3), refinedSide, bound);
    return;
  }
  const node = nodeAt(at);
  const left = touchesLeft(node);
  const right = touchesRight(node);
  const isSame = node.feature == refined;
  // The nearer of two monotone children bounds more.
  const both = (isSame && top != refined) || featureAt(node.feature).monotone == 0;
  const rises = featureAt(node.feature).monotone > 0;
  const needsRight = both || rises == (refinedSide == Side.Lower);
  const needsLeft = both || !needsRight;
  if (left && (needsLeft || !right)) goDown(node.left, top, first, isSame ? min(node.bin + 1, end) : end);
  if (right && (needsRight || !left)) goDown(node.right, top, isSame ? max(node.bin + 1, first) : first, end);
}
