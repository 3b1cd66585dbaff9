import { DataType } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { numericColumn, type TableData, tableFrom } from '../../../src/data/index.js';

const columnsOf = (data: TableData, names?: readonly string[]) => {
  const table = tableFrom(data, { names });
  return Object.fromEntries(
    table.schema.fields.map(({ name, type }) => [
      name,
      [String(type), [...(table.getChild(name) ?? [])]],
    ]),
  );
};

const day = new Date('2016-03-14T17:24:00Z');

describe('a table', () => {
  test('of records has a column a name, of inferred types', () => {
    const found = columnsOf([
      { km: 3.5, paid: 'card', tolls: true, at: day, id: 7n },
      { km: null, paid: null, tolls: undefined, at: null, id: 2n ** 53n },
      { km: Number.NaN, paid: 'cash', tolls: false },
    ]);
    expect(found).toEqual({
      km: ['Float64', [3.5, Number.NaN, Number.NaN]],
      paid: ['Dictionary<Int32, Utf8>', ['card', null, 'cash']],
      tolls: ['Bool', [true, null, false]],
      at: ['Timestamp<MILLISECOND>', [day.getTime(), null, null]],
      id: ['Float64', [7, 2 ** 53, Number.NaN]],
    });
  });

  test('of rows has columns by place, or by the names that are given', () => {
    const rows = [
      [1, 'a'],
      [2, 'b'],
    ];
    expect(Object.keys(columnsOf(rows))).toEqual(['Column_0', 'Column_1']);
    expect(columnsOf(rows, ['x', 'y'])).toEqual({
      x: ['Float64', [1, 2]],
      y: ['Dictionary<Int32, Utf8>', ['a', 'b']],
    });
    expect(columnsOf([Float64Array.of(1, 2), Float32Array.of(3, 4)])).toEqual({
      Column_0: ['Float64', [1, 3]],
      Column_1: ['Float64', [2, 4]],
    });
  });

  test('of columns keeps the types of typed arrays, without a copy', () => {
    const x = Float32Array.of(1.5, 2.5);
    const table = tableFrom({ x, n: Uint16Array.of(1, 65535), wide: BigInt64Array.of(1n, -2n) });
    expect(table.schema.fields.map(({ type }) => String(type))).toEqual([
      'Float32',
      'Uint16',
      'Float64',
    ]);
    expect(numericColumn(table, 'x').buffer).toBe(x.buffer);
    expect([...numericColumn(table, 'wide')]).toEqual([1, -2]);
    expect(columnsOf({ a: Uint8ClampedArray.of(1, 2) })).toEqual({ a: ['Float64', [1, 2]] });
  });

  test('takes some names of records and columns alone, in their order', () => {
    const records = [{ a: 1, b: {} as never, c: 'x' }, { c: 'y' }];
    expect(columnsOf(records, ['c', 'a'])).toEqual({
      c: ['Dictionary<Int32, Utf8>', ['x', 'y']],
      a: ['Float64', [1, Number.NaN]],
    });
    expect(Object.keys(columnsOf({ a: [1], b: [2] }, ['b']))).toEqual(['b']);
  });

  test('has numbers where nothing is there, and names that objects inherit', () => {
    const found = columnsOf(
      [JSON.parse('{"constructor": 1, "__proto__": 2}'), { nothing: 1 }],
      ['constructor', '__proto__', 'nothing'],
    );
    expect(Object.entries(found)).toEqual([
      ['constructor', ['Float64', [1, Number.NaN]]],
      ['__proto__', ['Float64', [2, Number.NaN]]],
      ['nothing', ['Float64', [Number.NaN, 1]]],
    ]);
    expect(DataType.isFloat(tableFrom([{ a: null }]).schema.fields[0]?.type)).toBe(true);
  });
});

const refusals: Readonly<
  Record<string, readonly [data: unknown, code: string, message: string, hint?: string]>
