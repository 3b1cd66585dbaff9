/** Linear trees: LightGBM's fixture, and that what training saw is what the model says, whatever else is asked for. */
import { describe, expect, test } from 'vitest';
import {
  formatModel,
  type ParameterInput,
  parseModel,
  readModel,
  referencePredict,
  train,
} from '../../../src/boosting/index.js';
import { SparseTable } from '../../../src/data/index.js';
import { trainingFixture } from './support/fixture-tables.js';
import { denseTable, randomSparse } from './support/sparse.js';
import { type Columns, randomColumns, tableOf } from './support/tables.js';

test('LightGBM’s fixture: metrics after every round, coefficients of the trees', async () => {
  const fixture = trainingFixture('linear_tree');
  const valid = fixture.heldOutData ? [{ name: 'heldout', ...fixture.heldOutData }] : [];
  const options = { valid, evaluateTraining: true };
  const { model, evaluations } = await train(fixture.parameters, fixture.data, options);
  for (const [set, tolerance] of [
    ['training', 2e-5],
    ['heldout', 1e-4],
  ] as const) {
    const wanted = fixture.meta.eval[set === 'training' ? 'train' : 'heldout']!['l2']!;
    expect(evaluations).toHaveLength(wanted.length);
    wanted.forEach((value, round) => {
      const found = evaluations[round]!.find(
        ({ dataset, metric }) => dataset === set && metric === 'l2',
      )!.value;
      expect(Math.abs(found / value - 1), `${set}, round ${round + 1}`).toBeLessThan(tolerance);
    });
  }
  const expected = (await readModel(fixture.modelPath)).trees;
  for (const index of [0, 1, 2, 9]) {
    const found = model.trees[index]!.linear!;
    const { linear } = expected[index]!;
    expect(found.features.map((list) => [...list])).toEqual(
      linear!.features.map((list) => [...list]),
    );
    linear!.coefficients.forEach((list, leaf) => {
      list.forEach((value, at) => {
        const difference = Math.abs(found.coefficients[leaf]![at]! - value);
        expect(difference / Math.max(1e-3, Math.abs(value))).toBeLessThan(1e-4);
      });
    });
  }
});

const LABEL = 'y';

function columnsFor(binary: boolean, rows = 3000): Columns {
  return randomColumns({ rows, features: 6, seed: 21, binary, missing: 0.1 });
}

async function modelFor(columns: Columns, parameters: ParameterInput) {
  const table = tableOf(columns);
  return train(
    { num_iterations: 5, num_leaves: 8, num_threads: 1, linear_tree: true, ...parameters },
    { table, label: LABEL },
    { valid: [{ name: 'again', table }], evaluateTraining: true },
  );
}

/** Mean loss over the rows, by the plain predictor and the model as it is written. */
function lossOf(text: string, columns: Columns, binary: boolean): number {
  const model = parseModel(text);
  const labels = columns[LABEL]!;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    // Training keeps values as 32-bit floats, as LightGBM does.
    const values = Float64Array.from(model.featureNames, (name) =>
      Math.fround(columns[name]![row]!),
    );
    const value = referencePredict(model, values, 'value')[0]!;
    const label = Math.fround(labels[row]!);
    sum += binary ? -Math.log(label > 0 ? value : 1 - value) : (value - label) ** 2;
  }
  return sum / labels.length;
}

