import { makeVector, Table, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  createDataset,
  crossValidate,
  formatModel,
  type ParameterInput,
  train,
} from '../../../src/boosting/index.js';
import { randomColumns, randomNumbers, tableOf } from '../trainer/support/tables.js';

const rows = 1200;
const columns = randomColumns({ rows, features: 5 });
const table = tableOf(columns);
const binary = randomColumns({ rows, features: 5, binary: true });
const quick: ParameterInput = { num_iterations: 5, num_leaves: 8 };

/** Columns of few values: their bins are those of any large part of the rows. */
function coarseColumns() {
  const random = randomNumbers(9);
  const some = () => Float64Array.from({ length: rows }, () => Math.floor(random() * 12) - 3);
  const [a, b] = [some(), some()];
  const y = Float64Array.from(a, (value, row) => Math.sin(value) * (b[row] as number) + random());
  const weight = Float64Array.from(a, () => 0.5 + random());
  return { a, b, y, weight };
}

test.each([
  ['two folds', { folds: 2 }],
  ['seven folds in order', { folds: 7, shuffle: false }],
  ['stratified', { folds: 4, stratified: true }],
  ['groups', { folds: 3, groups: Array.from({ length: rows }, (_, row) => `g${row % 50}`) }],
])('%s use every row once to measure on, and otherwise to train on', async (_, options) => {
  const data = { table: tableOf(binary), label: 'y' };
  const { folds } = await crossValidate({ ...quick, objective: 'binary' }, data, options);
  expect(folds).toHaveLength(options.folds);
  const all = folds.flatMap(({ test: part }) => Array.from(part)).sort((a, b) => a - b);
  expect(all).toEqual(Array.from({ length: rows }, (_, row) => row));
  for (const { train: train_, test: part } of folds) {
    expect(new Set([...train_, ...part]).size).toBe(rows);
    expect(train_.length + part.length).toBe(rows);
    expect(part.length).toBeGreaterThan(0.8 * (rows / options.folds));
  }
});

test('stratified folds have the same share of each label; groups stay in one fold', async () => {
  const data = { table: tableOf(binary), label: 'y' };
  const parameters: ParameterInput = { ...quick, objective: 'binary' };
  const label = binary['y']!;
  const ones = (part: Uint32Array) => part.reduce((sum, row) => sum + (label[row] as number), 0);
  const { folds } = await crossValidate(parameters, data, { folds: 4 });
  const counts = folds.map((fold) => ones(fold.test));
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const groups = Array.from({ length: rows }, (_, row) => (row * 7) % 31);
  const grouped = await crossValidate(parameters, data, { folds: 4, groups });
  for (const fold of grouped.folds) {
    const inTest = new Set(Array.from(fold.test, (row) => groups[row]));
    expect(Array.from(fold.train).some((row) => inTest.has(groups[row] as number))).toBe(false);
  }
});

test('a column of groups is no feature, nor is one of positions', async () => {
  const vectors = Object.entries(columns).map(([name, values]) => [name, makeVector(values)]);
  const who = vectorFromArray(Array.from({ length: rows }, (_, row) => `user ${row % 20}`));
  const withGroups = new Table({
    ...Object.fromEntries(vectors),
    who,
    place: makeVector(new Int32Array(rows)),
  });
  const { models, folds } = await crossValidate(
    quick,
    { table: withGroups, label: 'y' },
    { folds: 4, groups: 'who', returnModels: true },
  );
  expect(models?.[0]?.featureNames).not.toContain('who');
  expect(folds[0]?.test).toHaveLength(300);
  const positions = { table: withGroups, label: 'y', position: 'place' };
  await expect(crossValidate(quick, positions, { groups: 'who' })).rejects.toThrow(
    'the training table has positions, but objective=regression learns nothing from them',
  );
});

test('a fold is trained and measured as a table of its rows is', async () => {
  const coarse = coarseColumns();
  const data = { table: tableOf(coarse), label: 'y', weight: 'weight' };
  const parameters: ParameterInput = { ...quick, metric: ['l2', 'l1'] };
  const { metrics, models, folds } = await crossValidate(parameters, data, {
    folds: 3,
    returnModels: true,
    evaluateTraining: true,
  });
  const take = (part: Uint32Array) =>
    tableOf(
      Object.fromEntries(
        Object.entries(coarse).map(([name, values]) => [
          name,
          Float64Array.from(part, (row) => values[row] as number),
        ]),
      ),
    );
  const alone = await Promise.all(
    folds.map(({ train: part, test: rest }) =>
      train(
        parameters,
        { ...data, table: take(part) },
        { valid: [{ name: 'valid', table: take(rest) }], evaluateTraining: true },
      ),
    ),
  );
  alone.forEach(({ model }, fold) => {
    expect(formatModel(models![fold]!)).toBe(formatModel(model));
  });
  expect(metrics.map(({ dataset, metric }) => `${dataset} ${metric}`).sort()).toEqual([
    'training l1',
    'training l2',
    'valid l1',
    'valid l2',
  ]);
  for (const { dataset, metric, mean, standardDeviation } of metrics) {
    for (let round = 0; round < 5; round++) {
      const values = alone.map(
        ({ evaluations }) =>
          evaluations[round]!.find((one) => one.dataset === dataset && one.metric === metric)!
            .value,
      );
      const average = (values[0]! + values[1]! + values[2]!) / 3;
      const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 3;
      expect(mean[round]).toBeCloseTo(average, 12);
      expect(standardDeviation[round]).toBeCloseTo(Math.sqrt(squares), 12);
    }
  }
});

