/** Contributions by the definition: the mean over all orders of features, from what a tree expects of a set of features. */
import { Model, referencePredict, type Tree } from '../../../src/boosting/index.js';

/** What a tree gives when only some features of a row are known: unknown ones go both ways, by the share of training rows. */
function expectation(tree: Tree, goesLeft: readonly boolean[], known: number): number {
  const countOf = (child: number) =>
    child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;
  const visit = (child: number): number => {
    if (child < 0) return tree.leafValue[~child]!;
    const left = tree.leftChild[child]!;
    const right = tree.rightChild[child]!;
    if ((known >> tree.splitFeature[child]!) & 1) return visit(goesLeft[child]! ? left : right);
    const whole = tree.internalCount[child]!;
    return (visit(left) * countOf(left) + visit(right) * countOf(right)) / whole;
  };
  return visit(tree.numLeaves > 1 ? 0 : -1);
}

/** Which way the row goes at each node, whether it gets there or not: asked of a tree of that node alone. */
function ways(model: Model, tree: Tree, row: Float64Array): boolean[] {
  return Array.from({ length: tree.numLeaves - 1 }, (_, node) => {
    const stump: Tree = {
      ...tree,
      numLeaves: 2,
      splitFeature: tree.splitFeature.slice(node, node + 1),
      threshold: tree.threshold.slice(node, node + 1),
      decisionType: tree.decisionType.slice(node, node + 1),
      leftChild: Int32Array.of(-1),
      rightChild: Int32Array.of(-2),
    };
    const single = new Model({ ...model, trees: [stump] });
    return referencePredict(single, row, 'leaf')[0] === 0;
  });
}

const bits = (set: number): number => (set === 0 ? 0 : 1 + bits(set & (set - 1)));

/** For each class one number a feature and the expected value; 2^features expectations a tree. */
export function bruteForceContributions(model: Model, row: Float64Array): Float64Array {
  const features = model.numFeatures;
  const classes = model.numTreePerIteration;
  const found = new Float64Array(classes * (features + 1));
  const factorial = [1];
  for (let n = 1; n <= features; n++) factorial.push(factorial[n - 1]! * n);
  model.trees.forEach((tree, index) => {
    const start = (index % classes) * (features + 1);
    const left = ways(model, tree, row);
    const of = Float64Array.from({ length: 2 ** features }, (_, set) =>
      expectation(tree, left, set),
    );
    found[start + features] = found[start + features]! + of[0]!;
    for (let feature = 0; feature < features; feature++) {
      let sum = 0;
      for (let set = 0; set < of.length; set++) {
        if ((set >> feature) & 1) continue;
        const size = bits(set);
        const weight = (factorial[size]! * factorial[features - 1 - size]!) / factorial[features]!;
        sum += weight * (of[set | (1 << feature)]! - of[set]!);
      }
      found[start + feature] = found[start + feature]! + sum;
    }
  });
  return found;
}

/**
 * The same for trees with many features on a path: the weighted count of sets of features, grown along each path
 * (as Lundberg et al. 2018, algorithm 2, but without its sharing between paths).
 */
export function pathContributions(model: Model, row: Float64Array): Float64Array {
  const features = model.numFeatures;
  const classes = model.numTreePerIteration;
  const found = new Float64Array(classes * (features + 1));
  model.trees.forEach((tree, index) => {
    const start = (index % classes) * (features + 1);
    const left = ways(model, tree, row);
    const countOf = (child: number) =>
      child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;
    const visit = (child: number, path: ReadonlyMap<number, readonly [number, number]>): void => {
      if (child < 0) {
        addLeaf(found.subarray(start), path, tree.leafValue[~child]!, features);
        return;
      }
      const feature = tree.splitFeature[child]!;
      const [share, taken] = path.get(feature) ?? [1, 1];
      for (const [below, isTaken] of [
        [tree.leftChild[child]!, left[child]!],
        [tree.rightChild[child]!, !left[child]!],
      ] as const) {
        const part = share * (countOf(below) / countOf(child));
        visit(below, new Map(path).set(feature, [part, isTaken ? taken : 0]));
      }
    };
    visit(tree.numLeaves > 1 ? 0 : -1, new Map());
  });
  return found;
}

function addLeaf(
  found: Float64Array,
  path: ReadonlyMap<number, readonly [number, number]>,
  value: number,
  features: number,
): void {
  const entries = [...path];
  const n = entries.length;
  found[features] = found[features]! + value * entries.reduce((z, [, [share]]) => z * share, 1);
  for (const [feature, [share, taken]] of entries) {
    let sets = [1];
    for (const [other, [z, o]] of entries) {
      if (other === feature) continue;
      const grown = new Array<number>(sets.length + 1).fill(0);
      sets.forEach((sum, size) => {
        grown[size] = grown[size]! + sum * z;
        grown[size + 1] = grown[size + 1]! + sum * o;
      });
      sets = grown;
    }
    // size! (n − 1 − size)! / n!, without large numbers.
    let weight = 1 / n;
    let sum = 0;
    sets.forEach((count, size) => {
      sum += weight * count;
      weight *= (size + 1) / (n - 1 - size);
    });
    found[feature] = found[feature]! + sum * (taken - share) * value;
  }
}