describe.each<readonly [string, ParameterInput]>([
  ['plain', {}],
  ['log loss', { objective: 'binary', metric: 'binary_logloss' }],
  ['a penalty', { linear_lambda: 5 }],
  ['dart', { boosting: 'dart', drop_rate: 0.5, skip_drop: 0 }],
  ['random forest', { boosting: 'rf', bagging_freq: 1, bagging_fraction: 0.5 }],
  ['bagging', { bagging_freq: 1, bagging_fraction: 0.6 }],
  ['one-side sampling', { data_sample_strategy: 'goss', learning_rate: 0.5 }],
  [
    'monotone',
    { monotone_constraints: [1, 0, 0, 0, -1, 0], monotone_constraints_method: 'advanced' },
  ],
])('%s', (_, parameters) => {
  const binary = parameters.objective === 'binary';
  const columns = columnsFor(binary);

  test('the model has the metrics that training saw, of rows trained on and others', async () => {
    const { model, evaluations } = await modelFor(columns, parameters);
    expect(model.trees.some(({ linear }) => linear?.features.some((list) => list.length > 1))).toBe(
      true,
    );
    const loss = lossOf(formatModel(model), columns, binary);
    for (const { dataset, value } of evaluations.at(-1)!) {
      expect(Math.abs(value / loss - 1), dataset).toBeLessThan(1e-6);
    }
  });

  test('the same bytes on any number of threads', async () => {
    const large = columnsFor(binary, 40_000);
    const one = formatModel((await modelFor(large, parameters)).model);
    for (const num_threads of [2, 3]) {
      const many = await modelFor(large, { ...parameters, num_threads });
      expect(formatModel(many.model) === one, `${num_threads} threads`).toBe(true);
    }
  });
});

test('linear leaves fit a slope that constant ones fit in steps', async () => {
  const { f0, f2 } = columnsFor(false) as { f0: Float64Array; f2: Float64Array };
  const y = Float64Array.from(f0, (value, row) => 3 * value - 2 * f2[row]! + 1);
  const last = async (linear_tree: boolean) => {
    const more = { linear_tree, num_iterations: 12, learning_rate: 0.5 };
    const { evaluations } = await modelFor({ f0, f2, y }, more);
    return evaluations.at(-1)![0]!.value;
  };
  const [linear, constant] = [await last(true), await last(false)];
  expect(linear).toBeLessThan(constant / 2);
});

test('features that say the same are told apart: coefficients stay finite and small', async () => {
  const columns = columnsFor(false);
  const { f0, f2, y } = columns as Record<'f0' | 'f2' | 'y', Float64Array>;
  const twin = Float64Array.from(f0, (value) => 2 * value + 1);
  const constant = Float64Array.from(f0, (value, row) => (row % 50 === 0 ? value : 0.25));
  const { model } = await modelFor(
    { f0, twin, constant, f2, y },
    { feature_contri: [1, 1.3, 3, 1] },
  );
  const coefficients = model.trees.flatMap((tree) =>
    tree.linear!.coefficients.map((list) => [...list]),
  );
  expect(coefficients.flat().length).toBeGreaterThan(20);
  for (const coefficient of coefficients.flat()) expect(Math.abs(coefficient)).toBeLessThan(100);
});

test('values that miss make the leaf’s constant the output', async () => {
  const columns = columnsFor(false);
  const { model } = await modelFor(columns, {});
  const all = new Float64Array(6).fill(Number.NaN);
  const found = referencePredict(model, all, 'raw')[0]!;
  expect(Number.isFinite(found)).toBe(true);
});

test('objectives whose leaves are medians are refused', async () => {
  const columns = columnsFor(false);
  await expect(modelFor(columns, { objective: 'regression_l1' })).rejects.toMatchObject({
    message: expect.stringContaining('linear_tree'),
  });
});

test('a sparse table, also as validation, gives the model of the same table with its zeros', async () => {
  const data = randomSparse({
    ...{ rows: 2000, amounts: 8, blocks: 2, flags: 3, share: 0.2, seed: 6, missing: 0.05 },
  });
  const run = (table: SparseTable | ReturnType<typeof denseTable>) =>
    train(
      { num_iterations: 4, num_threads: 2, linear_tree: true, linear_lambda: 1 },
      { table, label: data.label },
      { valid: [{ name: 'again', table }], evaluateTraining: true },
    );
  const dense = await run(denseTable(data.matrix));
  const sparse = await run(new SparseTable(data.matrix));
  expect(
    dense.model.trees.some(({ linear }) => linear!.features.some((list) => list.length > 1)),
  ).toBe(true);
  expect(formatModel(sparse.model) === formatModel(dense.model)).toBe(true);
  expect(sparse.evaluations).toEqual(dense.evaluations);
});
