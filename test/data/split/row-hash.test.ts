/** The hash that splits rows: the same in SQL as over arrays, and even over keys that are anything but random. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withConnection } from '../../../src/data/engine/index.js';
import { openTableWriter, readTable, trainTestSplit } from '../../../src/data/index.js';
import { RowHashes, rowHashSql, type SplitColumn } from '../../../src/data/split/row-hash.js';
import { rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

const sqlDouble = (value: number) =>
  Object.is(value, -0) ? `'-0.0'::DOUBLE` : `'${value}'::DOUBLE`;

async function hashesOfSql(
  columns: readonly SplitColumn[],
  values: string,
  seed: number,
): Promise<number[]> {
  const names = columns.map(({ name }) => name).join(', ');
  const query = `SELECT ${rowHashSql(columns, seed)}::DOUBLE FROM (VALUES ${values}) AS t(${names})`;
  const found = await withConnection((connection) => connection.runAndReadAll(query));
  return found.getRows().map(([hash]) => Number(hash));
}

function hashesOf(columns: readonly (Float32Array | Float64Array)[], seed: number): number[] {
  const hashes = new RowHashes(columns[0]!.length, seed);
  for (const column of columns) hashes.add(column);
  return [...hashes.finish()];
}

const SPECIAL = [0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 5e-324, 1.7e308, 2 ** 53, 0.1];

test('SQL and arrays agree on any numbers, missing ones and signed zeros too', async () => {
  const number = fc.oneof(fc.constantFrom(...SPECIAL), fc.double());
  const row = fc.tuple(number, number);
  const rows = fc.array(row, { minLength: 1, maxLength: 50 });
  const columns = [
    { name: 'a', type: 'DOUBLE' },
    { name: 'b', type: 'DOUBLE' },
  ];
  await fc.assert(
    fc.asyncProperty(rows, fc.maxSafeInteger(), async (pairs, seed) => {
      const values = pairs.map(([a, b]) => `(${sqlDouble(a)}, ${sqlDouble(b)})`).join(', ');
      const arrays = [0, 1].map((at) => Float64Array.from(pairs, (pair) => pair[at as 0 | 1]));
      expect(await hashesOfSql(columns, values, seed)).toEqual(hashesOf(arrays, seed));
    }),
    { numRuns: 60 },
  );
});

test('null is as missing as NaN; zero has one hash', async () => {
  const [missing, nan] = await hashesOfSql([{ name: 'a', type: 'DOUBLE' }], `(NULL), ('NaN')`, 3);
  expect([missing, nan]).toEqual(hashesOf([Float64Array.of(Number.NaN, Number.NaN)], 3));
  const [zero, negative] = hashesOf([Float64Array.of(0, -0)], 3);
  expect(zero).toBe(negative);
  const integers = [{ name: 'a', type: 'BIGINT' }];
  expect(await hashesOfSql(integers, '(0), (7)', 3)).toEqual([
    zero,
    ...hashesOf([Float64Array.of(7)], 3),
  ]);
});

test('columns longer than a block, in several chunks, hash as one by one', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sqrt(i));
  const whole = hashesOf([values], 1);
  const chunked = new RowHashes(values.length, 1);
  chunked.add(values.subarray(0, 3), 0);
  chunked.add(values.subarray(3, 5001), 3);
  chunked.add(values.subarray(5001), 5001);
  expect([...chunked.finish()]).toEqual(whole);
  expect(whole[9999]).toBe(hashesOf([Float64Array.of(Math.sqrt(9999))], 1)[0]);
});

const COUNT = 40_000;
/** Five standard deviations of a binomial share. */
const bound = (share: number, count: number) => 5 * Math.sqrt((share * (1 - share)) / count);

test.each([
  ['counting', (i: number) => [i]],
  ['counting by a large step', (i: number) => [i * 2 ** 20]],
  ['a grid of whole numbers', (i: number) => [i % 200, Math.floor(i / 200)]],
  [
    'points and their mirror images',
    (i: number) => (i % 2 ? [i >> 1, -(i >> 1)] : [-(i >> 1), i >> 1]),
  ],
  ['32-bit floats close together', (i: number) => [Math.fround(-73.9 + i * 1e-5)]],
  ['powers of two and their halves', (i: number) => [2 ** (i % 1000), 0.5 ** Math.floor(i / 1000)]],
])('is even over %s, and independent of the row before and of another seed', (_, keyAt) => {
  const keys = Array.from({ length: COUNT }, (_, i) => keyAt(i));
  const arrays = keys[0]!.map((_, at) => Float64Array.from(keys, (key) => key[at]!));
  const [a, b] = [hashesOf(arrays, 1), hashesOf(arrays, 2)];
  for (const share of [0.5, 0.2, 0.05]) {
    const chosen = (hashes: number[]) => hashes.map((hash) => hash < share * 2 ** 32);
    const [first, second] = [chosen(a), chosen(b)];
    const rate = (holds: (row: number) => boolean) =>
      first.filter((_, row) => holds(row)).length / COUNT;
    expect(Math.abs(rate((row) => first[row]!) - share)).toBeLessThan(bound(share, COUNT));
    for (const both of [
      rate((row) => first[row]! && second[row]!),
      rate((row) => first[row]! && first[(row + 1) % COUNT]!),
      rate((row) => first[row]! && first[(row + 200) % COUNT]!),
    ]) {
      expect(Math.abs(both - share ** 2)).toBeLessThan(bound(share ** 2, COUNT));
    }
  }
});

test('keys of numbers of any width, and booleans, split a table as they split its file', async () => {
  const fields = [
    { name: 'small', type: 'int8' },
    { name: 'large', type: 'int64' },
    { name: 'single', type: 'float32' },
    { name: 'flag', type: 'bool' },
  ] as const;
  const count = 3000;
  const path = folder.file('widths.parquet');
  const writer = await openTableWriter(path, fields);
  await writer.appendColumns(
    [
      Array.from({ length: count }, (_, i) => (i % 11 === 0 ? null : (i % 200) - 100)),
      BigInt64Array.from({ length: count }, (_, i) => BigInt(i - 1500) * 3_000_000_019n),
      Float32Array.from({ length: count }, (_, i) => (i % 13 === 0 ? Number.NaN : i / 7)),
      Array.from({ length: count }, (_, i) => (i % 17 === 0 ? null : i % 3 === 0)),
    ],
    count,
  );
  await writer.close();
  const options = { testSize: 0.3, seed: 9 };
  const { train, test } = await trainTestSplit(await readTable(path), options);
  const read = (part: 'train' | 'test') => readTable(path, { split: { ...options, part } });
  expect(rowsOf(test)).toEqual(rowsOf(await read('test')));
  expect(rowsOf(train)).toEqual(rowsOf(await read('train')));
});
