import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ColumnMemory,
  chooseColumnRoles,
  detectTextFormat,
  numericColumn,
  queryRows,
  readFieldFile,
  readSideFiles,
} from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const all = { weight: true, group: true, position: true, initScore: true };
const nothing = { weight: false, group: false, position: false, initScore: false };

describe('the form of a text file', () => {
  test.each([
    ['1\t2\t3\n4\t5\t6\n', { separator: '\t' }],
    ['1,2,3\n4,,6\n', { separator: ',' }],
    ['1 2 3\n4 5 6\n', { separator: ' ' }],
    ['1 2:3\n0\n1 4:5 6:7 # x\n', 'libsvm'],
    ['1 qid:4 2:3\n', 'libsvm'],
    ['1,10:30\n2,11:00\n', { separator: ',' }],
  ])('%j', (text, format) => {
    expect(detectTextFormat(folder.write('f', text), false)).toEqual(format);
  });

  test('is not looked for in the names', () => {
    expect(detectTextFormat(folder.write('f', 'a b,c\n1,2\n3,4\n'), true)).toEqual({
      separator: ',',
    });
  });

  test.each([
    ['1,2\n1,2,3\n', 'one has 2 fields and another 3'],
    ['1\n2\n', 'its lines have a single field'],
    ['\n\n', 'has no rows'],
    ['______LightGBM_Binary_File_Token______\n', "is a binary data set of LightGBM's"],
  ])('%j is none', async (text, message) => {
    const error = await failure(() => detectTextFormat(folder.write('f', text), false));
    expect(error.message).toContain(message);
  });
});

describe("LightGBM's choice of columns", () => {
  const names = ['id', 'y', 'w', 'q', 'c', 'x'];
  const file = { source: 'a.csv', names, width: 6 };

  test('numbers do not count the label', () => {
    const roles = chooseColumnRoles(file, {
      label_column: 1,
      weight_column: 1,
      group_column: 2,
      ignore_column: [0],
      categorical_feature: [3, 0],
    });
    expect(roles).toMatchObject({ label: 1, weight: 2, group: 3, features: [0, 2, 3, 4, 5] });
    expect([...roles.ignored].sort()).toEqual([0, 2, 3]);
    expect(roles.categorical).toEqual([4]);
  });

  test('names say the same, and the label is the first unless told', () => {
    const byName = chooseColumnRoles(file, {
      label_column: 'y',
      weight_column: 'w',
      group_column: 'q',
      ignore_column: ['id'],
      categorical_feature: ['c', 'id'],
    });
    expect(byName).toEqual(
      chooseColumnRoles(file, {
        label_column: 1,
        weight_column: 1,
        group_column: 2,
        ignore_column: [0],
        categorical_feature: [3],
      }),
    );
    expect(chooseColumnRoles(file, {})).toMatchObject({ label: 0, features: [1, 2, 3, 4, 5] });
  });

  test.each([
    [{ label_column: 6 }, 'label_column=6: the last column of a.csv is 5'],
    [{ weight_column: 5 }, 'weight_column=5: the last column of a.csv is 4, the label not counted'],
    [{ ignore_column: ['idd'] }, 'ignore_column: a.csv has no column "idd"'],
    [{ group_column: 'id' }, 'group_column: "id" of a.csv is the label'],
    [{ ignore_column: [0, 1, 2, 3, 4] }, 'a.csv: no column is left to train on'],
  ])('%j is refused', async (parameters, message) => {
    expect((await failure(() => chooseColumnRoles(file, parameters))).problem).toBe(message);
  });

  test('a name without names is refused', async () => {
    const error = await failure(() =>
      chooseColumnRoles({ ...file, names: undefined }, { label_column: 'y' }),
    );
    expect(error.describe()).toBe(
      'label_column=name:y: a.csv is read without names (header=true if its first line holds them)',
    );
  });
});

