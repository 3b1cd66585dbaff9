/** Folds of sparse tables give the models and metrics of the same tables with their zeros. */
import { describe, expect, test } from 'vitest';
import {
  createDataset,
  crossValidate,
  formatModel,
  type ParameterInput,
} from '../../../src/boosting/index.js';
import { SparseTable } from '../../../src/data/index.js';
import { denseTable, randomSparse, type SparseShape } from '../trainer/support/sparse.js';

const SHAPE: SparseShape = { rows: 3000, amounts: 9, blocks: 2, flags: 5, share: 0.06, seed: 2 };
const trees = (text: string) => text.slice(0, text.indexOf('\nparameters:'));

async function run(
  parameters: ParameterInput,
  data: Parameters<typeof crossValidate>[1],
  options = {},
) {
  const result = await crossValidate({ num_iterations: 4, num_leaves: 10, ...parameters }, data, {
    folds: 3,
    returnModels: true,
    ...options,
  });
  return {
    metrics: result.metrics,
    folds: result.folds,
    models: result.models!.map((model) => trees(formatModel(model))),
  };
}

describe.each([
  ['squared error', {}, { missing: 0.1 }],
  ['log loss, stratified', { objective: 'binary' }, { binary: true }],
  ['zero as missing', { zero_as_missing: true }, { zeros: 0.2 }],
] as const)('%s', (_, parameters, shape) => {
  const { matrix, label } = randomSparse({ ...SHAPE, ...shape });
  const table = new SparseTable(matrix);

  test.each([1, 2, 3])('on %i threads', async (num_threads) => {
    const dense = await run(
      { ...parameters, num_threads: 1 },
      { table: denseTable(matrix), label },
    );
    expect(dense.models.join('')).toMatch(/num_leaves=(?:[5-9]|10)/);
    expect(await run({ ...parameters, num_threads }, { table, label })).toEqual(dense);
    const dataset = await createDataset(parameters, { table, label });
    expect(await run({ ...parameters, num_threads }, dataset)).toEqual(dense);
  });
});

test('weights, groups and folds of large tables, several threads a fold', async () => {
  const { matrix, label } = randomSparse({ ...SHAPE, rows: 36_000 });
  const weight = label.map((_, row) => 0.5 + (row % 3));
  const groups = Array.from(label, (_, row) => row % 40);
  const options = { folds: 2, groups, evaluateTraining: true };
  const rows = { label, weight };
  const dense = await run({ num_threads: 1 }, { table: denseTable(matrix), ...rows }, options);
  const sparse = { table: new SparseTable(matrix), ...rows };
  expect(await run({ num_threads: 4 }, sparse, options)).toEqual(dense);
});

test('a column of groups is refused, as a sparse table has features only', async () => {
  const { matrix, label } = randomSparse({ ...SHAPE, rows: 300 });
  const table = new SparseTable(matrix);
  await expect(crossValidate({}, { table, label }, { groups: 'who' })).rejects.toMatchObject({
    code: 'invalid-option',
    problem: 'groups: a sparse table has no column "who"',
  });
});