> = {
  'two types in a column': [
    [{ a: 1 }, { a: null }, { a: 'x' }],
    'column-type',
    'column "a" has the text "x" in row 3, but numbers before it (row 1)',
    'all values of a column are of one type; a missing value is null',
  ],
  'a number among texts': [
    { a: ['x', 2] },
    'column-type',
    'column "a" has the number 2 in row 2, but texts before it (row 1)',
  ],
  'a nested value': [
    [{ a: 1, b: { c: 1 } }],
    'column-type',
    'column "b" has an object in row 1: expected a number, text, boolean, Date or null',
    'give each part of a nested value a column of its own',
  ],
  'a nested list': [
    [[1, [2]]],
    'column-type',
    'column "Column_1" has an array in row 1: expected a number, text, boolean, Date or null',
  ],
  'a date that is none': [
    [{ a: new Date('x') }],
    'column-type',
    'column "a" has an invalid Date in row 1: expected a number, text, boolean, Date or null',
  ],
  'a function': [
    { a: [() => 1] },
    'column-type',
    'column "a" has a function in row 1: expected a number, text, boolean, Date or null',
  ],
  'a large bigint': [
    [{ id: 2n ** 53n + 1n }],
    'integer-precision',
    'column "id" has 9007199254740993 in row 1: the whole number is beyond 2^53, where a float64 loses digits',
    'an identifier can be a text: String(value)',
  ],
  'ragged rows': [[[1, 2], [3]], 'bad-row', 'row 2 has 1 value, but row 1 has 2'],
  'ragged columns': [
    { a: [1, 2], b: [1] },
    'column-length',
    'column "b" has 1 value, but column "a" has 2',
  ],
  'a name that the first record lacks': [
    [{ distance: 1 }, { distanse: 2 }],
    'bad-row',
    'row 2 has "distanse", which row 1 does not have',
    'did you mean "distance"?',
  ],
  'records among rows': [
    [[1], { a: 1 }],
    'bad-row',
    'row 2 is an object: expected an array, as row 1 is',
  ],
  'no record among records': [
    [{ a: 1 }, null],
    'bad-row',
    'row 2 is null: expected an object, as row 1 is',
  ],
  'a list of numbers': [
    [1, 2],
    'bad-row',
    'row 1 is the number 1: expected an array of values, or an object of names and values',
    'rows of a single column are [[1], [2]]',
  ],
  'a single record': [
    { a: 1 },
    'bad-data',
    'column "a" is the number 1: expected an array of values',
    'a single record is a list of one: [{ … }]',
  ],
  'a map': [
    new Map([['a', [1]]]),
    'bad-data',
    'the data is a Map: expected an Arrow table, rows ([[1, 2], [3, 4]]), records ([{ a: 1, b: 2 }]) or columns ({ a: [1, 3], b: [2, 4] })',
    'readTable reads a table from a file',
  ],
  'no rows': [[], 'empty-table', 'the data has no rows'],
  'columns without rows': [{ a: [] }, 'empty-table', 'the data has no rows'],
  'no columns': [[{}], 'no-columns', 'the data has no columns'],
};

test.each(Object.entries(refusals))('refuses %s', (_, [data, code, message, hint]) => {
  expect(() => tableFrom(data as TableData)).toThrow(
    expect.objectContaining({
      name: 'CambiumError',
      code,
      problem: message,
      ...(hint && { hint }),
    }),
  );
});

test('refuses names that do not match', () => {
  const found = (data: TableData, names: readonly string[]) => () => tableFrom(data, { names });
  expect(found([[1, 2]], ['a'])).toThrow('a row has 2 values, but there is 1 name');
  expect(found([{ fare: 1 }], ['fair'])).toThrow('no record has "fair"');
  expect(found({ fare: [1] }, ['fair'])).toThrow('the data has no column "fair"');
  expect(found([[1, 2]], ['a', 'a'])).toThrow('names has "a" twice');
});
