/** Weights, initial scores and queries that do not fit. */
import { vectorFromArray } from 'apache-arrow';
import { describe, test } from 'vitest';
import { type Columns, expectRefusal, good, numbers, spoilt, tableWith } from './support.js';

describe('weights', () => {
  const cost = (values: Columns[string]) => ({
    table: tableWith({ cost: values }),
    weight: 'cost',
  });

  test.each([
    [-1, 'is -1 in row 6: expected a finite number of at least 0'],
    [Number.NaN, 'is missing (NaN) in row 6: expected a finite number of at least 0'],
    [Number.POSITIVE_INFINITY, 'is Infinity in row 6: expected a finite number of at least 0'],
    [1e39, 'is 1e+39 in row 6: expected at most 3.4e38'],
  ])('of %d', async (value, found) => {
    const weights = spoilt(6, value);
    const code = 'bad-weight';
    const told = `weight "cost" of the training table ${found}`;
    await expectRefusal({ data: cost(weights), code, message: told });
    const untold = `the weight of the training table ${found}`;
    await expectRefusal({ data: { weight: weights }, code, message: untold });
  });

  test('of zero in all rows', async () => {
    await expectRefusal({
      data: cost(numbers(() => 0)),
      code: 'bad-weight',
      message: 'weight "cost" of the training table is 0 in all 300 rows: expected some above 0',
    });
  });

  test('of zero as an exponent', async () => {
    await expectRefusal({
      parameters: { objective: 'cross_entropy_lambda' },
      data: {
        table: tableWith({ y: numbers((row) => row % 2), cost: spoilt(4, 0) }),
        weight: 'cost',
      },
      code: 'bad-weight',
      message:
        'weight "cost" of the training table is 0 in row 4: objective=cross_entropy_lambda expects weights above 0',
    });
  });

  test.each([
    [
      'too few',
      { weight: new Float64Array(299) },
      'bad-length',
      /has 299 values, the table 300 rows/,
    ],
    ['misspelt', { ...cost(good.x), weight: 'coost' }, 'missing-column', /no column "coost"/],
    [
      'of text',
      cost(vectorFromArray(Array.from(good.y, () => 'a'))),
      'column-type',
      /column "cost" is text/,
    ],
    [
      'as a list with a text',
      { weight: [1, '2'] as never },
      'bad-data',
      /weight of the training data has the text "2" at place 2: expected a number/,
    ],
  ] as const)('%s', async (_, data, code, message) => {
    await expectRefusal({ data, code, message });
  });
});

describe('initial scores', () => {
  const three = { objective: 'multiclass', num_class: 3 } as const;
  const y = numbers((row) => row % 3);
  const table = tableWith({ y, a: good.x, b: good.z });

  test.each([
    ['too few', {}, { initScore: new Float64Array(299) }, /has 299 values: expected 300/],
    ['none', {}, { initScore: new Float64Array(0) }, /has 0 values: expected 300, one a row/],
    [
      'of two classes for one',
      {},
      { initScore: new Float64Array(600) },
      /600 values: expected 300, one a row/,
    ],
    [
      'of one class for three',
      three,
      { table, initScore: new Float64Array(300) },
      /300 values: expected 900: 300 rows of 3 classes/,
    ],
    [
      'of two columns for three classes',
      three,
      { table, initScore: ['a', 'b'] },
      /the initial score of the training table has 2 columns \(a, b\): expected 3, one a class/,
    ],
  ] as const)('%s', async (_, parameters, data, message) => {
    await expectRefusal({ parameters, data, code: 'bad-length', message });
  });

  test.each([
    ['missing', Number.NaN, 'missing (NaN)'],
    ['infinite', Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('%s in a row', async (_, value, found) => {
    await expectRefusal({
      data: { table: tableWith({ start: spoilt(9, value) }), initScore: 'start' },
      code: 'bad-init-score',
      message: `initial score "start" of the training table is ${found} in row 9: expected a finite number`,
    });
    const initScore = new Float64Array(900);
    initScore[308] = value;
    await expectRefusal({
      parameters: three,
      data: { table: tableWith({ y }), initScore },
      code: 'bad-init-score',
      message: `the initial score of the training table is ${found} in row 9 for class 1: expected a finite number`,
    });
  });

  test('misspelt', async () => {
    await expectRefusal({
      data: { table: tableWith({ start: good.x }), initScore: 'strat' },
      code: 'missing-column',
      message: /no column "strat"/,
      hint: 'did you mean "start"?',
    });
  });

  test('as a list with a text', async () => {
    await expectRefusal({
      data: { initScore: [1, 'x'] as never },
      code: 'bad-data',
      message: /initScore of the training data has the text "x" at place 2: expected a number/,
    });
  });
});

describe('queries', () => {
  const ranking = { objective: 'lambdarank' } as const;
  const y = numbers((row) => row % 3);
  const column = (query: Columns[string]) => ({ table: tableWith({ y, query }), group: 'query' });
  const sizes = (...rows: number[]) => ({ table: tableWith({ y }), group: Int32Array.from(rows) });

  test.each([
    [
      'whose rows are apart',
      column(numbers((row) => row % 2)),
      /group "query" of the training table: 0 begins again in row 3; rows of one query must stand together/,
      'sort the table by "query"',
    ],
    [
      'that are missing',
      column(spoilt(5, Number.NaN)),
      /group "query" .* is missing in row 5/,
      undefined,
    ],
    ['of too few rows', sizes(100, 100), /have 200 rows together, the table has 300/, undefined],
    ['of too many rows', sizes(200, 200), /have 400 rows together, the table has 300/, undefined],
    [
      'of more rows than 32 bits count',
      sizes(2 ** 31 - 1, 2 ** 31 - 1, 302),
      /have 4294967596 rows together, the table has 300/,
      undefined,
    ],
    [
      'of negative rows',
      sizes(400, -100),
      /query 2 of the training table has -100 rows/,
      undefined,
    ],
    ['of no query', sizes(), /have 0 rows together, the table has 300/, undefined],
  ])('%s', async (_, data, message, hint) => {
    const more = hint !== undefined && { hint };
    await expectRefusal({ parameters: ranking, data, code: 'bad-group', message, ...more });
  });

  test('that are not told', async () => {
    await expectRefusal({
      parameters: ranking,
      data: { table: tableWith({ y }) },
      code: 'missing-group',
      message: /objective=lambdarank ranks rows within queries, but the training table has none/,
    });
    await expectRefusal({
      parameters: { bagging_by_query: true, bagging_freq: 1, bagging_fraction: 0.5 },
      code: 'missing-group',
      message: 'bagging_by_query chooses whole queries, but the training table has none',
    });
  });

  test('that are misspelt, or a list', async () => {
    await expectRefusal({
      parameters: ranking,
      data: { ...column(good.x), group: 'qery' },
      code: 'missing-column',
      message: /no column "qery"/,
      hint: 'did you mean "query"?',
    });
    await expectRefusal({
      parameters: ranking,
      data: { table: tableWith({ y }), group: new Set([100, 200]) as never },
      code: 'bad-data',
      message: /group of the training data is a Set: expected a column's name, or an array/,
    });
  });
});
