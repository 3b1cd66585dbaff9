/** Data sets of sparse tables, in memory and in files, train the model that the table with its zeros trains. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createDataset,
  formatModel,
  loadDataset,
  type ParameterInput,
  train,
} from '../../../src/boosting/index.js';
import { csrFromArrays, SparseTable } from '../../../src/data/index.js';
import { denseTable, randomSparse, type SparseShape } from '../trainer/support/sparse.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sparse-dataset-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As many rows as keep three threads busy. */
const SHAPE: SparseShape = { rows: 25_000, amounts: 9, blocks: 2, flags: 5, share: 0.06, seed: 4 };
const trees = (text: string) => text.slice(0, text.indexOf('\nparameters:'));

interface Kind {
  readonly shape?: Partial<SparseShape>;
  readonly parameters?: ParameterInput;
}

const kinds: Readonly<Record<string, Kind>> = {
  'squared error': { shape: { missing: 0.1, zeros: 0.1 } },
  'log loss': { shape: { binary: true }, parameters: { objective: 'binary' } },
  'zero as missing': { shape: { missing: 0.1 }, parameters: { zero_as_missing: true } },
  'without missing values': { shape: { missing: 0.1 }, parameters: { use_missing: false } },
  'few bins of a sample': { parameters: { max_bin: 7, bin_construct_sample_cnt: 3000 } },
};

describe.each(Object.entries(kinds))('%s', (name, { shape, parameters }) => {
  test('the same trees and metrics, on 1, 2 and 3 threads', async () => {
    const { matrix, label } = randomSparse({ ...SHAPE, ...shape });
    const table = new SparseTable(matrix);
    const other = randomSparse({ ...SHAPE, ...shape, rows: 500, seed: 9 });
    const valid = [{ name: 'v', table: new SparseTable(other.matrix), label: other.label }];
    const own = { num_iterations: 4, num_leaves: 15, ...parameters };
    const expected = await train(
      { ...own, num_threads: 1 },
      { table: denseTable(matrix), label },
      { valid },
    );
    expect(expected.model.trees.some(({ numLeaves }) => numLeaves > 5)).toBe(true);
    const path = join(folder, `${name}.bin`);
    const dataset = await createDataset(own, { table, label });
    await dataset.save(path);
    const loaded = await loadDataset(path);
    expect([loaded.numRows, loaded.featureNames]).toEqual([SHAPE.rows, dataset.featureNames]);
    for (const source of [dataset, loaded]) {
      for (const num_threads of [1, 2, 3]) {
        const result = await train({ ...own, num_threads }, source, { valid });
        expect(result.threads).toBe(num_threads);
        const same = trees(formatModel(result.model)) === trees(formatModel(expected.model));
        expect(same, `${source === loaded ? 'file' : 'memory'}, ${num_threads}`).toBe(true);
        expect(result.evaluations).toEqual(expected.evaluations);
      }
    }
    const again = join(folder, 'again.bin');
    await loaded.save(again);
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
  });
});

test('features of a choice, in another order than the columns, and one that no split can use', async () => {
  const { matrix, label } = randomSparse({ ...SHAPE, rows: 2000 });
  const constant = csrFromArrays(matrix.indptr, matrix.indices, matrix.values, matrix.columns + 1);
  const names = Array.from({ length: constant.columns }, (_, index) => `c${index}`);
  const features = [18, 3, 19, 12, 0, 15].map((index) => `c${index}`);
  const data = { table: new SparseTable(constant, names), label, features };
  const own = { num_iterations: 3, num_threads: 1 };
  const expected = formatModel((await train(own, data)).model);
  const path = join(folder, 'choice.bin');
  await (await createDataset(own, data)).save(path);
  expect(formatModel((await train(own, await loadDataset(path))).model)).toBe(expected);
});

test('going on from a model needs the values, which a file has not', async () => {
  const { matrix, label } = randomSparse({ ...SHAPE, rows: 2000 });
  const table = new SparseTable(matrix);
  const own = { num_iterations: 2, num_threads: 1 };
  const dataset = await createDataset(own, { table, label });
  const { model: initModel } = await train(own, dataset);
  const [one, other] = [
    await train(own, dataset, { initModel }),
    await train(own, { table, label }, { initModel }),
  ];
  expect(formatModel(one.model)).toBe(formatModel(other.model));
  const path = join(folder, 'values.bin');
  await dataset.save(path);
  await expect(train(own, await loadDataset(path), { initModel })).rejects.toMatchObject({
    code: 'needs-values',
  });
});

test('an infinite value is refused with its row', async () => {
  const { matrix, label } = randomSparse({ ...SHAPE, rows: 300 });
  matrix.values[matrix.indptr[100]!] = Number.POSITIVE_INFINITY;
  const data = { table: new SparseTable(matrix), label };
  await expect(createDataset({}, data)).rejects.toMatchObject({
    code: 'infinite-feature',
    message: expect.stringMatching(/is Infinity in row 101/),
  });
});
