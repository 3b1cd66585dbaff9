/** Reads the bytes of a tree, as `assembly/training/tree.ts` lays them out, into a {@link Tree}. */
import type { BinnedFeature } from '../bins/index.js';
import { DecisionType, type LinearLeaves, type Tree } from '../model/tree.js';
import {
  coefficientLimit,
  LEAF_BYTES,
  leafCount,
  leavesAt,
  MODEL_COEFFICIENTS,
  MODEL_COUNT,
  modelBytes,
  modelsAt,
  NODE_OUTPUT,
  NODE_SET,
  NODES,
  nodeBytes,
  viewOf,
} from './engine/tree-bytes.js';

/**
 * @param bytes one tree, with room for `capacity` leaves
 * @param factor on every output, as on the shrinkage
 */
export function readTree(
  bytes: Uint8Array,
  capacity: number,
  features: readonly BinnedFeature[],
  shrinkage: number,
  factor: number,
): Tree {
  const view = viewOf(bytes);
  const numLeaves = view.getUint32(0, true);
  const nodes = numLeaves - 1;
  const categorySets: Uint32Array[] = [];
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
    shrinkage: shrinkage * factor,
  };
  for (let node = 0; node < nodes; node++) {
    const at = NODES + node * nodeBytes(bytes);
    const { index, mapper } = features[view.getUint32(at, true)] as BinnedFeature;
    tree.splitFeature[node] = index;
    if (mapper.categories === undefined) {
      // Infinity where the split parts all numbers from the missing values, as in LightGBM's files.
      tree.threshold[node] = mapper.upperBounds[view.getUint32(at + 4, true)] as number;
      const defaultLeft = view.getUint32(at + 44, true) ? DecisionType.defaultLeft : 0;
      tree.decisionType[node] = defaultLeft | (mapper.missingType << DecisionType.missingShift);
    } else {
      tree.threshold[node] = categorySets.length;
      categorySets.push(categorySet(view, at + NODE_SET, mapper.categories));
      tree.decisionType[node] =
        DecisionType.categorical | (mapper.missingType << DecisionType.missingShift);
    }
    tree.leftChild[node] = view.getInt32(at + 8, true);
    tree.rightChild[node] = view.getInt32(at + 12, true);
    // LightGBM keeps gains as 32-bit floats.
    tree.splitGain[node] = Math.fround(view.getFloat64(at + 16, true));
    tree.internalValue[node] = view.getFloat64(at + NODE_OUTPUT, true) * factor;
    tree.internalWeight[node] = view.getFloat64(at + 32, true);
    tree.internalCount[node] = view.getUint32(at + 40, true);
  }
  for (let leaf = 0; leaf < numLeaves; leaf++) {
    const at = leavesAt(bytes, capacity) + leaf * LEAF_BYTES;
    tree.leafValue[leaf] = view.getFloat64(at, true) * factor;
    tree.leafWeight[leaf] = view.getFloat64(at + 8, true);
    tree.leafCount[leaf] = view.getUint32(at + 16, true);
  }
  const linear = readLinear(bytes, capacity, features, factor);
  return { ...tree, ...joinSets(categorySets), ...(linear !== undefined && { linear }) };
}

function readLinear(
  bytes: Uint8Array,
  capacity: number,
  features: readonly BinnedFeature[],
  factor: number,
): LinearLeaves | undefined {
  const limit = coefficientLimit(bytes);
  if (limit === 0) return undefined;
  const view = viewOf(bytes);
  const leaves = Array.from({ length: leafCount(bytes) }, (_, leaf) => {
    const at = modelsAt(bytes, capacity) + leaf * modelBytes(limit);
    const count = view.getUint32(at + MODEL_COUNT, true);
    const coefficients = at + MODEL_COEFFICIENTS;
    return {
      constant: view.getFloat64(at, true) * factor,
      coefficients: Float64Array.from(
        { length: count },
        (_, index) => view.getFloat64(coefficients + index * 8, true) * factor,
      ),
      features: Int32Array.from({ length: count }, (_, index) => {
        const feature = view.getUint32(coefficients + limit * 8 + index * 4, true);
        return (features[feature] as BinnedFeature).index;
      }),
    };
  });
  return {
    constant: Float64Array.from(leaves, ({ constant }) => constant),
    coefficients: leaves.map(({ coefficients }) => coefficients),
    features: leaves.map((leaf) => leaf.features),
  };
}

/** One bit a category that goes left. */
function categorySet(view: DataView, at: number, categories: Int32Array): Uint32Array {
  const chosen: number[] = [];
  categories.forEach((category, bin) => {
    const word = view.getUint32(at + (bin >>> 5) * 4, true);
    if (category >= 0 && (word >>> (bin & 31)) & 1) chosen.push(category);
  });
  const last = chosen.reduce((most, category) => Math.max(most, category), 0);
  const words = new Uint32Array((last >>> 5) + 1);
  for (const category of chosen) words[category >>> 5]! |= 1 << (category & 31);
  return words;
}

function joinSets(sets: readonly Uint32Array[]) {
  const catBoundaries = new Int32Array(sets.length + 1);
  for (const [index, set] of sets.entries())
    catBoundaries[index + 1] = catBoundaries[index]! + set.length;
  const catThreshold = new Uint32Array(catBoundaries[sets.length]!);
  for (const [index, set] of sets.entries()) catThreshold.set(set, catBoundaries[index]);
  return { numCat: sets.length, catBoundaries, catThreshold };
}
