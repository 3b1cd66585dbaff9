// The tree being grown, as the host reads it after each round.
//
// | offset                      | bytes | what                                                     |
// |-----------------------------|-------|----------------------------------------------------------|
// | 0                           | 4     | number of leaves                                         |
// | 64 + 64 × node              | 64    | see Node                                                 |
// | 64 + 64 × num_leaves + 24 × | 24    | leaf: output f64, hessian f64, rows u32                  |
import { learningRate, numLeaves, tree } from './context';
import { Leaf, hessianOf } from './leaf';
import { leafOutput } from './split';

@unmanaged
export class Node {
  feature: u32;
  bin: u32;
  /** Children: a node, or the complement of a leaf. */
  left: i32;
  right: i32;
  gain: f64;
  output: f64;
  hessian: f64;
  count: u32;
  defaultLeft: u32;
}

@unmanaged
export class TreeLeaf {
  output: f64;
  hessian: f64;
  count: u32;
  padding: u32;
}

export function treeBytes(): usize { return 64 + <usize>numLeaves * 88; }

@inline export function nodeAt(index: u32): Node { return changetype<Node>(tree + 64 + <usize>index * 64); }
@inline export function treeLeafAt(index: u32): TreeLeaf {
  return changetype<TreeLeaf>(tree + 64 + <usize>numLeaves * 64 + <usize>index * 24);
}

/** Writes node `leaves - 1`: leaf number `left` keeps its left side, leaf number `leaves` is its right side. */
export function writeNode(left: u32, leaf: Leaf, leaves: u32): void {
  const index = leaves - 1;
  const node = nodeAt(index);
  node.feature = leaf.feature;
  node.bin = leaf.bin;
  node.left = ~<i32>left;
  node.right = ~<i32>leaves;
  node.gain = leaf.gain;
  node.output = leafOutput(leaf.sum) * learningRate;
  node.hessian = hessianOf(leaf.sum);
  node.count = leaf.count;
  node.defaultLeft = leaf.defaultLeft;
  if (leaf.parent >= 0) {
    const above = nodeAt(leaf.parent >> 1);
    if (leaf.parent & 1) above.right = index;
    else above.left = index;
  }
}

export function writeLeaf(index: u32, sum: i64, count: u32): void {
  const leaf = treeLeafAt(index);
  leaf.output = leafOutput(sum) * learningRate;
  leaf.hessian = hessianOf(sum);
  leaf.count = count;
}

export function writeLeafCount(leaves: u32): void {
  store<u32>(tree, leaves);
}