describe('a LightGBM-style file', () => {
  const read = (name: string, text: string, parameters = {}, header = false) =>
    readFieldFile(
      { path: folder.write(name, text), format: 'csv', header, separator: ',' },
      parameters,
    );

  test('has features by number, missing values, weights and queries; ignored columns are zero', async () => {
    const lines = ['7,1,0.5,9,3,a', '8,0,0.25,9,NA,b', '9,1,2,4,nan,c', '10,0,1,4,,d'];
    const parameters = {
      label_column: 1,
      weight_column: 1,
      group_column: 2,
      ignore_column: [4],
      categorical_feature: [0],
    };
    const { table, label, weight, query, categorical } = await read(
      'a.train',
      lines.join('\n'),
      parameters,
    );
    expect(table.schema.fields.map(({ name }) => name)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `Column_${index}`),
    );
    const values = table.schema.fields.map(({ name }) => [...(table.getChild(name) ?? [])]);
    expect(values).toEqual([
      [7, 8, 9, 10],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [3, Number.NaN, Number.NaN, Number.NaN],
      [0, 0, 0, 0],
    ]);
    expect([...label]).toEqual([1, 0, 1, 0]);
    expect([...(weight ?? [])]).toEqual([0.5, 0.25, 2, 1]);
    expect([...(query ?? [])]).toEqual([9, 9, 4, 4]);
    expect(categorical).toEqual(['Column_0']);
  });

  test('of any numbers is the same with and without names, whatever parts the fields', async () => {
    const cell = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const matrix = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 2,
        maxLength: 20,
      }),
    );
    await fc.assert(
      fc.asyncProperty(matrix, fc.constantFrom(',', '\t', ' '), async (rows, separator) => {
        // A whole number beyond 2^53 is refused when it has no exponent.
        const text = (value: number) =>
          Number.isSafeInteger(value) ? String(value) : value.toExponential();
        const lines = rows.map((row) => row.map(text).join(separator));
        const names = rows[0]?.map((_, index) => (index === 0 ? 'label' : `Column_${index - 1}`));
        const bare = folder.write('bare', lines.join('\n'));
        const named = folder.write('named', [names?.join(separator), ...lines].join('\n'));
        expect(detectTextFormat(bare, false)).toEqual({ separator });
        const without = await readFieldFile(
          { path: bare, format: 'csv', header: false, separator },
          {},
        );
        const memory = new ColumnMemory();
        const withNames = await readFieldFile(
          { path: named, format: 'csv', header: true, separator },
          { label_column: 'label' },
          memory,
        );
        const zeroed = rows.map((row) => row.map((value) => value + 0));
        for (const { table, label } of [without, withNames]) {
          expect([...label]).toEqual(zeroed.map(([value]) => value));
          expect(table.toArray().map((row) => Object.values(row.toJSON()))).toEqual(
            zeroed.map((row) => row.slice(1)),
          );
        }
        expect(withNames.table.schema.fields.map(({ name }) => name)).toEqual(names?.slice(1));
        expect(ColumnMemory.of(withNames.label.buffer)).toBe(memory);
      }),
      { numRuns: 25 },
    );
  });

  test('names a field that is no number with its line and column', async () => {
    const error = await failure(() => read('bad.train', '1,2\n0,x\n'));
    expect(error.message).toContain('bad.train');
    expect(error.message).toMatch(/line 2/);
    expect(error.message).toContain('"x"');
  });
});

test('a column without any value is a feature that is missing in every row', async () => {
  const path = folder.write('gap.train', '1,2,\n0,3,NA\n');
  const file = { path, format: 'csv', header: false, separator: ',' } as const;
  const { table } = await readFieldFile(file, {});
  expect(numericColumn(table, 'Column_1', { allowEmpty: true })).toEqual(
    Float64Array.of(Number.NaN, Number.NaN),
  );
  const left = await readFieldFile(file, { ignore_column: [1] });
  expect(left.table.toArray().map((row) => Object.values(row.toJSON()))).toEqual([
    [2, 0],
    [3, 0],
  ]);
});

