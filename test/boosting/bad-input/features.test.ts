/** Features that cannot be trained on, and tables without any. */
import { describe, expect, test } from 'vitest';
import { formatModel, train } from '../../../src/boosting/index.js';
import { csrFromArrays, SparseTable } from '../../../src/data/index.js';
import { expectRefusal, good, numbers, ROWS, spoilt, tableOf, tableWith } from './support.js';

describe('a value', () => {
  test.each([
    [Number.POSITIVE_INFINITY, []],
    [Number.NEGATIVE_INFINITY, []],
    [Number.POSITIVE_INFINITY, ['z']],
    [Number.NEGATIVE_INFINITY, ['z']],
  ])('of %d, categorical %j', async (value, categorical) => {
    const z = spoilt(40, value);
    z[100] = value;
    await expectRefusal({
      data: { table: tableWith({ z }), categorical },
      code: 'infinite-feature',
      message: `feature "z" of the training table is ${value} in row 40: expected a finite number, or none (NaN)`,
    });
  });

  test('of infinity in a sparse table', async () => {
    const indptr = Int32Array.from({ length: ROWS + 1 }, (_, row) => row);
    const matrix = csrFromArrays(indptr, new Int32Array(ROWS), spoilt(40, Infinity), 1);
    await expectRefusal({
      data: { table: new SparseTable(matrix, ['amount']), label: good.y },
      code: 'infinite-feature',
      message: /feature "amount" of the training table is Infinity in row 40/,
    });
  });

  test.each([2 ** 31, 2 ** 40, 1e300])('of a category beyond 32 bits: %d', async (value) => {
    await expectRefusal({
      data: { table: tableWith({ z: spoilt(3, value) }), categorical: ['z'] },
      code: 'bad-category',
      message: `feature "z" of the training table is ${value} in row 3: a category must be below 2147483648`,
      hint: 'number the categories from 0',
    });
  });
});

test('as LightGBM has it, negative categories are missing, and fractions are cut off', async () => {
  const random = (row: number) => Math.floor(Math.abs(Math.sin(row * 12.9) * 43758.5)) % 6;
  const y = numbers((row) => random(row) * 3 + Math.sin(row));
  const run = async (z: Float64Array) => {
    const data = { table: tableWith({ z, y }), label: 'y', categorical: ['z'] };
    const { model } = await train({ num_iterations: 3, min_data_per_group: 5 }, data);
    return formatModel(model);
  };
  const odd = numbers((row) => (random(row) === 2 ? -3 : random(row) + (row % 2) / 4));
  const whole = numbers((row) => (random(row) === 2 ? Number.NaN : random(row)));
  expect(await run(odd)).toBe(await run(whole));
});

describe('a table', () => {
  const empty = new Float64Array(0);

  test.each([
    [
      'without rows',
      { table: tableOf({ x: empty, y: empty }) },
      'empty-table',
      /training table has no rows/,
    ],
    [
      'with its label alone',
      { table: tableOf({ y: good.y }) },
      'no-features',
      /no column besides "y"/,
    ],
    ['with no feature named', { features: [] }, 'no-features', /features names no column/],
    [
      'with a feature misspelt',
      { table: tableWith({ speed: good.x }), features: ['sped'] },
      'missing-column',
      /no column "sped"/,
    ],
    [
      'with a feature twice',
      { features: ['x', 'x'] },
      'duplicate-feature',
      /"x" is among the features twice/,
    ],
    [
      'with a category that is no feature',
      { categorical: ['zz'] },
      'unknown-feature',
      /"zz" is listed as categorical, but is not a feature/,
    ],
    [
      'that is none',
      { table: 5 as never },
      'bad-data',
      /table of the training data is the number 5: expected an Arrow table, rows/,
    ],
    [
      'that is not there',
      { table: undefined as never },
      'bad-data',
      /table of the training data is nothing/,
    ],
  ] as const)('%s', async (_, data, code, message) => {
    await expectRefusal({ data, code, message });
  });
});