test('the same numbers for any number of threads, from a table or a data set; another seed, others', async () => {
  const data = { table, label: 'y' };
  const run = async (
    parameters: ParameterInput,
    seed: number,
    from: typeof data | 'dataset' = data,
  ) => {
    const source = from === 'dataset' ? await createDataset(quick, data) : from;
    const result = await crossValidate({ ...quick, ...parameters }, source, { seed });
    return result.metrics;
  };
  const one = await run({ num_threads: 1 }, 3);
  expect(await run({ num_threads: 3 }, 3)).toEqual(one);
  expect(await run({ early_stopping_round: 50 }, 3)).toEqual(one);
  expect(await run({}, 3, 'dataset')).toEqual(one);
  expect(await run({}, 4)).not.toEqual(one);
});

test('early stopping looks at the mean, and keeps the rounds up to the best', async () => {
  const parameters: ParameterInput = {
    objective: 'binary',
    learning_rate: 0.4,
    num_iterations: 200,
    metric: ['binary_logloss'],
  };
  const data = { table: tableOf(binary), label: 'y' };
  const stopped = await crossValidate({ ...parameters, early_stopping_round: 5 }, data, {
    folds: 3,
    returnModels: true,
  });
  const whole = await crossValidate({ ...parameters, num_iterations: 60 }, data, { folds: 3 });
  const { mean } = whole.metrics[0]!;
  // Where five rounds after the best so far were no better.
  let best = 0;
  for (let round = 0; round - best < 5; round++) if (mean[round]! < mean[best]!) best = round;
  expect(stopped.bestIteration).toBe(best + 1);
  expect(stopped.metrics[0]?.mean).toEqual(mean.slice(0, best + 1));
  expect(stopped.models?.map((model) => model.numIterations)).toEqual([
    best + 1,
    best + 1,
    best + 1,
  ]);
});

test('queries stay whole, and classes too many for one column of scores are measured', async () => {
  const grades = Float64Array.from(columns['y']!, (y) =>
    Math.max(0, Math.min(3, Math.round(y + 1))),
  );
  const group = Int32Array.from({ length: 60 }, () => 20);
  const ranking = await crossValidate(
    { ...quick, objective: 'lambdarank', eval_at: [3] },
    { table, label: grades, features: ['f0', 'f1', 'f2'], group },
    { folds: 4 },
  );
  for (const { test: part } of ranking.folds) {
    expect(part.length % 20).toBe(0);
    for (let at = 0; at < part.length; at += 20) expect(part[at]! % 20).toBe(0);
  }
  expect(ranking.metrics[0]?.metric).toBe('ndcg@3');
  const classes = await crossValidate(
    { ...quick, objective: 'multiclass', num_class: 4 },
    { table, label: grades, features: ['f0', 'f1', 'f2'] },
    { folds: 3 },
  );
  expect(classes.metrics[0]?.mean.at(-1)).toBeLessThan(classes.metrics[0]!.mean[0]!);
});

test("folds of one's own, callbacks, and a signal", async () => {
  const half = Array.from({ length: rows / 2 }, (_, row) => row);
  const other = half.map((row) => row + rows / 2);
  const seen: number[] = [];
  const ending = new AbortController();
  const result = await crossValidate(
    { ...quick, num_iterations: 400 },
    { table, label: 'y' },
    {
      folds: [
        [half, other],
        [other, half],
      ],
      signal: ending.signal,
      onIteration: ({ iteration, evaluations }) => {
        seen.push(iteration);
        expect(evaluations[0]?.metric).toBe('l2');
        if (iteration === 3) ending.abort();
      },
    },
  );
  expect(result.cancelled).toBe(true);
  expect(result.bestIteration).toBeLessThan(400);
  expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
  expect(Array.from(result.folds[1]!.train)).toEqual(other);
});

describe('refuses', () => {
  const data = { table, label: 'y' };
  const all = Array.from({ length: rows }, (_, row) => row);
  test.each([
    ['one fold', { folds: 1 }, /from 2 to the 1200 rows, not 1/],
    ['more folds than rows', { folds: 1201 }, /not 1201/],
    ['a row that is not there', { folds: [[[0, 1], [1200]]] }, /fold 1 has row 1200 to measure on/],
    [
      'a row on both sides',
      {
        folds: [
          [
            [0, 1],
            [1, 2],
          ],
        ],
      },
      /fold 1 has row 1 twice/,
    ],
    ['nothing to measure on', { folds: [[all, []]] }, /no row to measure on/],
    ['too few groups', { folds: 5, groups: all.map((row) => row % 3) }, /3 of them, too few for 5/],
    ['groups and strata', { stratified: true, groups: all }, /cannot be stratified and/],
    ['a missing group', { groups: all.map(() => Number.NaN) }, /groups is missing in row 1/],
    ['a seed that is none', { seed: 0.5 }, /seed must be a whole number/],
  ] as const)('%s', async (_, options, message) => {
    await expect(crossValidate(quick, data, options as never)).rejects.toMatchObject({
      name: 'CambiumError',
      message: expect.stringMatching(message),
    });
  });

  test('a part of a query', async () => {
    const grades = Float64Array.from(columns['y']!, (y) => Math.max(0, Math.min(3, Math.round(y))));
    const run = crossValidate(
      { ...quick, objective: 'lambdarank' },
      { table, label: grades, features: ['f0'], group: Int32Array.from({ length: 60 }, () => 20) },
      { folds: [[all.slice(0, 30), all.slice(30)]] },
    );
    await expect(run).rejects.toMatchObject({
      message: expect.stringMatching(/a part of query 2 only/),
    });
  });

  test('an error of a callback ends all folds', async () => {
    const run = crossValidate(quick, data, {
      onIteration: () => {
        throw new Error('enough');
      },
    });
    await expect(run).rejects.toThrow('enough');
  });
});
