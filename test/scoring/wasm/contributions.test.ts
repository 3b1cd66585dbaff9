import { afterAll, describe, expect, test } from 'vitest';
import { Model, referencePredict } from '../../../src/boosting/index.js';
import { createWasmScorer, type FeatureColumn } from '../../../src/scoring/index.js';
import { fixtureNames, loadFixture } from '../support/lightgbm-fixtures.js';
import { type ModelShape, randomColumns, randomModel } from '../support/random-model.js';
import { bruteForceContributions, pathContributions } from '../support/shapley.js';

const TOLERANCE = 1e-9;
const explained = fixtureNames.filter((name) => loadFixture(name).contributions !== undefined);

function largestGap(found: Float64Array, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  return found.reduce((most, value, i) => {
    const gap = Math.abs(value - expected[i]!);
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(most, gap);
  }, 0);
}

test('all fixtures but the linear trees have contributions', () => {
  expect(fixtureNames.filter((name) => !explained.includes(name))).toEqual(['linear_tree']);
});

describe.each(explained)('LightGBM model %s', (name) => {
  const { model, rows, columns, contributions, expected } = loadFixture(name);
  const scorer = createWasmScorer(model, { threads: 0 });
  afterAll(async () => (await scorer).close());

  test('contributions equal LightGBM', async () => {
    const found = await (await scorer).score(columns, rows, 'contributions');
    expect(largestGap(found, contributions!)).toBeLessThanOrEqual(TOLERANCE);
  });

  test('their sums are the raw scores', async () => {
    const found = await (await scorer).score(columns, rows, 'contributions');
    const width = model.numFeatures + 1;
    const sums = Float64Array.from({ length: found.length / width }, (_, i) =>
      found.subarray(i * width, (i + 1) * width).reduce((sum, value) => sum + value, 0),
    );
    expect(largestGap(sums, expected.raw)).toBeLessThanOrEqual(TOLERANCE);
  });
});

const shape: ModelShape = {
  seed: 3,
  trees: 6,
  leaves: 24,
  features: 7,
  classes: 1,
  categorical: 0.3,
  categories: 40,
  linear: false,
  averageOutput: false,
  objective: 'regression',
};

/** Counts that add up, as training rows do: a random model's own are any numbers. */
function withCounts(model: Model, leafCount: (leaf: number) => number): Model {
  const trees = model.trees.map((tree) => {
    const leaves = Int32Array.from({ length: tree.numLeaves }, (_, leaf) => leafCount(leaf));
    const internalCount = new Int32Array(tree.numLeaves - 1);
    const count = (child: number): number => {
      if (child < 0) return leaves[~child]!;
      internalCount[child] = count(tree.leftChild[child]!) + count(tree.rightChild[child]!);
      return internalCount[child]!;
    };
    if (tree.numLeaves > 1) count(0);
    return { ...tree, leafCount: leaves, internalCount };
  });
  return new Model({ ...model, trees });
}

/** One tree that asks for each feature in turn: left ends, right goes on. */
function chain(features: number): Model {
  const nodes = Array.from({ length: features }, (_, node) => node);
  const base = randomModel({ ...shape, features, trees: 1, leaves: 1, categorical: 0 });
  const tree = {
    ...base.trees[0]!,
    numLeaves: features + 1,
    splitFeature: Int32Array.from(nodes),
    splitGain: new Float64Array(features),
    threshold: new Float64Array(features).fill(-1),
    decisionType: new Uint8Array(features),
    leftChild: Int32Array.from(nodes, (node) => ~node),
    rightChild: Int32Array.from(nodes, (node) => (node + 1 < features ? node + 1 : ~features)),
    leafValue: Float64Array.from({ length: features + 1 }, (_, leaf) => Math.cos(leaf) * 3),
  };
  const model = new Model({ ...base, trees: [tree] });
  return withCounts(model, (leaf) => 1 + ((leaf * 5) % 7));
}

const rowOf = (columns: readonly FeatureColumn[], row: number) =>
  Float64Array.from(columns, (column) => column[row]!);

