import { describe, expect, test } from 'vitest';
import {
  formatModel,
  type Model,
  parseModel,
  readModel,
  referencePredict,
  type TrainResult,
  type Tree,
  train,
} from '../../../src/boosting/index.js';
import { type TrainingFixture, trainingFixture } from './support/fixture-tables.js';

interface Tolerances {
  /** Relative difference of the training metrics after any round. */
  readonly training: number;
  /** The same of the held-out rows. */
  readonly heldOut: number;
  /** Rounds that must give LightGBM's own trees: the same splits of the same rows. */
  readonly sameTrees: number;
  /** Relative difference of the first tree's outputs and sums of hessians. */
  readonly numbers: number;
}

/**
 * Squared error: gradients are 24-bit integers, LightGBM's are 32-bit floats; log loss: gradients and
 * hessians have 16 bits. The trees are the same, the leaves differ in late digits.
 */
const fixtures: Readonly<Record<string, Tolerances>> = {
  regression: { training: 1e-7, heldOut: 1e-7, sameTrees: 50, numbers: 1e-5 },
  missing_nan: { training: 1e-7, heldOut: 1e-7, sameTrees: 30, numbers: 1e-5 },
  missing_off: { training: 1e-7, heldOut: 1e-7, sameTrees: 30, numbers: 1e-5 },
  const_leaf: { training: 1e-7, heldOut: 1e-7, sameTrees: 1, numbers: 1e-5 },
  binary: { training: 2e-6, heldOut: 2e-6, sameTrees: 50, numbers: 1e-5 },
  binary_sigmoid: { training: 2e-5, heldOut: 2e-5, sameTrees: 20, numbers: 3e-4 },
};

function trainOn({ parameters, train: table, heldOut }: TrainingFixture): Promise<TrainResult> {
  const options = { valid: [{ name: 'heldout', table: heldOut }], evaluateTraining: true };
  return train(parameters, { table, label: 'label' }, options);
}

const largest = (found: ArrayLike<number>, expected: ArrayLike<number>) =>
  Array.from(
    expected,
    (value, at) => Math.abs(found[at]! - value) / Math.max(1, Math.abs(value)),
  ).reduce(
    (most, difference) => Math.max(most, difference),
    found.length === expected.length ? 0 : Number.POSITIVE_INFINITY,
  );

/** Whether two trees split the training rows alike. */
const alike = (found: Tree, expected: Tree) =>
  found.numLeaves === expected.numLeaves &&
  (['splitFeature', 'leftChild', 'rightChild', 'leafCount', 'internalCount'] as const).every(
    (part) => found[part].every((value, at) => value === expected[part][at]),
  );

describe.each(Object.entries(fixtures))('LightGBM fixture %s', (name, tolerances) => {
  const fixture = trainingFixture(name);
  const trained = trainOn(fixture);
  const expected = readModel(fixture.modelPath);

  test.each(['training', 'heldout'] as const)(
    'metrics of the %s rows after every round',
    async (set) => {
      const { evaluations } = await trained;
      const wanted = fixture.meta.eval[set === 'training' ? 'train' : 'heldout']!;
      const tolerance = set === 'training' ? tolerances.training : tolerances.heldOut;
      const { trees } = await expected;
      for (const [metric, values] of Object.entries(wanted)) {
        // LightGBM repeats a tree without splits, we stop.
        const rounds = trees.every(({ numLeaves }) => numLeaves === 1) ? 1 : values.length;
        const found = evaluations.map(
          (round) => round.find((one) => one.dataset === set && one.metric === metric)!.value,
        );
        expect(found).toHaveLength(rounds);
        found.forEach((value, round) => {
          const difference = Math.abs(value - values[round]!) / values[round]!;
          // A late digit of a leaf can change which of two rows ranks first, and few rows are held out.
          const allowed = metric === 'auc' ? 3e-3 : tolerance;
          expect(difference, `${metric} after round ${round + 1}`).toBeLessThan(allowed);
        });
      }
    },
  );

  test('trees split the rows as LightGBM does', async () => {
    const { model } = await trained;
    const { trees } = await expected;
    for (let round = 0; round < tolerances.sameTrees; round++) {
      expect(alike(model.trees[round]!, trees[round]!), `tree ${round}`).toBe(true);
    }
  });

  test('numbers of the first tree agree', async () => {
    const [found] = (await trained).model.trees;
    const [wanted] = (await expected).trees;
    if (wanted!.numLeaves === 1) return;
    // LightGBM prints gains and inner nodes with six digits.
    expect(largest(found!.splitGain, wanted!.splitGain)).toBeLessThan(3e-4);
    expect(largest(found!.internalValue, wanted!.internalValue)).toBeLessThan(tolerances.numbers);
    expect(largest(found!.internalWeight, wanted!.internalWeight)).toBeLessThan(tolerances.numbers);
    expect(largest(found!.leafValue, wanted!.leafValue)).toBeLessThan(tolerances.numbers);
    expect(largest(found!.leafWeight, wanted!.leafWeight)).toBeLessThan(tolerances.numbers);
    expect(found!.decisionType).toEqual(wanted!.decisionType);
  });

  test('rows of leaves and inner nodes add up', async () => {
    const rows = fixture.train.numRows;
    for (const tree of (await trained).model.trees) {
      expect(tree.leafCount.reduce((sum, count) => sum + count, 0)).toBe(rows);
      const count = (node: number) =>
        node < 0 ? tree.leafCount[~node]! : tree.internalCount[node]!;
      tree.internalCount.forEach((own, node) => {
        expect(count(tree.leftChild[node]!) + count(tree.rightChild[node]!)).toBe(own);
      });
    }
  });

  test('the model, written and read, has the metrics that training saw', async () => {
    const { model, evaluations } = await trained;
    const read = parseModel(formatModel(model));
    for (const [set, table] of [
      ['training', fixture.train],
      ['heldout', fixture.heldOut],
    ] as const) {
      const loss = lossOf(read, table.toArray() as never, fixture);
      const last = evaluations.at(-1)!.find((one) => one.dataset === set)!;
      expect(Math.abs(loss - last.value) / last.value, set).toBeLessThan(1e-7);
    }
  });
});

/** Mean loss of the objective over rows, by the plain predictor. */
function lossOf(
  model: Model,
  rows: readonly Record<string, number>[],
  { meta }: TrainingFixture,
): number {
  let sum = 0;
  for (const row of rows) {
    const values = Float64Array.from(model.featureNames, (name) => row[name]!);
    const value = referencePredict(model, values, 'value')[0]!;
    const label = Math.fround(row['label']!);
    if (meta.params['objective'] === 'binary') sum -= Math.log(label > 0 ? value : 1 - value);
    else sum += (value - label) ** 2;
  }
  return sum / rows.length;
}
