/** Labels, weights and queries that an objective cannot be trained on are named before training starts. */
import { makeVector, Table } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { type ParameterInput, referencePredict, train } from '../../../src/boosting/index.js';

const ROWS = 200;
const feature = Float64Array.from({ length: ROWS }, (_, row) => Math.sin(row * 7));

function tableWith(
  label: (row: number) => number,
  weight: (row: number) => number = () => 1,
): Table {
  const fill = (of: (row: number) => number) =>
    makeVector(Float64Array.from(feature, (_, row) => of(row)));
  return new Table({ x: makeVector(feature), y: fill(label), w: fill(weight) });
}

/** `label`, but something else in the row. */
const butFor = (at: number, other: number, label: (row: number) => number) => (row: number) =>
  row === at ? other : label(row);

interface Bad {
  readonly parameters: ParameterInput;
  readonly label: (row: number) => number;
  readonly weight?: (row: number) => number;
  readonly group?: readonly number[];
  readonly code?: string;
  readonly message: RegExp;
}

const bad: Readonly<Record<string, Bad>> = {
  'a negative count': {
    parameters: { objective: 'poisson' },
    label: butFor(4, -1, (row) => row % 3),
    message: /is -1 in row 5: objective=poisson expects a number of at least 0/,
  },
  'counts without weight': {
    parameters: { objective: 'poisson' },
    label: (row) => row % 2,
    weight: (row) => (row + 1) % 2,
    message: /that weigh anything are 0: objective=poisson/,
  },
  'zero for gamma': {
    parameters: { objective: 'gamma' },
    label: butFor(9, 0, (row) => 1 + (row % 3)),
    message: /is 0 in row 10: objective=gamma expects a number above 0/,
  },
  'what is zero in 32 bits for gamma': {
    parameters: { objective: 'gamma' },
    label: butFor(9, 1e-60, (row) => 1 + (row % 3)),
    message: /is 1e-60 in row 10/,
  },
  'a negative amount for tweedie': {
    parameters: { objective: 'tweedie' },
    label: butFor(0, -0.5, (row) => row % 3),
    message: /is -0.5 in row 1: objective=tweedie/,
  },
  'a probability above 1': {
    parameters: { objective: 'cross_entropy' },
    label: butFor(7, 1.01, (row) => (row % 5) / 4),
    message: /is 1.01 in row 8: objective=cross_entropy expects a probability from 0 to 1/,
  },
  'a weight of 0 as an exponent': {
    parameters: { objective: 'cross_entropy_lambda' },
    label: (row) => (row % 5) / 4,
    weight: (row) => (row === 3 ? 0 : 1),
    code: 'bad-weight',
    message: /is 0 in row 4: objective=cross_entropy_lambda expects weights above 0/,
  },
  'a class beyond num_class': {
    parameters: { objective: 'multiclass', num_class: 3 },
    label: (row) => row % 4,
    message: /is 3 in row 4: objective=multiclass expects a class: a whole number from 0 to 2/,
  },
  'nothing but zeros, whose logarithm there is none of': {
    parameters: { objective: 'cross_entropy_lambda' },
    label: () => 0,
    message: /all labels of the training table that weigh anything are 0: .* expects some above 0/,
  },
  'a relevance that is no whole number': {
    parameters: { objective: 'lambdarank' },
    label: butFor(2, 1.5, (row) => row % 3),
    group: [100, 100],
    message: /is 1.5 in row 3: objective=lambdarank expects a whole number from 0 to 30/,
  },
  'a relevance without a gain': {
    parameters: { objective: 'lambdarank', label_gain: [0, 1, 3] },
    label: (row) => row % 4,
    group: [100, 100],
    message: /is 3 in row 4: objective=lambdarank expects a whole number from 0 to 2/,
  },
  'a negative relevance': {
    parameters: { objective: 'rank_xendcg' },
    label: butFor(0, -1, (row) => row % 3),
    group: [100, 100],
    message: /is -1 in row 1: objective=rank_xendcg/,
  },
  'a ranking without queries': {
    parameters: { objective: 'lambdarank' },
    label: (row) => row % 3,
    code: 'missing-group',
    message: /objective=lambdarank ranks rows within queries/,
  },
};

test.each(Object.entries(bad))('%s', async (_, { parameters, label, weight, group, ...error }) => {
  const data = {
    table: tableWith(label, weight),
    label: 'y',
    features: ['x'],
    ...(weight && { weight: 'w' }),
    ...(group && { group: Int32Array.from(group) }),
  };
  await expect(train(parameters, data)).rejects.toMatchObject({
    code: error.code ?? 'bad-label',
    message: expect.stringMatching(error.message),
  });
});

test('a query with more rows than lambdarank takes', async () => {
  const rows = 10_001;
  const column = (of: (row: number) => number) =>
    makeVector(Float64Array.from({ length: rows }, (_, row) => of(row)));
  const table = new Table({ x: column((row) => Math.sin(row)), y: column((row) => row % 2) });
  const data = { table, label: 'y', group: Int32Array.of(rows) };
  await expect(train({ objective: 'lambdarank' }, data)).rejects.toMatchObject({
    code: 'bad-group',
    message: expect.stringMatching(
      /query 1 of the training table has 10001 rows: .* at most 10000/,
    ),
  });
});

test('an initial score for a forest', async () => {
  const data = { table: tableWith((row) => row % 3), label: 'y', features: ['x'] };
  const parameters = { boosting: 'rf', bagging_fraction: 0.5, bagging_freq: 1 } as const;
  await expect(
    train(parameters, { ...data, initScore: new Float64Array(ROWS) }),
  ).rejects.toMatchObject({
    code: 'bad-init-score',
    message: expect.stringMatching(/the training table has an initial score, but boosting=rf/),
  });
});

describe('a class whose rows weigh nothing', () => {
  test('is given almost no chance, and its trees add nothing', async () => {
    const table = tableWith(
      (row) => row % 3,
      (row) => (row % 3 === 2 ? 0 : 1),
    );
    const parameters = { objective: 'multiclass', num_class: 3, num_iterations: 4 } as const;
    const { model } = await train(parameters, { table, label: 'y', weight: 'w', features: ['x'] });
    expect(model.trees).toHaveLength(12);
    const own = model.trees.filter((_, tree) => tree % 3 === 2);
    expect(own.map(({ numLeaves }) => numLeaves)).toEqual([1, 1, 1, 1]);
    expect(own.slice(1).map(({ leafValue }) => leafValue[0])).toEqual([0, 0, 0]);
    const values = referencePredict(model, Float64Array.of(0.3), 'value');
    expect(values[2]).toBeLessThan(1e-14);
    expect(values[0]! + values[1]!).toBeCloseTo(1, 12);
  });
});
