/** The trees that the kernels take: the part of a model's flat arrays that scoring needs. */

/** Bits of {@link EnsembleTree.decisionType}, as LightGBM's text model has them. */
export const Decision = {
  categorical: 1,
  defaultLeft: 2,
  missingShift: 2,
  missingMask: 3,
} as const;

/** A binary tree: node 0 is the root, a child < 0 is the leaf `~child`. */
export interface EnsembleTree {
  readonly numLeaves: number;
  readonly splitFeature: Int32Array;
  /** A row goes left when its value is not above; for categorical nodes the index of the set. */
  readonly threshold: Float64Array;
  readonly decisionType: Uint8Array;
  readonly leftChild: Int32Array;
  readonly rightChild: Int32Array;
  readonly leafValue: Float64Array;
  /** Set `i` is words `catBoundaries[i] … catBoundaries[i + 1]` of {@link catThreshold}. */
  readonly catBoundaries: Int32Array;
  readonly catThreshold: Uint32Array;
}

/** Trees whose leaves are summed: tree `i` belongs to class `i % numClasses`. */
export interface Ensemble {
  readonly numFeatures: number;
  readonly numClasses: number;
  readonly trees: readonly EnsembleTree[];
}

/** The words of a categorical node's set. */
export function categoriesOf(tree: EnsembleTree, node: number): Uint32Array {
  const set = tree.threshold[node]!;
  return tree.catThreshold.subarray(tree.catBoundaries[set]!, tree.catBoundaries[set + 1]!);
}
