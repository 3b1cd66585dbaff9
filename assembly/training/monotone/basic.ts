// Basic monotone constraints: the sides of a split on a monotone feature keep to either side of the middle of
// their outputs, and so does all that grows below them.
import { featureAt } from '../context';
import { Monotone, monotoneMethod } from '../growing';
import { Leaf } from '../leaf';

/** Marks the children of a leaf that lie below a monotone split; bounds them by the basic method. */
export function boundSides(leaf: Leaf, left: Leaf, right: Leaf): void {
  const direction = leaf.categorical ? 0 : featureAt(leaf.feature).monotone;
  const inSubtree = leaf.inMonotoneSubtree | <u32>(direction != 0);
  left.inMonotoneSubtree = inSubtree;
  right.inMonotoneSubtree = inSubtree;
  if (direction == 0 || monotoneMethod != Monotone.Basic) return;
  const middle = (leaf.leftOutput + leaf.rightOutput) / 2;
  const lower = direction > 0 ? left : right;
  const upper = direction > 0 ? right : left;
  lower.highest = min(lower.highest, middle);
  upper.lowest = max(upper.lowest, middle);
}
