/** A text column's type follows from all its values, in whatever order they come. */
import { describe, expect, test } from 'vitest';
import { column, readTable, scanColumns } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const ROWS = 20_600;

/** The types that a column has whose odd value comes first, last, and first without others behind the sample. */
async function types(usual: (i: number) => string, odd: string): Promise<string[]> {
  const many = Array.from({ length: ROWS }, (_, i) => usual(i));
  const found: string[] = [];
  for (const [i, cells] of [
    [odd, ...many],
    [...many, odd],
  ].entries()) {
    const path = folder.write(
      `order-${i}.csv`,
      `a,b\n${cells.map((cell) => `${cell},1\n`).join('')}`,
    );
    for (const options of [{}, { columns: ['a'] }, { sql: 'SELECT a FROM source WHERE b > 0' }]) {
      found.push(String((await readTable(path, options)).getChild('a')!.type));
    }
  }
  return [...new Set(found)];
}

const TEXT = 'Dictionary<Int32, Utf8>';

describe('one value of another kind, first or last', () => {
  test.each<[string, string, string]>([
    ['1_000', 'a number with an underscore', TEXT],
    ['00712', 'leading zeros', 'Float64'],
    ['+0.12', 'a plus', 'Float64'],
    ['inf', 'an infinity', 'Float64'],
    ['NA', 'a missing value', 'Float64'],
    ['0.5', 'a decimal', 'Float64'],
    ['x', 'a word', TEXT],
    ['true', 'a truth', TEXT],
    ['2016-03-04', 'a date', TEXT],
  ])('%s among numbers: %s', async (odd, _, type) => {
    expect(await types(String, odd)).toEqual([type]);
  });

  test('among truths, dates, times and empty cells', async () => {
    expect(await types(() => 'true', '1')).toEqual([TEXT]);
    expect(await types(() => 'true', 'No')).toEqual(['Bool']);
    expect(await types(() => '2016-03-04', '03/04/2016')).toEqual([TEXT]);
    expect(await types(() => '2016-03-04', '2016-03-04 10:00')).toEqual(['Timestamp<MICROSECOND>']);
    expect(await types(() => '2016-03-04 10:00:00', '2016-03-04T10:00Z')).toEqual([
      'Timestamp<MICROSECOND, UTC>',
    ]);
    expect(await types(() => '', '7')).toEqual(['Float64']);
  }, 30_000);
});

test('JSON lines: a decimal, a word or a field behind the first rows is kept', async () => {
  for (const [odd, type] of [
    ['1.5', 'Float64'],
    ['"x"', TEXT],
  ] as const) {
    const lines = Array.from({ length: 30_000 }, () => '{"a":1}');
    const path = folder.write('late.ndjson', [...lines, `{"a":${odd},"b":2}`].join('\n'));
    const table = await readTable(path);
    expect(String(table.getChild('a')!.type)).toBe(type);
    expect(String(table.getChild('a')!.get(30_000))).toBe(type === TEXT ? odd : '1.5');
    expect(table.getChild('b')!.get(30_000)).toBe(2);
  }
});

test('a date that is not ISO 8601 is refused, whatever other days a file holds', async () => {
  for (const days of [['03/04/2016'], ['03/04/2016', '03/15/2016']]) {
    const path = folder.write(
      'days.csv',
      `when,b\n${days.map((day) => `${day} 10:00:00,1\n`).join('')}`,
    );
    const select = { month: column('when').month() };
    const error = await failure(() => readTable(path, { select }));
    expect(error.message).toContain(
      `${path}, line 2, column "when": expected a time (YYYY-MM-DD HH:MM:SS), found "03/04/2016 10:00:00"`,
    );
    expect(error.hint).toContain('strptime');
  }
});

test('line ends may differ from line to line, and lie in quoted texts', async () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, i) => `${i},"x\r\ny"${['\n', '\r\n', '\r'][i % 3]}`,
  );
  const path = folder.write('ends.csv', `a,b\r\n${rows.join('')}`);
  const table = await readTable(path);
  expect(table.numRows).toBe(30_000);
  expect(table.getChild('b')!.get(29_999)).toBe('x\r\ny');
  let sum = 0;
  for await (const { rows: count, columns } of scanColumns(path, { columns: ['a'] })) {
    for (let row = 0; row < count; row++) sum += columns[0]![row]!;
  }
  expect(sum).toBe((30_000 * 29_999) / 2);
});
