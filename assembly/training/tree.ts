// The tree being grown, as the host reads it when it is done.
//
// | offset                      | bytes | what                                                     |
// |-----------------------------|-------|----------------------------------------------------------|
// | 0                           | 4     | number of leaves                                         |
// | 4                           | 4     | most coefficients of a leaf, where leaves are linear     |
// | 8                           | 4     | s: bytes of a set of bins; the host writes it            |
// | 64 + (64 + s) × node        | 64    | see Node                                                 |
// |                             | s     | bits of the bins that go left                            |
// | 64 + (64 + s) × num_leaves  | 24    | leaf: output f64, hessian f64, rows u32; and so on       |
// | … + 24 × num_leaves         |       | linear models of the leaves: see linear/leaf-model.ts    |
import { minGainToSplit, numLeaves, binSetBytes, tree } from './context';
import { Leaf, setOf } from './leaf';
import { hessianOf } from './scale';
import { state } from './control';
import { linearBytes, linearFeatures } from './linear/leaf-model';

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
  categorical: u32;
  /** The node above, or -1. */
  parent: i32;
}

@unmanaged
export class TreeLeaf {
  output: f64;
  hessian: f64;
  count: u32;
  padding: u32;
}

/** Bits of the bins that go left, the one of missing values included; not of numbers that are kept as entries. */
const NODE_SET: usize = 64;

@inline function nodeBytes(): usize { return NODE_SET + binSetBytes; }
export function treeBytes(): usize { return modelsStart() - tree + linearBytes(); }
/** Where the linear models of the leaves begin. */
@inline export function modelsStart(): usize { return tree + 64 + <usize>numLeaves * (nodeBytes() + 24); }

@inline export function nodeAt(index: u32): Node { return changetype<Node>(tree + 64 + <usize>index * nodeBytes()); }
@inline export function nodeSet(node: Node): usize { return changetype<usize>(node) + NODE_SET; }
@inline export function treeLeafAt(index: u32): TreeLeaf {
  return changetype<TreeLeaf>(tree + 64 + <usize>numLeaves * nodeBytes() + <usize>index * 24);
}

/** Writes node `leaves - 1`: leaf number `left` keeps its left side, leaf number `leaves` is its right side. */
export function writeNode(left: u32, leaf: Leaf, leaves: u32): void {
  const index = leaves - 1;
  const node = nodeAt(index);
  node.feature = leaf.feature;
  node.bin = leaf.bin;
  node.left = ~<i32>left;
  node.right = ~<i32>leaves;
  // As LightGBM writes it: what the split gains, the least wanted included.
  node.gain = leaf.gain + minGainToSplit;
  node.output = leaf.output * state().shrinkage;
  node.hessian = hessianOf(leaf.hessian);
  node.count = leaf.count;
  node.defaultLeft = leaf.defaultLeft;
  node.categorical = leaf.categorical;
  node.parent = leaf.parent >> 1;
  memory.copy(nodeSet(node), setOf(leaf), binSetBytes);
  if (leaf.parent >= 0) {
    const above = nodeAt(leaf.parent >> 1);
    if (leaf.parent & 1) above.right = index;
    else above.left = index;
  }
}

export function writeLeaf(index: u32, output: f64, hessian: i64, count: u32): void {
  const leaf = treeLeafAt(index);
  leaf.output = output * state().shrinkage;
  leaf.hessian = hessianOf(hessian);
  leaf.count = count;
}

export function writeLeafCount(leaves: u32): void {
  store<u32>(tree, leaves);
  store<u32>(tree, linearFeatures, 4);
}