describe('against the definition, feature by feature', () => {
  test.each([
    ['one class', shape],
    ['three classes', { ...shape, seed: 4, classes: 3, trees: 3 }],
    ['categories alone', { ...shape, seed: 5, categorical: 1, categories: 300 }],
    ['two features, deep trees', { ...shape, seed: 6, features: 2, leaves: 60 }],
    ['twelve features', { ...shape, seed: 7, features: 12, trees: 2, leaves: 40 }],
    ['leaves alone', { ...shape, seed: 8, leaves: 1 }],
  ])('%s', async (_, of) => {
    const model = withCounts(randomModel(of), (leaf) => 1 + ((leaf * 7) % 11));
    const columns = randomColumns(of, 12, 9);
    const scorer = await createWasmScorer(model, { threads: 0 });
    const found = await scorer.score(columns, 12, 'contributions');
    const width = found.length / 12;
    for (let row = 0; row < 12; row++) {
      const wanted = bruteForceContributions(model, rowOf(columns, row));
      expect(
        largestGap(found.subarray(row * width, (row + 1) * width), wanted),
      ).toBeLessThanOrEqual(1e-12);
    }
    await scorer.close();
  });

  test.each([
    ['seven features', shape],
    ['thirty features, trees of 200 leaves', { ...shape, seed: 30, features: 30, leaves: 200 }],
    ['classes of deep trees', { ...shape, seed: 31, features: 40, leaves: 400, classes: 2 }],
  ])('by the sets along each path: %s', async (_, of) => {
    const model = withCounts(randomModel({ ...of, trees: 3 }), (leaf) => 1 + ((leaf * 7) % 11));
    const columns = randomColumns(of, 5, 9);
    const scorer = await createWasmScorer(model, { threads: 0 });
    const found = await scorer.score(columns, 5, 'contributions');
    const width = found.length / 5;
    for (let row = 0; row < 5; row++) {
      const wanted = pathContributions(model, rowOf(columns, row));
      const own = found.subarray(row * width, (row + 1) * width);
      expect(largestGap(own, wanted)).toBeLessThanOrEqual(1e-12);
    }
    await scorer.close();
  });

  test('forty features on one path', async () => {
    const features = 40;
    const model = chain(features);
    const columns = Array.from({ length: features }, (_, feature) =>
      Float64Array.from({ length: 30 }, (_, row) => ((row * 7 + feature * 3) % 5) - 1.5),
    );
    const scorer = await createWasmScorer(model, { threads: 0 });
    const found = await scorer.score(columns, 30, 'contributions');
    for (let row = 0; row < 30; row++) {
      const wanted = pathContributions(model, rowOf(columns, row));
      const own = found.subarray(row * (features + 1), (row + 1) * (features + 1));
      expect(largestGap(own, wanted)).toBeLessThanOrEqual(1e-12);
    }
    await scorer.close();
  });

  test('a leaf that no training row reached', async () => {
    const model = withCounts(randomModel(shape), (leaf) => (leaf % 3 === 0 ? 0 : 5));
    const columns = randomColumns(shape, 20, 10);
    const scorer = await createWasmScorer(model, { threads: 0 });
    const found = await scorer.score(columns, 20, 'contributions');
    for (let row = 0; row < 20; row++) {
      const sum = found.subarray(row * 8, row * 8 + 8).reduce((total, value) => total + value, 0);
      const [raw] = referencePredict(model, rowOf(columns, row), 'raw');
      expect(Math.abs(sum - raw!)).toBeLessThanOrEqual(1e-12);
    }
    await scorer.close();
  });
});

describe('a scorer', () => {
  const many = { ...shape, trees: 60, classes: 2 };
  const model = withCounts(randomModel(many), (leaf) => 1 + (leaf % 5));
  const rows = 2500;
  const columns = randomColumns(many, rows, 11);

  test('gives the same bytes from any number of threads, asked for early or late', async () => {
    const answers: Float64Array[] = [];
    for (const [threads, contributions] of [
      [0, true],
      [1, false],
      [2, false],
      [3, true],
    ] as const) {
      const scorer = await createWasmScorer(model, { threads, contributions });
      answers.push(await scorer.score(columns, rows, 'contributions'));
      expect(scorer.runningThreads).toBe(threads);
      await scorer.close();
    }
    for (const other of answers.slice(1)) expect(other).toEqual(answers[0]);
  });

  test('gives what its parts give, also where its tables are too large to be kept', async () => {
    const large = { ...shape, seed: 40, features: 40, leaves: 400, trees: 600 };
    const whole = withCounts(randomModel(large), (leaf) => 1 + (leaf % 5));
    const values = randomColumns(large, 3, 12);
    const pieces = [whole, whole.slice(0, 200), whole.slice(200, 200), whole.slice(400)];
    const [all, ...parts] = await Promise.all(
      pieces.map(async (model) => {
        const scorer = await createWasmScorer(model, { threads: 0, contributions: true });
        return { used: scorer.memory.mark, found: scorer.scoreSync(values, 3, 'contributions') };
      }),
    );
    const sums = all!.found.map((_, i) => parts.reduce((sum, part) => sum + part.found[i]!, 0));
    expect(largestGap(all!.found, sums)).toBeLessThanOrEqual(1e-12);
    // Each third keeps its tables, the whole does not.
    for (const { used } of parts) expect(all!.used).toBeLessThan(used);
  });

  test('gives a row the same at once and by itself', async () => {
    const scorer = await createWasmScorer(model, { threads: 0 });
    const all = scorer.scoreSync(columns, 50, 'contributions');
    const width = scorer.numOutputs('contributions');
    expect(width).toBe(2 * (many.features + 1));
    for (const row of [0, 17, 49]) {
      const single = columns.map((column) => column.subarray(row, row + 1));
      const one = scorer.scoreSync(single, 1, 'contributions');
      expect(one).toEqual(all.slice(row * width, (row + 1) * width));
    }
    await scorer.close();
  });

  test('says why a model has none', async () => {
    const linear = loadFixture('linear_tree');
    const scorer = await createWasmScorer(linear.model, { threads: 0 });
    await expect(scorer.score(linear.columns, 1, 'contributions')).rejects.toThrow(
      /tree 0 is a linear tree: contributions are defined for constant leaves alone/,
    );
    expect(await scorer.score(linear.columns, 1, 'raw')).toEqual(linear.expected.raw.slice(0, 1));
    await scorer.close();
    const uncounted = await createWasmScorer(
      withCounts(model, () => 0),
      { threads: 0 },
    );
    await expect(uncounted.score(columns, 1, 'contributions')).rejects.toThrow(
      /has no counts of training rows/,
    );
    await uncounted.close();
  });
});
