import { makeVector, Table, tableFromArrays, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { formatModel, type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomColumns, tableOf } from './support/tables.js';

const columns = randomColumns({ rows: 100, features: 3 });
const y = columns['y']!;
/** The table with other labels. */
const labelled = (value: (row: number, own: number) => number) =>
  tableOf({ ...columns, y: Float64Array.from(y, (own, row) => value(row, own)) });

interface Bad {
  readonly code: string;
  readonly message: RegExp;
  readonly table: Table;
  readonly parameters?: ParameterInput;
  readonly label?: string;
  readonly features?: readonly string[];
  readonly categorical?: readonly string[];
}

const cases: Readonly<Record<string, Bad>> = {
  'a missing label': {
    code: 'bad-label',
    message: /"y" of the training table is missing \(NaN\) in row 43/,
    table: labelled((row, own) => (row === 42 ? Number.NaN : own)),
  },
  'an infinite label': {
    code: 'bad-label',
    message: /is -Infinity in row 1:/,
    table: labelled((row, own) => (row === 0 ? Number.NEGATIVE_INFINITY : own)),
  },
  'a label beyond 32-bit floats': {
    code: 'bad-label',
    message: /is 1e\+39 in row 100: expected at most 3\.4e38/,
    table: labelled((row, own) => (row === 99 ? 1e39 : own)),
  },
  'a label that is no class': {
    code: 'bad-label',
    message: /is 2 in row 3: objective=binary expects 0 or 1/,
    table: labelled((row) => (row === 2 ? 2 : row % 2)),
    parameters: { objective: 'binary' },
  },
  'two features that the model file would call the same': {
    code: 'duplicate-feature',
    message: /"f 0" and "f_0" would both be called "f_0"/,
    table: tableOf({ 'f 0': y, f_0: y, y }),
  },
  'a feature that is named twice': {
    code: 'duplicate-feature',
    message: /"f0" is among the features twice/,
    table: tableOf(columns),
    features: ['f0', 'f0'],
  },
  'no rows': {
    code: 'empty-table',
    message: /training table has no rows/,
    table: tableOf({ f0: new Float64Array(0), y: new Float64Array(0) }),
  },
  'a label that is no column': {
    code: 'missing-column',
    message: /no column "f00"/,
    table: tableOf(columns),
    label: 'f00',
  },
  'a feature that is no column': {
    code: 'missing-column',
    message: /no column "speed"/,
    table: tableOf(columns),
    features: ['f0', 'speed'],
  },
  'a label among the features': {
    code: 'label-is-feature',
    message: /"y" is both label and feature/,
    table: tableOf(columns),
    features: ['f0', 'y'],
  },
  'nothing but a label': {
    code: 'no-features',
    message: /no column besides/,
    table: tableOf({ y }),
  },
  'a column of text': {
    code: 'column-type',
    message: /"city" is text/,
    table: tableFromArrays({ city: Array.from(y, (_, row) => `c${row % 3}`), y }),
  },
  'an infinite value of a feature': {
    code: 'infinite-feature',
    message: /feature "f1" of the training table is -Infinity in row 8: expected a finite number/,
    table: tableOf({
      ...columns,
      f1: columns['f1']!.map((value, row) => (row === 7 ? Number.NEGATIVE_INFINITY : value)),
    }),
  },
  'a category beyond 31 bits': {
    code: 'bad-category',
    message: /"f0" .* is 2147483648 in row 5: a category must be below 2147483648/,
    table: tableOf({ ...columns, f0: Float64Array.from(y, (_, row) => (row === 4 ? 2 ** 31 : 1)) }),
    categorical: ['f0'],
  },
  'a category that 32-bit floats may have rounded': {
    code: 'bad-category',
    message: /"f1" .* is 16777216 in row 5: .* 32-bit floats begin to skip/,
    table: tableOf({ ...columns, f1: Float32Array.from(y, (_, row) => (row === 4 ? 2 ** 24 : 1)) }),
    categorical: ['f1'],
  },
  'a parameter that names no feature': {
    code: 'bad-parameter',
    message: /categorical_feature names "f9", which is not a feature/,
    table: tableOf(columns),
    parameters: { categorical_feature: ['f9'] },
  },
  'constraints of too few features': {
    code: 'bad-parameter',
    message: /monotone_constraints has 2 numbers, but there are 3 features/,
    table: tableOf(columns),
    parameters: { monotone_constraints: [1, 0] },
  },
  'no rounds': {
    code: 'bad-parameter',
    message: /"num_iterations" must be/,
    table: tableOf(columns),
    parameters: { num_iterations: 0 },
  },
};

test.each(Object.entries(cases))('%s', async (_, { code, message, parameters = {}, ...data }) => {
  const run = train(parameters, { label: 'y', ...data });
  await expect(run).rejects.toMatchObject({
    name: 'CambiumError',
    code,
    message: expect.stringMatching(message),
  });
});

describe('a validation set', () => {
  const validate = (table: Table) =>
    train(
      { num_iterations: 2 },
      { table: tableOf(columns), label: 'y' },
      { valid: [{ name: 'held out', table }] },
    );

  test('without the label', async () => {
    const { y: _, ...rest } = columns;
    await expect(validate(tableOf(rest))).rejects.toMatchObject({ code: 'missing-column' });
  });

  test('without a feature', async () => {
    const { f2: _, ...rest } = columns;
    await expect(validate(tableOf(rest))).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringMatching(/"f2"/),
    });
  });

  test('with an infinite value', async () => {
    const f2 = Float64Array.from(columns['f2']!, (own, row) => (row === 3 ? Infinity : own));
    await expect(validate(tableOf({ ...columns, f2 }))).rejects.toMatchObject({
      code: 'infinite-feature',
      message: expect.stringMatching(/"f2" of the held out table is Infinity in row 4/),
    });
  });

  test('with texts where the training table has numbers', async () => {
    const { f0: _, ...rest } = columns;
    const vectors = Object.entries(rest).map(([name, values]) => [name, makeVector(values)]);
    const texts = vectorFromArray(Array.from(y, (_own, row) => `c${row % 3}`));
    const table = new Table({ ...Object.fromEntries(vectors), f0: texts });
    const rejects = (categorical: string[]) =>
      train(
        { num_iterations: 2 },
        { table: tableOf({ ...columns, f0: y.map(Math.abs) }), label: 'y', categorical },
        { valid: [{ name: 'held out', table }] },
      );
    await expect(rejects([])).rejects.toMatchObject({ code: 'column-type' });
    await expect(rejects(['f0'])).rejects.toMatchObject({
      code: 'column-type',
      message: expect.stringMatching(
        /^validation set "held out": column "f0" is text, but was numbers in the training table/,
      ),
    });
  });

  test('with a missing label', async () => {
    await expect(
      validate(labelled((row, own) => (row === 9 ? Number.NaN : own))),
    ).rejects.toMatchObject({
      code: 'bad-label',
      message: expect.stringMatching(/validation \(held out\) table is missing \(NaN\) in row 10/),
    });
  });

  test('may have columns in another order, other columns too, and one label only', async () => {
    const { f0, f1, f2 } = columns;
    const label = new Float64Array(100).fill(1);
    const table = tableOf({ extra: f0!, f2: f2!, y: label, f1: f1!, f0: f0! });
    const same = tableOf({ f0: f0!, f1: f1!, f2: f2!, y: label });
    const [one, other] = [await validate(table), await validate(same)];
    expect(one.evaluations).toEqual(other.evaluations);
  });
});

