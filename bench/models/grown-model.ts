/** Models of a wanted size without training: trees that split as training on noise does, over rows in the unit cube. */
import { Model, type Tree } from '../../src/boosting/index.js';

/** Distinct thresholds of a feature, as of a model trained with 255 bins. */
const THRESHOLDS = 254;
const TRAINING_ROWS = 1_000_000;

/** A generator of numbers in [0, 1), the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A leaf while a tree grows: the box of rows that it holds, as numbers of thresholds, and its place. */
interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly rows: number;
  readonly gain: number;
  readonly place: { children: Int32Array; node: number } | undefined;
}

function growTree(features: number, numLeaves: number, random: () => number): Tree {
  const nodes = numLeaves - 1;
  const ints = () => new Int32Array(nodes);
  const [leftChild, rightChild, splitFeature, internalCount] = [ints(), ints(), ints(), ints()];
  const threshold = new Float64Array(nodes);
  const low = new Array<number>(features).fill(0);
  const high = new Array<number>(features).fill(THRESHOLDS + 1);
  const leaves: Leaf[] = [{ low, high, rows: TRAINING_ROWS, gain: 1, place: undefined }];
  for (let node = 0; node < nodes; node++) {
    const at = leaves.reduce((best, { gain }, i) => (gain > leaves[best]!.gain ? i : best), 0);
    const leaf = leaves[at]!;
    const wide = low.map((_, f) => f).filter((f) => leaf.high[f]! - leaf.low[f]! > 1);
    const feature = wide[Math.floor(random() * wide.length)]!;
    const [from, to] = [leaf.low[feature]!, leaf.high[feature]!];
    const cut = Math.min(
      to - 1,
      Math.max(from + 1, Math.round(from + (to - from) * (0.15 + 0.7 * random()))),
    );
    if (leaf.place !== undefined) leaf.place.children[leaf.place.node] = node;
    splitFeature[node] = feature;
    threshold[node] = cut / (THRESHOLDS + 1);
    internalCount[node] = leaf.rows;
    const half = (children: Int32Array, share: number, box: Pick<Leaf, 'low' | 'high'>): Leaf => {
      const rows = leaf.rows * share;
      return { ...box, rows, gain: rows * (0.3 + random()), place: { children, node } };
    };
    const share = (cut - from) / (to - from);
    leaves[at] = half(leftChild, share, { low: leaf.low, high: leaf.high.with(feature, cut) });
    leaves.push(half(rightChild, 1 - share, { low: leaf.low.with(feature, cut), high: leaf.high }));
    leftChild[node] = ~at;
    rightChild[node] = ~(leaves.length - 1);
  }
  return {
    numLeaves,
    numCat: 0,
    splitFeature,
    splitGain: new Float64Array(nodes).fill(1),
    threshold,
    // Missing values go left, where NaN is missing: what a feature without them rarely costs less than.
    decisionType: new Uint8Array(nodes).fill(10),
    leftChild,
    rightChild,
    leafValue: Float64Array.from({ length: numLeaves }, () => random() - 0.5),
    leafWeight: Float64Array.from(leaves, ({ rows }) => Math.round(rows)),
    leafCount: Int32Array.from(leaves, ({ rows }) => Math.round(rows)),
    internalValue: new Float64Array(nodes),
    internalWeight: Float64Array.from(internalCount),
    internalCount,
    catBoundaries: Int32Array.of(0),
    catThreshold: new Uint32Array(0),
    shrinkage: 1,
  };
}

/** A regression model; the same for the same arguments. */
export function grownModel(features: number, trees: number, leaves: number): Model {
  const random = randomOf(trees * 1000 + leaves);
  const featureNames = Array.from({ length: features }, (_, i) => `f${i}`);
  return new Model({
    featureNames,
    featureInfos: featureNames.map(() => '[0:1]'),
    objective: 'regression',
    numClass: 1,
    numTreePerIteration: 1,
    trees: Array.from({ length: trees }, () => growTree(features, leaves, random)),
    averageOutput: false,
    labelIndex: 0,
    parameters: new Map(),
    extra: new Map(),
  });
}

/** Columns of 32-bit floats in [0, 1). */
export function uniformColumns(features: number, rows: number): Float32Array[] {
  const random = randomOf(rows);
  return Array.from({ length: features }, () => Float32Array.from({ length: rows }, random));
}
