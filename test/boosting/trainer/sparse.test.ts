import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  formatModel,
  type ParameterInput,
  type TrainOptions,
  train,
} from '../../../src/boosting/index.js';
import { SparseTable } from '../../../src/data/index.js';
import { denseTable, randomSparse, type SparseData, type SparseShape } from './support/sparse.js';

afterEach(() => {
  delete process.env['CAMBIUM_WASM'];
});

/** The model's text without the parameters, which tell how it was trained. */
const trees = (text: string) => text.slice(0, text.indexOf('\nparameters:'));

async function textOf(
  data: SparseData,
  isSparse: boolean,
  parameters: ParameterInput,
  options: TrainOptions = {},
) {
  const table = isSparse ? new SparseTable(data.matrix) : denseTable(data.matrix);
  const result = await train(
    { num_iterations: 4, num_threads: 1, verbosity: -1, ...parameters },
    { table, label: data.label },
    options,
  );
  return { text: formatModel(result.model), ...result };
}

const SHAPE: SparseShape = { rows: 3000, amounts: 12, blocks: 3, flags: 6, share: 0.06, seed: 1 };

const kinds: Readonly<
  Record<string, { shape?: Partial<SparseShape>; parameters?: ParameterInput }>
> = {
  'squared error': {},
  'log loss': { shape: { binary: true }, parameters: { objective: 'binary' } },
  'sums of 128 bits': { parameters: { objective: 'poisson' }, shape: { seed: 3 } },
  'missing values': { shape: { missing: 0.2 } },
  'explicit zeros': { shape: { zeros: 0.3, missing: 0.05 } },
  'zero as missing': { shape: { missing: 0.1 }, parameters: { zero_as_missing: true } },
  'without missing values': { shape: { missing: 0.1 }, parameters: { use_missing: false } },
  'few bins': { parameters: { max_bin: 7 } },
  'more bins than a byte has values': {
    shape: { share: 0.3, missing: 0.05 },
    parameters: { max_bin: 700, min_data_in_bin: 1 },
  },
  bagging: { parameters: { bagging_fraction: 0.6, bagging_freq: 1, feature_fraction: 0.5 } },
  'all parameters of the general scan': { parameters: { path_smooth: 3, max_delta_step: 0.6 } },
  'features by node': { parameters: { feature_fraction_bynode: 0.4 } },
  'a sample': { parameters: { bin_construct_sample_cnt: 800 } },
  'entries only': { shape: { blocks: 0, flags: 0, amounts: 10, share: 0.02 } },
  'flags only': { shape: { blocks: 12, flags: 10, amounts: 0 } },
};

describe('a sparse table gives the model of the same table with its zeros', () => {
  test.each(Object.entries(kinds))('%s', async (name, { shape, parameters }) => {
    const data = randomSparse({ ...SHAPE, ...shape });
    if (name === 'sums of 128 bits') data.label.set(data.label.map(Math.exp));
    const dense = await textOf(data, false, { ...parameters, enable_bundle: false });
    expect(dense.model.trees.some((tree) => tree.numLeaves > 5)).toBe(true);
    for (const isSparse of [false, true]) {
      for (const enable_bundle of [false, true]) {
        for (const is_enable_sparse of [false, true]) {
          const more = { ...parameters, enable_bundle, is_enable_sparse };
          const { text } = await textOf(data, isSparse, more);
          expect(trees(text) === trees(dense.text), JSON.stringify({ isSparse, ...more })).toBe(
            true,
          );
        }
      }
    }
  });
});

test('the same bytes on any number of threads, and from the debug build', async () => {
  const shape = { ...SHAPE, rows: 40_000, amounts: 20, blocks: 2, flags: 5, binary: true };
  const data = randomSparse({ ...shape, missing: 0.02 });
  const parameters = { objective: 'binary', bagging_fraction: 0.8, bagging_freq: 2 } as const;
  const one = await textOf(data, true, { ...parameters, num_threads: 1 });
  for (const num_threads of [2, 4]) {
    const many = await textOf(data, true, { ...parameters, num_threads });
    expect(many.threads).toBe(num_threads);
    expect(many.text === one.text).toBe(true);
  }
  process.env['CAMBIUM_WASM'] = 'debug';
  const debug = await textOf(data, true, { ...parameters, num_threads: 2 });
  expect(debug.text === one.text).toBe(true);
});