test('integers, booleans and nulls are numbers with missing values', async () => {
  const rows = 200;
  const integers = Int32Array.from({ length: rows }, (_, row) => row % 50);
  const table = new Table({
    wide: makeVector(BigInt64Array.from(integers, (value) => BigInt(value))),
    narrow: makeVector(Int8Array.from(integers)),
    y: makeVector(Float64Array.from(integers, (value) => value * value)),
  });
  const { model } = await train({ num_iterations: 3 }, { table, label: 'y' });
  expect(model.trees[0]!.numLeaves).toBeGreaterThan(3);
});

test('categories named by the parameter, or beside the table, give the same bytes', async () => {
  const table = tableOf({ ...columns, f2: Float64Array.from(y, (_, row) => (row * 7) % 4) });
  const parameters: ParameterInput = { num_iterations: 3, min_data_in_leaf: 5 };
  const beside = await train(parameters, { table, label: 'y', categorical: ['f2'] });
  const named = await train({ ...parameters, categorical_feature: ['f2'] }, { table, label: 'y' });
  const placed = await train({ ...parameters, categorical_feature: [2] }, { table, label: 'y' });
  expect(formatModel(beside.model)).toMatch(/\[categorical_feature: 2\]/);
  expect(formatModel(named.model)).toBe(formatModel(beside.model));
  expect(formatModel(placed.model)).toBe(formatModel(beside.model));
});
