import { describe, expect, test } from 'vitest';
import { column, type ReadOptions, readTable, scanColumns } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

/** Rows beyond those that types are guessed from. */
const ROWS = 30_000;

/** A table whose columns are numbers but for one late cell of `a`. */
function writeLate(name: string, late: string, row = 25_000): string {
  const lines = Array.from({ length: ROWS }, (_, i) => `${i === row ? late : i},${i % 7},1.5`);
  return folder.write(name, `a,b,c\n${lines.join('\n')}\n`);
}

const typeOf = async (path: string, options: ReadOptions = {}) => {
  const table = await readTable(path, options);
  return String(table.schema.fields.find(({ name }) => name === 'a')?.type);
};

const passedOver = {
  'a condition': { where: column('b').lessThan(0.5) },
  'a condition in SQL': { where: 'b < 0.5' },
  'a query': { sql: 'SELECT * FROM source WHERE b < 0.5' },
  'a query of few rows': { sql: 'SELECT * FROM source LIMIT 3' },
  'a query of no row': { sql: 'SELECT * FROM source LIMIT 0', allowEmpty: true },
  'a split': { split: { part: 'test', testSize: 0.01, seed: 1 } },
} as const satisfies Readonly<Record<string, ReadOptions>>;

describe('a late cell that is no number makes its column text', () => {
  test.each(['1_000', 'x', '0x1F', 'nan(1)', '9'.repeat(5000)])('such as %#', async (late) => {
    const path = writeLate('late.csv', late);
    expect(await typeOf(path)).toMatch(/^Dictionary/);
    for (const options of Object.values(passedOver)) {
      expect(await typeOf(path, options)).toMatch(/^Dictionary/);
    }
  });

  test('and is refused where a number is needed, with its line', async () => {
    const path = writeLate('forced.csv', '1_000');
    const select = { a: column('a').plus(1) };
    for (const options of [
      { select },
      { schema: { a: { type: 'float64', nullable: true } } },
    ] as const) {
      const error = await failure(() => readTable(path, options));
      expect(error.problem).toBe(
        `${path}, line 25002, column "a": expected a number, found "1_000"`,
      );
    }
  });
});

describe('a late cell of another form of numbers leaves its column one', () => {
  test.each([
    ['n/a', Number.NaN],
    ['NaN', Number.NaN],
    ['', Number.NaN],
    [' +5 ', 5],
    ['1e300', 1e300],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['9007199254740992', 2 ** 53],
  ])('such as %j', async (late, value) => {
    const path = writeLate('form.csv', late);
    const table = await readTable(path);
    expect(table.getChild('a')?.get(25_000)).toEqual(value);
    expect(table.getChild('a')?.get(24_999)).toBe(24_999);
    for (const options of Object.values(passedOver)) {
      expect(await typeOf(path, options)).toBe('Float64');
    }
    const computed = await readTable(path, { select: { a: column('a').times(1) } });
    // What is computed of an infinite value is missing.
    const product = Number.isFinite(value) ? value : Number.NaN;
    expect(computed.getChild('a')?.get(25_000)).toEqual(product);
    for await (const { columns } of scanColumns(path, { columns: ['a'], batchRows: ROWS })) {
      expect(columns[0]?.[25_000]).toEqual(value);
    }
  });

  test('words for true and false are numbers where numbers are needed, and a whole number too large is refused', async () => {
    const path = writeLate('truth.csv', 'true');
    const computed = await readTable(path, { select: { a: column('a').times(2) } });
    expect(computed.getChild('a')?.get(25_000)).toBe(2);
    const large = writeLate('large.csv', '9007199254740993');
    const error = await failure(() => readTable(large));
    expect(error.code).toBe('integer-precision');
    expect(error.problem).toContain('line 25002, column "a"');
  });
});
