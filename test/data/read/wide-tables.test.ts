import { expect, test } from 'vitest';
import { numericColumn, readTable } from '../../../src/data/index.js';
import { readFieldFile } from '../../../src/data/lightgbm/index.js';
import { temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const WIDTH = 4000;
const names = Array.from({ length: WIDTH }, (_, i) => `c${i}`);
const line = (fields: readonly unknown[]) => `${fields.join(',')}\n`;

/** Rows of numbers, in which `odd` takes the place of some. */
const rows = (odd: string) =>
  [1, 2, 3].map((row) => line(names.map((_, i) => (i % 3 === row - 1 ? odd : row * i)))).join('');

test.each([
  ['numbers alone', '7'],
  ['words for missing values', 'NA'],
  ['exponents, which are read with care', '7e+0'],
])('a table of thousands of columns with %s', async (_, odd) => {
  const table = await readTable(folder.write('wide.csv', line(names) + rows(odd)));
  expect(table.numCols).toBe(WIDTH);
  const value = odd === 'NA' ? Number.NaN : 7;
  for (const i of [0, 1, 2, 3999]) {
    const expected = [1, 2, 3].map((row) => (i % 3 === row - 1 ? value : row * i));
    expect([...numericColumn(table, `c${i}`)]).toEqual(expected);
  }
});

test('a text among them is told of by its place', async () => {
  const text = line(names) + rows('1') + line(names.map((_, i) => (i === 3000 ? '1_0' : '1')));
  const path = folder.write('text.csv', text);
  const schema = { c3000: { type: 'float64', nullable: true } } as const;
  await expect(readTable(path, { schema })).rejects.toMatchObject({
    code: 'csv-value',
    problem: `${path}, line 5, column "c3000": expected a number, found "1_0"`,
  });
});

test('a LightGBM file of thousands of columns', async () => {
  const path = folder.write('wide.train', rows('NA'));
  const file = { path, format: 'csv', header: false, separator: ',' } as const;
  const { table } = await readFieldFile(file, { label_column: 1 });
  expect(table.numCols).toBe(WIDTH - 1);
  expect([...numericColumn(table, 'Column_3998')]).toEqual([Number.NaN, 2 * 3999, 3 * 3999]);
});
