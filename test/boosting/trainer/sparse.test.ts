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
