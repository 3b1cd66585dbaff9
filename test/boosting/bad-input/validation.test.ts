/** Validation sets that are not like the training table. */
import { Dictionary, Int32, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { train, type ValidationData } from '../../../src/boosting/index.js';
import {
  type Columns,
  expectRefusal,
  good,
  numbers,
  type Refusal,
  ROWS,
  spoilt,
  tableOf,
  tableWith,
} from './support.js';

const texts = (names: readonly string[]) =>
  vectorFromArray(
    Array.from({ length: ROWS }, (_, row) => names[row % names.length]),
    new Dictionary(new Utf8(), new Int32()),
  );

const held = (columns: Columns, more: Partial<ValidationData> = {}) => ({
  valid: [{ name: 'held', table: tableOf(columns), ...more }],
});
const { x, z, y } = good;
const empty = new Float64Array(0);
const ranking = { objective: 'lambdarank' } as const;
const grades = numbers((row) => row % 3);

const refusals: Readonly<Record<string, Refusal>> = {
  'without rows': {
    options: held({ x: empty, z: empty, y: empty }),
    code: 'empty-table',
    message: /the validation \(held\) table has no rows/,
  },
  'without a feature': {
    options: held({ x, Z: z, y }),
    code: 'missing-column',
    message: 'validation set "held": the table has no column "z"',
    hint: 'did you mean "Z"?',
  },
  'without the label': {
    options: held({ x, z }),
    code: 'missing-column',
    message: 'validation set "held": the table has no column "y"',
  },
  'without the weight': {
    data: { table: tableWith({ cost: numbers(() => 1) }), weight: 'cost' },
    options: held(good),
    code: 'missing-column',
    message: 'validation set "held": the table has no column "cost"',
  },
  'without the queries': {
    parameters: ranking,
    data: { table: tableWith({ y: grades, query: numbers(() => 1) }), group: 'query' },
    options: held({ x, z, y: grades }),
    code: 'missing-column',
    message: 'validation set "held": the table has no column "query"',
  },
  'without sizes of queries of its own': {
    parameters: ranking,
    data: { table: tableWith({ y: grades }), group: Int32Array.of(100, 200) },
    options: held({ x, z, y: grades }),
    code: 'missing-group',
    message: /but the validation \(held\) table has none/,
  },
  'without labels of its own': {
    data: { label: y, features: ['x', 'z'] },
    options: held({ x, z }),
    code: 'missing-label',
    message: /the validation set "held" names no label/,
  },
  'with text for numbers': {
    options: held({ x, z: texts(['a']), y }),
    code: 'column-type',
    message: 'validation set "held": column "z" is text, but numbers are needed: row 1 holds "a"',
  },
  'with text for categories that are numbers': {
    data: { table: tableWith({ z: numbers((row) => row % 4) }), categorical: ['z'] },
    options: held({ x, z: texts(['a']), y }),
    code: 'column-type',
    message:
      'validation set "held": column "z" is text, but was numbers in the training table: row 1 holds "a"',
  },
  'with numbers for categories that are text': {
    data: { table: tableWith({ z: texts(['a', 'b']) }), categorical: ['z'] },
    options: held(good),
    code: 'column-type',
    message: 'validation set "held": column "z" is Float64, but was text in the training table',
  },
  'with an infinite value': {
    options: held({ x, z: spoilt(4, Number.POSITIVE_INFINITY), y }),
    code: 'infinite-feature',
    message: /feature "z" of the held table is Infinity in row 4/,
  },
  'with a label out of range': {
    parameters: { objective: 'binary' },
    data: { table: tableWith({ y: numbers((row) => row % 2) }) },
    options: held({ x, z, y: spoilt(3, 2) }),
    code: 'bad-label',
    message:
      /label "y" of the validation \(held\) table is 2 in row 3: objective=binary expects 0 or 1/,
  },
  'with a negative weight': {
    data: { table: tableWith({ cost: numbers(() => 1) }), weight: 'cost' },
    options: held({ ...good, cost: spoilt(2, -1) }),
    code: 'bad-weight',
    message: /weight "cost" of the validation \(held\) table is -1 in row 2/,
  },
  'with an initial score of another length': {
    options: held(good, { initScore: new Float64Array(600) }),
    code: 'bad-length',
    message:
      /initial score of the validation \(held\) table has 600 values: expected 300, one a row/,
  },
  'that is no table': {
    options: { valid: [{ name: 'held', table: 'held.csv' as never }] },
    code: 'bad-data',
    message:
      'table of validation set "held" is the text "held.csv": expected an Arrow table, rows ([[1, 2], [3, 4]]), records ([{ a: 1, b: 2 }]) or columns ({ a: [1, 3], b: [2, 4] })',
  },
  'of the name of another': {
    options: { valid: [...held(good).valid, ...held(good).valid] },
    code: 'invalid-option',
    message: 'two validation sets are called "held": their metrics could not be distinguished',
  },
};

test.each(Object.entries(refusals))('%s', async (_, refusal) => {
  await expectRefusal(refusal);
});

describe('what is no fault', () => {
  test('columns in another order, and further ones', async () => {
    const run = async (columns: Columns) =>
      (await train({ num_iterations: 3 }, { table: tableOf(good), label: 'y' }, held(columns)))
        .evaluations;
    const expected = await run(good);
    expect(expected).toHaveLength(3);
    expect(await run({ other: texts(['a']), y, z, x })).toEqual(expected);
  });

  test('categories that the training table has not: they count as missing', async () => {
    const label = numbers((row) => (row % 3) * 4 + (x[row] as number));
    const data = {
      table: tableOf({ x, z: texts(['a', 'b', 'c']), y: label }),
      label: 'y',
      categorical: ['z'],
    };
    const run = async (names: (string | null)[]) => {
      const column = texts(names as string[]);
      return (await train({ num_iterations: 3 }, data, held({ x, z: column, y: label })))
        .evaluations;
    };
    const missing = await run([null, 'b', 'c']);
    expect(await run(['new', 'b', 'c'])).toEqual(missing);
    expect(await run(['a', 'b', 'c'])).not.toEqual(missing);
  });

  test('the training table itself, with its labels as numbers', async () => {
    const table = tableOf({ x, z });
    const options = { valid: [{ name: 'same', table }], evaluateTraining: true };
    const { evaluations } = await train({ num_iterations: 2 }, { table, label: y }, options);
    for (const [training, same] of evaluations) expect(same?.value).toBe(training?.value);
  });
});
