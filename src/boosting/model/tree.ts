/** One decision tree as flat arrays, node by node, in the layout of LightGBM's text model. */

/** Bits of {@link Tree.decisionType}, as LightGBM writes them. */
export const DecisionType = {
  /** The split tests membership of a set of categories, not a threshold. */
  categorical: 1,
  /** Missing values go to the left child. */
  defaultLeft: 2,
  /** Shift and mask of the missing type: 0 none, 1 zero, 2 NaN. */
  missingShift: 2,
  missingMask: 3,
} as const;

/**
 * A binary tree of `numLeaves - 1` inner nodes; node 0 is the root. A child ≥ 0 is a node, a child
 * < 0 is the leaf `~child`. A row goes left when `value <= threshold` (numerical), or when the
 * category's bit is set in `catThreshold` (categorical, `threshold` is then the set's index).
 */
export interface Tree {
  readonly numLeaves: number;
  /** Number of categorical nodes. */
  readonly numCat: number;
  /** Feature index of each node. */
  readonly splitFeature: Int32Array;
  /** Gain of each node's split. */
  readonly splitGain: Float64Array;
  readonly threshold: Float64Array;
  /** Bits of {@link DecisionType}. */
  readonly decisionType: Uint8Array;
  readonly leftChild: Int32Array;
  readonly rightChild: Int32Array;
  /** Output of each leaf, with shrinkage applied. */
  readonly leafValue: Float64Array;
  /** Sum of hessians of each leaf. */
  readonly leafWeight: Float64Array;
  /** Training rows of each leaf. */
  readonly leafCount: Int32Array;
  readonly internalValue: Float64Array;
  readonly internalWeight: Float64Array;
  readonly internalCount: Int32Array;
  /** Offsets into {@link catThreshold}, `numCat + 1` of them. */
  readonly catBoundaries: Int32Array;
  /** Sets of categories, 32 a word. */
  readonly catThreshold: Uint32Array;
  readonly shrinkage: number;
  /** Linear trees: an intercept, and coefficients of some features, for each leaf. */
  readonly linear?: LinearLeaves;
}

/** Leaves whose output is linear in some features; a NaN among them makes the leaf's constant value the output. */
export interface LinearLeaves {
  readonly constant: Float64Array;
  readonly features: readonly Int32Array[];
  readonly coefficients: readonly Float64Array[];
}
