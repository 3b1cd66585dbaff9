/** Turns the bytes of a tree, as `assembly/training/tree.ts` lays them out, into a {@link Tree}. */
import type { BinMapper } from '../bins/index.js';
import { DecisionType, type Tree } from '../model/tree.js';

const NODES = 64;
const NODE_BYTES = 64;
const LEAF_BYTES = 24;

/** A feature that is trained on: its place in the table, and how it was cut into bins. */
export interface BinnedFeature {
  /** Index among all features of the table. */
  readonly index: number;
  readonly mapper: BinMapper;
}

/** What LightGBM writes for a threshold above all values. */
const HIGHEST = 1e300;

/**
 * @param bytes one tree, with room for `capacity` leaves
 * @param bias added to every output: the initial score, which LightGBM keeps in the first tree
 */
export function readTree(
  bytes: Uint8Array,
  capacity: number,
  features: readonly BinnedFeature[],
  shrinkage: number,
  bias: number,
): Tree {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numLeaves = view.getUint32(0, true);
  const nodes = numLeaves - 1;
  const tree = {
    numLeaves,
    numCat: 0,
    splitFeature: new Int32Array(nodes),
    splitGain: new Float64Array(nodes),
    threshold: new Float64Array(nodes),
    decisionType: new Uint8Array(nodes),
    leftChild: new Int32Array(nodes),
    rightChild: new Int32Array(nodes),
    leafValue: new Float64Array(numLeaves),
    leafWeight: new Float64Array(numLeaves),
    leafCount: new Int32Array(numLeaves),
    internalValue: new Float64Array(nodes),
    internalWeight: new Float64Array(nodes),
    internalCount: new Int32Array(nodes),
    catBoundaries: new Int32Array(1),
    catThreshold: new Uint32Array(0),
    shrinkage,
  } satisfies Tree;
  for (let node = 0; node < nodes; node++) {
    const at = NODES + node * NODE_BYTES;
    const { index, mapper } = features[view.getUint32(at, true)] as BinnedFeature;
    tree.splitFeature[node] = index;
    const bound = mapper.upperBounds[view.getUint32(at + 4, true)] as number;
    tree.threshold[node] = Math.min(bound, HIGHEST);
    tree.leftChild[node] = view.getInt32(at + 8, true);
    tree.rightChild[node] = view.getInt32(at + 12, true);
    // LightGBM keeps gains as 32-bit floats.
    tree.splitGain[node] = Math.fround(view.getFloat64(at + 16, true));
    tree.internalValue[node] = view.getFloat64(at + 24, true) + bias;
    tree.internalWeight[node] = view.getFloat64(at + 32, true);
    tree.internalCount[node] = view.getUint32(at + 40, true);
    const defaultLeft = view.getUint32(at + 44, true) ? DecisionType.defaultLeft : 0;
    tree.decisionType[node] = defaultLeft | (mapper.missingType << DecisionType.missingShift);
  }
  for (let leaf = 0; leaf < numLeaves; leaf++) {
    const at = NODES + capacity * NODE_BYTES + leaf * LEAF_BYTES;
    tree.leafValue[leaf] = view.getFloat64(at, true) + bias;
    tree.leafWeight[leaf] = view.getFloat64(at + 8, true);
    tree.leafCount[leaf] = view.getUint32(at + 16, true);
  }
  return tree;
}
