/** Random trees and rows that meet at the awkward values: thresholds, their neighbours, zeros, missing, infinite. */
import fc from 'fast-check';
import type { Ensemble, EnsembleTree } from '../../../kernels/index.js';
import { Model } from '../../../src/boosting/model/index.js';

const AWKWARD = [
  0,
  -0,
  1e-35,
  -1e-35,
  Math.fround(1e-35),
  -Math.fround(1e-35),
  1.1e-35,
  -1.1e-35,
  5e-324,
  1.401298464324817e-45,
  1e-40,
  0.1,
  Math.fround(0.1),
  -0.1,
  1,
  -1,
  0.999999,
  -0.999999,
  2,
  2.5,
  31,
  32,
  63.9,
  64,
  100,
  16_777_217,
  3e38,
  -3e38,
  1e300,
  -1e300,
  2_147_483_648,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;

const threshold = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.integer({ min: -5, max: 5 }),
);

const cell = fc.oneof(
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 4, arbitrary: threshold },
  { weight: 2, arbitrary: fc.integer({ min: -1, max: 110 }) },
);

const split = fc.record({
  feature: fc.nat(3),
  threshold,
  missing: fc.nat(2),
  defaultLeft: fc.boolean(),
  categorical: fc.boolean(),
  categories: fc.array(fc.nat(100), { maxLength: 6 }),
  /** Which of the leaves so far is split. */
  leaf: fc.nat(),
});

const tree = fc.array(split, { maxLength: 12 }).chain((splits) =>
  fc
    .array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: splits.length + 1,
      maxLength: splits.length + 1,
    })
    .map((leafValue) => grow(splits, leafValue)),
);

type Split = typeof split extends fc.Arbitrary<infer T> ? T : never;

/** Grows a tree as training does: each split turns a leaf into a node, whose right child is a new leaf. */
function grow(splits: readonly Split[], leafValue: readonly number[]): EnsembleTree {
  const inner = splits.length;
  const leftChild = new Int32Array(inner);
  const rightChild = new Int32Array(inner);
  const catBoundaries = [0];
  const words: number[] = [];
  const parents: { node: number; side: Int32Array }[] = [];
  splits.forEach(({ leaf, categorical, categories }, node) => {
    const at = leaf % (node + 1);
    const parent = parents[at];
    if (parent) parent.side[parent.node] = node;
    leftChild[node] = ~at;
    rightChild[node] = ~(node + 1);
    parents[at] = { node, side: leftChild };
    parents[node + 1] = { node, side: rightChild };
    if (!categorical) return;
    const set = new Uint32Array(Math.floor(Math.max(0, ...categories) / 32) + 1);
    for (const category of categories) set[category >> 5]! |= 1 << (category & 31);
    words.push(...set);
    catBoundaries.push(words.length);
  });
  let sets = 0;
  return {
    numLeaves: inner + 1,
    splitFeature: Int32Array.from(splits, ({ feature }) => feature),
    threshold: Float64Array.from(splits, (each) => (each.categorical ? sets++ : each.threshold)),
    decisionType: Uint8Array.from(
      splits,
      ({ categorical, defaultLeft, missing }) =>
        Number(categorical) | (Number(defaultLeft) << 1) | (missing << 2),
    ),
    leftChild,
    rightChild,
    leafValue: Float64Array.from(leafValue),
    catBoundaries: Int32Array.from(catBoundaries),
    catThreshold: Uint32Array.from(words),
  };
}

/** Ensembles of 1 to 3 classes over 4 features. */
export const ensembles: fc.Arbitrary<Ensemble> = fc
  .record({ numClasses: fc.integer({ min: 1, max: 3 }), rounds: fc.integer({ min: 1, max: 5 }) })
  .chain(({ numClasses, rounds }) => {
    const count = numClasses * rounds;
    return fc
      .array(tree, { minLength: count, maxLength: count })
      .map((trees) => ({ numFeatures: 4, numClasses, trees }));
  });

/** One to 70 rows of 4 features. */
export const tables: fc.Arbitrary<number[][]> = fc.array(
  fc.array(cell, { minLength: 4, maxLength: 4 }),
  { minLength: 1, maxLength: 70 },
);

/** The ensemble as a model without an objective, for the plain reference to predict. */
export function asModel(ensemble: Ensemble): Model {
  const features = Array.from({ length: ensemble.numFeatures }, (_, i) => `f${i}`);
  return new Model({
    featureNames: features,
    featureInfos: features.map(() => 'none'),
    objective: '',
    numClass: ensemble.numClasses,
    numTreePerIteration: ensemble.numClasses,
    averageOutput: false,
    labelIndex: 0,
    parameters: new Map(),
    extra: new Map(),
    trees: ensemble.trees.map((each) => ({
      ...each,
      numCat: each.catBoundaries.length - 1,
      splitGain: new Float64Array(each.numLeaves - 1),
      leafWeight: new Float64Array(each.numLeaves),
      leafCount: new Int32Array(each.numLeaves),
      internalValue: new Float64Array(each.numLeaves - 1),
      internalWeight: new Float64Array(each.numLeaves - 1),
      internalCount: new Int32Array(each.numLeaves - 1),
      shrinkage: 1,
    })),
  });
}
