/** Bad input: each gives one error that says where, in words. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  column,
  numericColumn,
  parseTableSchema,
  readTable,
  scanBatches,
  scanColumns,
  writeTable,
} from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const GOOD = 'a,b,c\n1,x,0.5\n2,y,1.5\n3,z,2.5\n';

async function parquet(): Promise<Buffer> {
  const lines = Array.from({ length: 5000 }, (_, i) => `${i},${Math.sin(i)},text ${i}`);
  const source = folder.write('source.csv', `a,b,c\n${lines.join('\n')}\n`);
  await writeTable(await readTable(source), folder.file('good.parquet'));
  return readFileSync(folder.file('good.parquet'));
}

describe('text files', () => {
  const cases: [string, string, RegExp][] = [
    ['cut.csv', 'a,b,c\n1,x,0.5\n2,y', /cut\.csv, line 3: expected 3 fields, found 2.*cut short/],
    ['extra.csv', 'a,b\n1,2\n1,2,3\n', /extra\.csv, line 3: expected 2 fields, found 3/],
    ['quote.csv', 'a,b\n1,"x\n2,y\n', /quote\.csv, line \d+: a quoted text does not end/],
    ['twins.csv', 'a,b,A\n1,2,3\n', /twins\.csv, line 1: columns 1 and 3 are called "a" and "A"/],
    ['unnamed.csv', 'a,,c\n1,2,3\n', /unnamed\.csv, line 1: column 2 has no name/],
    ['empty.csv', '', /empty\.csv is empty/],
    ['header.csv', 'a,b\n', /header\.csv has no rows/],
    ['binary.csv', 'a,b\n1,\0\0\n', /binary\.csv: byte 6 is NUL/],
    [
      'latin.csv',
      Buffer.from('a,b\n1,\xe9\n', 'latin1') as never,
      /latin\.csv, line 2: the text is not UTF-8/,
    ],
    [
      'wide.csv',
      Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le') as never,
      /wide\.csv: the text is UTF-16/,
    ],
    ['cut.ndjson', '{"a":1}\n{"a"', /cut\.ndjson cannot be read as JSON: Malformed JSON/],
    ['cut.json', '[{"a":1},{"a"', /cut\.json: the list of rows has no closing \].*cut short/],
    ['between.json', '[{"a":1},\n', /between\.json: the list of rows has no closing \]/],
    ['numbers.json', '[1,2]', /numbers\.json: expected a JSON object with fields for each row/],
    ['none.json', '{}', /none\.json: expected a JSON object with fields for each row/],
  ];
  test.each(cases)('%s', async (name, content, message) => {
    const error = await failure(() => readTable(folder.write(name, content)));
    expect(error.describe()).toMatch(message);
    expect(error.describe().split('\n')).toHaveLength(1);
  });

  test('a word among numbers names line, column and word', async () => {
    const numbers = Array.from({ length: 40_000 }, (_, i) => `${i},1`);
    numbers[30_000] = 'oops,1';
    const path = folder.write('word.csv', `a,b\n${numbers.join('\n')}\n`);
    const schema = parseTableSchema({ a: 'float64' });
    const ways = [
      () => readTable(path, { schema }),
      () => readTable(path, { select: { twice: column('a').times(2) } }),
      () => scanColumns(path, { columns: ['b', 'a'] }).next(),
    ];
    for (const way of ways) {
      expect((await failure(way)).problem).toBe(
        `${path}, line 30002, column "a": expected a number, found "oops"`,
      );
    }
  });

  test('the line of a word is told behind quoted lines, blank lines and other line ends', async () => {
    const path = folder.write('lines.csv', 'a,b\r\n"x\r\ny",1\n\r"5"" pipe",2\r\nz,"o""ps"\r\n');
    const schema = parseTableSchema({ b: 'float64' });
    expect((await failure(() => readTable(path, { schema }))).problem).toBe(
      `${path}, line 6, column "b": expected a number, found "o"ps"`,
    );
  });
});

describe('a file that turns bad after many good rows', () => {
  const rows = 200_000;
  const lines = Array.from({ length: rows }, (_, i) => `${i},${i / 4}`);
  lines[rows - 1] = 'oops,1';
  const csv = folder.write('late.csv', `a,b\n${lines.join('\n')}\n`);
  const objects = Array.from({ length: rows }, (_, i) => `{"a":${i}}`);
  objects[rows - 1] = '{"a":';
  const json = folder.write('late.ndjson', objects.join('\n'));

  const schema = parseTableSchema({ a: 'float64' });
  const scan = async (rows: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of rows);
  };
  const ways: [string, (path: string) => Promise<unknown>][] = [
    ['readTable', (path) => readTable(path, { schema })],
    ['scanBatches', (path) => scan(scanBatches(path, { schema }))],
    ['scanColumns', (path) => scan(scanColumns(path, { columns: ['a'] }))],
    ['SQL', (path) => readTable(path, { sql: 'SELECT a + 1 AS a FROM source', schema })],
  ];
  test.each(ways)('%s tells where, and gives no part of it for the whole', async (_, read) => {
    const error = await failure(() => read(csv));
    expect(error.problem).toBe(
      `${csv}, line ${rows + 1}, column "a": expected a number, found "oops"`,
    );
    expect((await failure(() => read(json))).message).toMatch(/late\.ndjson.* in line 200001/);
  });
});

describe('gzip', () => {
  const packed = gzipSync(
    `a,b\n${Array.from({ length: 50_000 }, (_, i) => `${i},x${i * 7}`).join('\n')}`,
  );

  test('a file that is cut short', async () => {
    for (const length of [20, packed.length >> 1, packed.length - 1]) {
      const path = folder.write('cut.csv.gz', packed.subarray(0, length));
      const error = await failure(() => readTable(path));
      expect(error.describe()).toBe(`${path}: the gzip data does not end (the file is cut short)`);
    }
  });

  test('a damaged file, at its begin and beyond', async () => {
    for (const at of [12, packed.length >> 1, packed.length - 6]) {
      const damaged = Buffer.from(packed);
      damaged.fill(0x5a, at, at + 4);
      const path = folder.write('damaged.csv.gz', damaged);
      expect((await failure(() => readTable(path))).message).toContain(
        'damaged.csv.gz: the gzip data is damaged',
      );
    }
  });
});

describe('binary files', () => {
  test('a Parquet file that is cut short, at its end or anywhere', async () => {
    const bytes = await parquet();
    const error = await failure(() =>
      readTable(folder.write('cut.parquet', bytes.subarray(0, -5))),
    );
    expect(error.message).toContain('cut.parquet: the Parquet footer is missing');
    const begun = folder.write('begun.parquet', bytes.subarray(0, 3));
    expect((await failure(() => readTable(begun))).message).toContain('not Parquet');
  });

  test('a Parquet file with garbled pages or footer', async () => {
    const bytes = await parquet();
    const pages = Buffer.from(bytes);
    pages.fill(0x5a, 40, bytes.length >> 1);
    const error = await failure(() => readTable(folder.write('pages.parquet', pages)));
    expect(error.message).toMatch(/pages\.parquet cannot be read as Parquet: ./);
    const footer = Buffer.from(bytes);
    footer.fill(0x5a, bytes.length - 120, bytes.length - 8);
    const other = await failure(() => readTable(folder.write('footer.parquet', footer)));
    expect(other.message).toMatch(/footer\.parquet cannot be read as Parquet: ./);
    expect(other.message).not.toMatch(/\n| at /);
  });

  test('an Arrow file that is cut short or garbled', async () => {
    await writeTable(await readTable(folder.write('good.csv', GOOD)), folder.file('good.arrow'));
    const bytes = readFileSync(folder.file('good.arrow'));
    const cut = folder.write('cut.arrow', bytes.subarray(0, -20));
    expect((await failure(() => readTable(cut))).message).toContain('the Arrow footer is missing');
    const noise = folder.write('noise.arrow', Buffer.alloc(300, 0x41));
    expect((await failure(() => readTable(noise))).message).toContain('noise.arrow cannot be read');
  });

  test("a file under another format's name", async () => {
    const path = folder.write('disguised.csv', await parquet());
    const error = await failure(() => readTable(path));
    expect(error.message).toContain('disguised.csv is Parquet by its content');
    expect(error.hint).toContain('parquet');
    const text = folder.write('text.parquet', GOOD);
    expect((await failure(() => readTable(text))).message).toContain('does not begin with PAR1');
  });
});

describe('paths', () => {
  test('a missing file suggests its neighbour', async () => {
    folder.write('trips.csv', GOOD);
    const error = await failure(() => readTable(folder.file('trip.csv')));
    expect(error.message).toContain('trip.csv: there is no such file');
    expect(error.hint).toBe(`did you mean "${folder.file('trips.csv')}"?`);
  });

  test('a folder, a pattern without files, an unknown extension, another scheme', async () => {
    const codes = async (path: string): Promise<string> =>
      (await failure(() => readTable(path))).code;
    expect((await failure(() => readTable(folder.path, { format: 'csv' }))).code).toBe('directory');
    expect(await codes(folder.file('none-*.csv'))).toBe('missing-file');
    expect(await codes(folder.write('table.xlsx', GOOD))).toBe('unknown-format');
    expect(await codes('s3://bucket/table.csv')).toBe('unsupported-source');
    expect((await failure(() => readTable([]))).code).toBe('missing-file');
  });
});

describe('columns and schemas', () => {
  const path = folder.write('good.csv', GOOD);

  test('a missing column suggests the near one, wherever it is named', async () => {
    const wide = folder.write('longitudes.csv', 'pickup_longitude,x\n1,2\n');
    const near = 'did you mean "pickup_longitude"?';
    const ways = [
      () => readTable(wide, { columns: ['pickup_longitud'] }),
      () => readTable(wide, { schema: parseTableSchema({ pickup_longitud: 'float64' }) }),
      () => scanColumns(wide, { columns: ['pickup_longitud'] }).next(),
      async () => numericColumn(await readTable(wide), 'pickup_longitud'),
      () => readTable(wide, { sql: 'SELECT pickup_longitud FROM source' }),
    ];
    for (const way of ways) {
      const error = await failure(way);
      expect(error.code).toBe('missing-column');
      expect(error.message).toContain('"pickup_longitud"');
      expect(error.hint).toBe(near);
    }
  });

  test('options that make no sense are named', async () => {
    for (const separator of ['', ';;', '"']) {
      expect((await failure(() => readTable(path, { separator }))).message).toContain(
        `separator must be one character, not ${JSON.stringify(separator)}`,
      );
    }
    const error = await failure(() => readTable(path, { format: 'cvs' as never }));
    expect(error.describe()).toBe('there is no table format "cvs" (did you mean "csv"?)');
  });

  test('a column of another type says which', async () => {
    const table = await readTable(path);
    expect((await failure(() => numericColumn(table, 'b'))).message).toContain('"b" is text');
    const schema = parseTableSchema({ b: 'float64' });
    const error = await failure(() => readTable(path, { schema }));
    expect(error.problem).toBe(`${path}, line 2, column "b": expected a number, found "x"`);
    await writeTable(table, folder.file('typed.parquet'));
    const typed = await failure(() => readTable(folder.file('typed.parquet'), { schema }));
    expect(typed.problem).toBe(
      `${folder.file('typed.parquet')}, column "b": expected float64, found utf8`,
    );
  });

  test('missing values where none may be, and a column without any', async () => {
    const holes = folder.write('holes.csv', 'a,b\n1,\n,\n3,\n');
    const schema = parseTableSchema({ a: { type: 'float64', nullable: false } });
    const error = await failure(() => readTable(holes, { schema }));
    expect(error.code).toBe('missing-value');
    expect(error.message).toContain('column "a": row 2 has no value');
    expect(error.message).toContain('1 of 3 rows');
    const none = parseTableSchema({ b: 'float64' });
    expect((await failure(() => readTable(holes, { schema: none }))).code).toBe('all-missing');
    const table = await readTable(holes);
    expect((await failure(() => numericColumn(table, 'b'))).code).toBe('all-missing');
  });

  test("broken SQL is told in one line without DuckDB's own layout", async () => {
    const error = await failure(() => readTable(path, { sql: 'SELEC a FROM source' }));
    expect(error.describe().split('\n')).toHaveLength(1);
    expect(error.code).toBe('invalid-query');
    expect(error.problem).toBe(`the query over ${path} is wrong: syntax error at or near "FROM"`);
  });
});
