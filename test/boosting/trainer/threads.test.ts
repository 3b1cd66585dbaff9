import { afterEach, describe, expect, test } from 'vitest';
import { formatModel, type ParameterInput, train } from '../../../src/boosting/index.js';
import { chainTable, randomTable, type TableShape } from './support/tables.js';

afterEach(() => {
  delete process.env['CAMBIUM_WASM'];
});

async function modelBytes(shape: TableShape, threads: number, more: ParameterInput = {}) {
  const objective = shape.binary ? ('binary' as const) : ('regression' as const);
  const parameters = { objective, num_iterations: 3, num_threads: threads, ...more };
  const result = await train(parameters, { table: randomTable(shape), label: 'y' });
  return { text: formatModel(result.model), threads: result.threads, model: result.model };
}

describe.each([false, true])('binary: %s', (binary) => {
  test.each([1, 2, 5, 13, 16, 17, 28, 40])(
    '%i features: the same bytes on any number of threads',
    async (features) => {
      const shape = { rows: 33_000, features, binary, seed: features };
      const one = await modelBytes(shape, 1);
      expect(one.threads).toBe(1);
      expect(one.model.trees).toHaveLength(3);
      for (const threads of binary ? [3] : [2, 4]) {
        const many = await modelBytes(shape, threads);
        expect(many.threads).toBe(threads);
        expect(many.text === one.text, `${threads} threads`).toBe(true);
      }
    },
  );

  test.each([2, 50, 511, 512, 513, 4097, 20_000])(
    '%i rows: the same bytes for any wish',
    async (rows) => {
      const shape = { rows, features: 6, binary, seed: rows };
      const more = rows < 100 ? { min_data_in_leaf: 1, min_data_in_bin: 1 } : {};
      const one = await modelBytes(shape, 1, more);
      expect(one.model.trees[0]!.leafCount.reduce((sum, count) => sum + count, 0)).toBe(rows);
      for (const threads of [2, 4]) {
        expect((await modelBytes(shape, threads, more)).text === one.text).toBe(true);
      }
    },
  );

  test('leaves that threads share: the same bytes, time after time', async () => {
    const shape = { rows: 100_000, features: 7, binary, seed: 5 };
    const more = { num_leaves: 63, num_iterations: 4 };
    const one = await modelBytes(shape, 1, more);
    for (const threads of [2, 3, 4, 2]) {
      expect((await modelBytes(shape, threads, more)).text === one.text, `${threads} threads`).toBe(
        true,
      );
    }
  });

  test('the debug build gives the same bytes, and meets none of its assertions', async () => {
    const shape = { rows: 20_000, features: 18, binary, seed: 8 };
    const release = await modelBytes(shape, 2);
    process.env['CAMBIUM_WASM'] = 'debug';
    for (const threads of [1, 2]) {
      expect((await modelBytes(shape, threads)).text === release.text).toBe(true);
    }
  });
});

test('a chain of ever better splits, with others begun and dropped, ends and is the same', async () => {
  // Each x splits a fifth of the rest off, within which y helps more than the next x: whoever looks
  // one split ahead begins more splits than a tree of so few leaves can use.
  const table = chainTable(40_000, 30);
  const run = async (num_threads: number) => {
    const parameters = {
      ...{ num_threads, num_iterations: 3, num_leaves: 24, min_data_in_leaf: 1 },
      ...{ min_data_in_bin: 1, learning_rate: 0.01 },
    };
    return formatModel((await train(parameters, { table, label: 'y' })).model);
  };
  const one = await run(1);
  for (const threads of [2, 4]) expect((await run(threads)) === one).toBe(true);
});
