/** A tree as `assembly/training/tree.ts` lays it out in memory: where its parts are. */

export const NODES = 64;
export const LEAF_BYTES = 24;
/** From a node's start: its output, and the set of bins that go left. */
export const NODE_OUTPUT = 24;
export const NODE_SET = 64;
/** From a tree's start: the bytes of such a set, which the tree's place in memory tells before a tree is there. */
export const SET_BYTES = 8;

/** From a linear model's start: the number of its coefficients, and the first of them. */
export const MODEL_COUNT = 8;
export const MODEL_COEFFICIENTS = 16;

export function nodeBytes(tree: Uint8Array): number {
  return NODE_SET + viewOf(tree).getUint32(SET_BYTES, true);
}

/** Where leaf number 0 begins in a tree with room for `capacity` leaves. */
export function leavesAt(tree: Uint8Array, capacity: number): number {
  return NODES + capacity * nodeBytes(tree);
}

/** Most coefficients of a leaf; 0 where leaves are constant. */
export function coefficientLimit(tree: Uint8Array): number {
  return viewOf(tree).getUint32(4, true);
}

/** Where the linear model of leaf number 0 begins, and bytes of a model with room for `limit` coefficients. */
export function modelsAt(tree: Uint8Array, capacity: number): number {
  return leavesAt(tree, capacity) + capacity * LEAF_BYTES;
}
export function modelBytes(limit: number): number {
  return Math.ceil((MODEL_COEFFICIENTS + limit * 12) / 8) * 8;
}

export function viewOf(tree: Uint8Array): DataView {
  return new DataView(tree.buffer, tree.byteOffset, tree.byteLength);
}

export function leafCount(tree: Uint8Array): number {
  return viewOf(tree).getUint32(0, true);
}

/** A tree of one leaf that adds nothing, to go to a place of trees. */
export function emptyTree(place: Uint8Array, capacity: number, rows: number): Uint8Array {
  const tree = new Uint8Array(place.length);
  viewOf(tree).setUint32(0, 1, true);
  viewOf(tree).setUint32(SET_BYTES, viewOf(place).getUint32(SET_BYTES, true), true);
  viewOf(tree).setUint32(leavesAt(tree, capacity) + 16, rows, true);
  return tree;
}

/** Changes every output of a tree: of nodes, of leaves, and where a linear leaf's features are 0. */
function mapOutputs(tree: Uint8Array, capacity: number, change: (output: number) => number): void {
  const view = viewOf(tree);
  const leaves = leafCount(tree);
  for (let node = 0; node < leaves - 1; node++) {
    const at = NODES + node * nodeBytes(tree) + NODE_OUTPUT;
    view.setFloat64(at, change(view.getFloat64(at, true)), true);
  }
  for (let leaf = 0; leaf < leaves; leaf++) {
    const at = leavesAt(tree, capacity) + leaf * LEAF_BYTES;
    view.setFloat64(at, change(view.getFloat64(at, true)), true);
  }
  const limit = coefficientLimit(tree);
  for (let leaf = 0; limit > 0 && leaf < leaves; leaf++) {
    const at = modelsAt(tree, capacity) + leaf * modelBytes(limit);
    view.setFloat64(at, change(view.getFloat64(at, true)), true);
  }
}

/** Adds a constant to every output. */
export function addBias(tree: Uint8Array, capacity: number, bias: number): void {
  if (bias !== 0) mapOutputs(tree, capacity, (output) => output + bias);
}