test('random matrices', async () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 60, max: 400 }),
    amounts: fc.integer({ min: 1, max: 12 }),
    blocks: fc.integer({ min: 0, max: 3 }),
    flags: fc.integer({ min: 1, max: 9 }),
    share: fc.constantFrom(0.02, 0.1, 0.3),
    seed: fc.integer({ min: 1, max: 1e6 }),
    missing: fc.constantFrom(0, 0.2),
    zeros: fc.constantFrom(0, 0.3),
  });
  const property = fc.asyncProperty(shapes, fc.boolean(), async (shape, zero_as_missing) => {
    const data = randomSparse(shape);
    const more = { min_data_in_leaf: 2, min_data_in_bin: 1, num_iterations: 2, zero_as_missing };
    const bare = { ...more, enable_bundle: false };
    const dense = await textOf(data, false, { ...bare, feature_pre_filter: false });
    const sparse = await textOf(data, true, { ...more, feature_pre_filter: false });
    expect(trees(sparse.text) === trees(dense.text)).toBe(true);
  });
  await fc.assert(property, { numRuns: 25, seed: 7 });
});

describe('validation sets and earlier models', () => {
  const data = randomSparse({ ...SHAPE, missing: 0.05 });
  const other = randomSparse({ ...SHAPE, missing: 0.05, seed: 9, rows: 900 });
  const parameters = { num_iterations: 6, num_threads: 1, metric: 'l2', verbosity: -1 } as const;
  const sparse = (of: SparseData) => ({ table: new SparseTable(of.matrix), label: of.label });
  const dense = (of: SparseData) => ({ table: denseTable(of.matrix), label: of.label });

  test('sparse and dense sets give the same metrics', async () => {
    const [a, b, c] = await Promise.all([
      train(parameters, dense(data), { valid: [{ name: 'v', ...dense(other) }] }),
      train(parameters, sparse(data), { valid: [{ name: 'v', ...sparse(other) }] }),
      train(parameters, sparse(data), { valid: [{ name: 'v', ...dense(other) }] }),
    ]);
    expect(a.evaluations).toHaveLength(6);
    expect(b.evaluations).toEqual(a.evaluations);
    expect(c.evaluations).toEqual(a.evaluations);
    const d = await train(parameters, dense(data), { valid: [{ name: 'v', ...sparse(other) }] });
    expect(d.evaluations).toEqual(a.evaluations);
  });

  test('a model is gone on from as on the table with its zeros', async () => {
    const first = { ...parameters, num_iterations: 3 };
    const { model } = await train(first, sparse(data));
    const [a, b] = await Promise.all([
      train(first, sparse(data), { initModel: model }),
      train(first, dense(data), { initModel: model }),
    ]);
    expect(a.model.trees).toHaveLength(6);
    expect(trees(formatModel(a.model)) === trees(formatModel(b.model))).toBe(true);
  });

  test('columns that do not match', async () => {
    const narrow = randomSparse({ ...SHAPE, amounts: 11 });
    await expect(
      train(parameters, sparse(data), { valid: [{ name: 'v', ...sparse(narrow) }] }),
    ).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringMatching(/validation \(v\).*"Column_29"/),
    });
    await expect(
      train(parameters, sparse(narrow), { valid: [{ name: 'v', ...sparse(data) }] }),
    ).rejects.toMatchObject({
      code: 'unknown-column',
      message: expect.stringMatching(/"Column_29"/),
    });
  });

  test('what sparse tables do not have', async () => {
    const table = new SparseTable(data.matrix);
    await expect(train(parameters, { table, label: 'y' })).rejects.toMatchObject({
      code: 'missing-column',
      message: expect.stringMatching(/"y", but a sparse table has features only/),
    });
  });
});
