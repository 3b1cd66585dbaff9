/** Models of random trees, with every kind of node, over values that are hard to compare. */
import {
  DecisionType,
  type LinearLeaves,
  MissingType,
  Model,
  type Tree,
} from '../../../src/boosting/index.js';

/** A generator of numbers in [0, 1), the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface ModelShape {
  readonly seed: number;
  readonly trees: number;
  /** The largest number of leaves of a tree. */
  readonly leaves: number;
  readonly features: number;
  readonly classes: number;
  /** Share of categorical features. */
  readonly categorical: number;
  /** Categories of a categorical feature. */
  readonly categories: number;
  readonly linear: boolean;
  readonly averageOutput: boolean;
  readonly objective: string;
}

const ZERO_THRESHOLD = Math.fround(1e-35);

/** Thresholds and values at which comparisons go wrong first. */
const EDGES = [
  0,
  -0,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  1e-310,
  ZERO_THRESHOLD,
  -ZERO_THRESHOLD,
  ZERO_THRESHOLD * (1 + Number.EPSILON),
  1e-36,
  1,
  1 + Number.EPSILON,
  Math.fround(0.1),
  0.1,
  3.5e38,
  1e300,
  -1e300,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

function threshold(random: () => number): number {
  return random() < 0.3 ? pick(random, EDGES) : Math.round((random() * 8 - 4) * 2048) / 2048;
}

/** A value for any feature: an edge, a missing one, a category or not quite, a plain number. */
export function randomValue(random: () => number, categories: number): number {
  const kind = random();
  if (kind < 0.1) return Number.NaN;
  if (kind < 0.3) return pick(random, EDGES);
  if (kind < 0.35) return pick(random, [-0.5, 0.9, -1, -1.5, 2 ** 31, 2 ** 31 - 1, 1e10, 2 ** 32]);
  if (kind < 0.6) return Math.floor(random() * (categories + 3));
  return Math.round((random() * 8 - 4) * 2048) / 2048;
}

class TreeBuilder {
  readonly #random: () => number;
  readonly #shape: ModelShape;
  readonly #catBoundaries = [0];
  readonly #catThreshold: number[] = [];
  readonly #isCategorical: (feature: number) => boolean;

  constructor(random: () => number, shape: ModelShape, isCategorical: (f: number) => boolean) {
    this.#random = random;
    this.#shape = shape;
    this.#isCategorical = isCategorical;
  }

  build(): Tree {
    const random = this.#random;
    const { features } = this.#shape;
    const numLeaves = 1 + Math.floor(random() * this.#shape.leaves);
    const nodes = numLeaves - 1;
    const tree = {
      splitFeature: new Int32Array(nodes),
      threshold: new Float64Array(nodes),
      decisionType: new Uint8Array(nodes),
      leftChild: new Int32Array(nodes),
      rightChild: new Int32Array(nodes),
      internalCount: new Int32Array(nodes),
    };
    // Leaves as places in a parent: the new node takes a random leaf's place.
    const places: [child: Int32Array, parent: number][] = [];
    for (let node = 0; node < nodes; node++) {
      const leaf = Math.floor(random() * (node + 1));
      const place = places[leaf];
      if (place !== undefined) place[0][place[1]] = node;
      places[leaf] = [tree.leftChild, node];
      places[node + 1] = [tree.rightChild, node];
      tree.leftChild[node] = ~leaf;
      tree.rightChild[node] = ~(node + 1);
      const feature = Math.floor(random() * features);
      tree.splitFeature[node] = feature;
      tree.internalCount[node] = Math.floor(random() * 1000);
      this.#split(tree, node, feature);
    }
    const leafValue = Float64Array.from({ length: numLeaves }, () => random() - 0.5);
    return {
      ...tree,
      numLeaves,
      numCat: this.#catBoundaries.length - 1,
      splitGain: new Float64Array(nodes),
      leafValue,
      leafWeight: new Float64Array(numLeaves),
      leafCount: new Int32Array(numLeaves),
      internalValue: new Float64Array(nodes),
      internalWeight: new Float64Array(nodes),
      catBoundaries: Int32Array.from(this.#catBoundaries),
      catThreshold: Uint32Array.from(this.#catThreshold),
      shrinkage: 1,
      ...(this.#shape.linear && { linear: this.#linear(numLeaves) }),
    };
  }

  #split(tree: Pick<Tree, 'threshold' | 'decisionType'>, node: number, feature: number): void {
    const random = this.#random;
    if (this.#isCategorical(feature)) {
      tree.decisionType[node] = DecisionType.categorical;
      tree.threshold[node] = this.#catBoundaries.length - 1;
      const words = Math.floor(random() * (this.#shape.categories / 32 + 1));
      for (let word = 0; word < words; word++) this.#catThreshold.push((random() * 2 ** 32) >>> 0);
      this.#catBoundaries.push(this.#catThreshold.length);
      return;
    }
    const missing = pick(random, Object.values(MissingType));
    const left = random() < 0.5 ? DecisionType.defaultLeft : 0;
    tree.decisionType[node] = left | (missing << DecisionType.missingShift);
    tree.threshold[node] = threshold(random);
  }

  #linear(numLeaves: number): LinearLeaves {
    const random = this.#random;
    const terms = Array.from({ length: numLeaves }, () => Math.floor(random() * 3));
    return {
      constant: Float64Array.from(terms, () => random()),
      features: terms.map((count) =>
        Int32Array.from({ length: count }, () => Math.floor(random() * this.#shape.features)),
      ),
      coefficients: terms.map((count) =>
        Float64Array.from({ length: count }, () => random() - 0.5),
      ),
    };
  }
}

export function randomModel(shape: ModelShape): Model {
  const random = randomOf(shape.seed);
  const categorical = Array.from({ length: shape.features }, () => random() < shape.categorical);
  const trees = Array.from({ length: shape.trees * shape.classes }, () =>
    new TreeBuilder(random, shape, (feature) => categorical[feature]!).build(),
  );
  return new Model({
    featureNames: categorical.map((_, feature) => `f${feature}`),
    featureInfos: categorical.map(() => 'none'),
    objective: shape.objective,
    numClass: shape.classes,
    numTreePerIteration: shape.classes,
    trees,
    averageOutput: shape.averageOutput,
    labelIndex: 0,
    parameters: new Map(),
    extra: new Map(),
  });
}

/** Columns of random values, some of 32 bits. */
export function randomColumns(
  shape: ModelShape,
  rows: number,
  seed: number,
): (Float32Array | Float64Array)[] {
  const random = randomOf(seed);
  return Array.from({ length: shape.features }, (_, feature) => {
    const values = Float64Array.from({ length: rows }, () => randomValue(random, shape.categories));
    return feature % 2 === 1 ? Float32Array.from(values) : values;
  });
}