describe('files beside a data file', () => {
  test('give weights, queries and scores class by class', async () => {
    const path = folder.write('s.train', '');
    folder.write('s.train.weight', '1\n0.5\n\n2.5\n');
    folder.write('s.train.query', '2\r\n1\r\n');
    folder.write('s.train.init', '1\t2\n3\t4\n5\t6\n');
    folder.write('s.train.position', 'top\r\n4\ntop\n');
    const { weight, group, position, initScore } = await readSideFiles(path, 3, all);
    expect(position?.values).toEqual(Int32Array.of(0, 1, 0));
    expect(weight).toEqual({ path: `${path}.weight`, values: Float64Array.of(1, 0.5, 2.5) });
    expect(group).toEqual({ path: `${path}.query`, values: Int32Array.of(2, 1) });
    expect(initScore?.values).toEqual(Float64Array.of(1, 3, 5, 2, 4, 6));
    expect(await readSideFiles(path, 99, nothing)).toEqual({});
    expect(await readSideFiles(folder.file('none'), 3, all)).toEqual({});
  });

  test('a position that is no number in our grammar is a name; many line ends take linear time', async () => {
    const path = folder.file('p.train');
    folder.write('p.train.position', `0x1\n1\n 1_0 \n0x1${'\r\n'.repeat(100_000)}`);
    const { position } = await readSideFiles(path, 4, { ...nothing, position: true });
    expect(position?.values).toEqual(Int32Array.of(0, 1, 2, 0));
    folder.write('p.train.position', `0${'\r\n'.repeat(100_000)}1\n`);
    const error = await failure(() => readSideFiles(path, 2, { ...nothing, position: true }));
    expect(error.message).toContain('p.train.position, line 2: "" is not a position');
  });

  test.each([
    ['weight', '1\nx\n', 'weight:2: expected a number, found "x"'],
    ['weight', '1\n1\n', 'weight has 2 weights, but the data has 3 rows'],
    ['weight', '1 2\n1 2\n', 'weight: expected one number a line, found 2'],
    ['query', '2\n2\n', 'query has 4 rows in all queries, but the data has 3 rows'],
    ['group', '2\n1.5\n', 'group: query 2 has 1.5 rows: expected a whole number from 1 to 3'],
    ['init', '1\t2\n3\n5\t6\n', 'init:2: expected 2 numbers as in the first line, found 1'],
    ['position', '1\n', 'position has 1 positions, but the data has 3 rows'],
    ['position', '', 'position is empty'],
    ['position', '\n\n', 'position has 0 positions, but the data has 3 rows'],
    ['position', '0\n\n2\n', 'position, line 2: "" is not a position'],
    ['position', '0\nnan\n2\n', 'position, line 2: "nan" is not a position'],
    ['position', '0\n-inf\n2\n', 'position, line 2: "-inf" is not a position'],
    ['position', '0\n1.5\n2\n', 'position, line 2: "1.5" is not a position'],
    ['position', '0\n-1\n2\n', 'position, line 2: "-1" is not a position: expected a whole number'],
  ])('that do not fit are named: %s %j', async (ending, text, message) => {
    const path = folder.file(`bad-${ending}-${text.length}`);
    folder.write(`bad-${ending}-${text.length}.${ending}`, text);
    const error = await failure(() => readSideFiles(path, 3, all));
    expect(error.message).toContain(`bad-${ending}-${text.length}.${message}`);
  });
});

test('queries are rows that lie together', async () => {
  expect([...queryRows([7, 7, 3, 9, 9, 9], 'q')]).toEqual([2, 1, 3]);
  expect((await failure(() => queryRows([7, 3, 7], 'q'))).describe()).toBe(
    'q: query 7 comes again in row 3, after rows of others (sort the rows by query first)',
  );
  expect((await failure(() => queryRows([7, Number.NaN], 'q'))).problem).toBe(
    'q: the query of row 2 is missing',
  );
});
