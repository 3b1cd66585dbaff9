/** Reading whole tables: types, order, memory, formats, queries. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  ColumnMemory,
  column,
  numericColumn,
  parseTableSchema,
  readTable,
  tableMemory,
  writeTable,
} from '../../../src/data/index.js';
import { failure, rowsOf, temporaryFolder, typesOf } from '../folder.js';

const folder = temporaryFolder();

const MIXED = `whole,decimal,text,flag,time,day
1,0.5,b,true,2016-01-01 00:00:01,2016-02-03
2,nan,,false,,
3,,"a ""q"", ü",,2016-01-01 00:00:00.123456,1999-12-31
`;

describe('CSV', () => {
  test('gives each column its type, and missing values as NaN or null', async () => {
    const table = await readTable(folder.write('mixed.csv', MIXED));
    expect(typesOf(table)).toEqual({
      whole: 'Float64',
      decimal: 'Float64',
      text: 'Dictionary<Int32, Utf8>',
      flag: 'Bool',
      time: 'Timestamp<MICROSECOND>',
      day: 'Date32<DAY>',
    });
    expect(rowsOf(table)).toEqual([
      { whole: 1, decimal: 0.5, text: 'b', flag: true, time: 1451606401000, day: 1454457600000 },
      { whole: 2, decimal: null, text: null, flag: false, time: null, day: null },
      {
        whole: 3,
        decimal: null,
        text: 'a "q", ü',
        flag: null,
        time: 1451606400123.456,
        day: Date.UTC(1999, 11, 31),
      },
    ]);
    expect(numericColumn(table, 'decimal')).toEqual(
      new Float64Array([0.5, Number.NaN, Number.NaN]),
    );
    expect(numericColumn(table, 'flag')).toEqual(new Float32Array([1, 0, Number.NaN]));
  });

  test('lies in one shared memory, column beside column without gaps', async () => {
    const table = await readTable(folder.write('mixed.csv', MIXED));
    const memory = tableMemory(table)!;
    expect(memory.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    const addresses = table.batches[0]!.data.children.map((data) => {
      expect(data.values.buffer).toBe(memory.memory.buffer);
      return data.values.byteOffset as number;
    });
    // Three rows a column and the validity bitmaps of four: each in a 64-byte stretch of its own.
    const end = Math.max(...addresses);
    expect(memory.mark - Math.min(...addresses)).toBeLessThanOrEqual(10 * 64);
    expect(end).toBeLessThan(memory.mark);
    expect(numericColumn(table, 'whole').buffer).toBe(memory.memory.buffer);
  });

  test('keeps the order of rows beyond many chunks and threads, whatever the texts', async () => {
    const count = 150_000;
    const lines = Array.from({ length: count }, (_, i) => `${i},key ${i % 977} of a longer text`);
    const path = folder.write('order.csv', `row,key\n${lines.join('\n')}\n`);
    const table = await readTable(path);
    const rows = numericColumn(table, 'row');
    expect(rows).toHaveLength(count);
    expect(rows.every((row, i) => row === i)).toBe(true);
    const key = table.getChild('key')!;
    // Codes count texts in order of first appearance.
    expect(key.data[0]!.values.slice(0, 3)).toEqual(new Int32Array([0, 1, 2]));
    expect(key.data[0]!.dictionary!.length).toBe(977);
    for (const i of [0, 976, 977, 100_000, count - 1]) {
      expect(key.get(i)).toBe(`key ${i % 977} of a longer text`);
    }
  });

  test('finds the separator, reads gzip, and files without names', async () => {
    const semicolon = await readTable(folder.write('semicolon.csv', 'a;b\n1;"x;y"\n'));
    expect(rowsOf(semicolon)).toEqual([{ a: 1, b: 'x;y' }]);
    const tab = await readTable(folder.write('tab.tsv', 'a\tb\n1\tx,y\n'));
    expect(rowsOf(tab)).toEqual([{ a: 1, b: 'x,y' }]);
    const packed = await readTable(folder.write('packed.csv.gz', gzipSync('a,b\n1,2\n')));
    expect(rowsOf(packed)).toEqual([{ a: 1, b: 2 }]);
    const bare = await readTable(folder.write('bare.csv', '1,x\n2,y\n'), { header: false });
    expect(rowsOf(bare)).toEqual([
      { column0: 1, column1: 'x' },
      { column0: 2, column1: 'y' },
    ]);
    const windows = await readTable(folder.write('windows.csv', '\uFEFFa,b\r\n1,2\r\n'));
    expect(rowsOf(windows)).toEqual([{ a: 1, b: 2 }]);
  });

  test('takes decimals after thousands of whole numbers', async () => {
    const values = Array.from({ length: 30_000 }, (_, i) => (i < 29_000 ? i : i + 0.25));
    const table = await readTable(folder.write('late.csv', `x\n${values.join('\n')}\n`));
    expect(numericColumn(table, 'x')).toEqual(new Float64Array(values));
  });

  test('refuses whole numbers that a float64 cannot hold, unless declared', async () => {
    const path = folder.write('large.csv', 'id,x\n1,1\n9007199254740995,2\n');
    const error = await failure(() => readTable(path));
    expect(error.code).toBe('integer-precision');
    expect(error.message).toContain('line 3, column "id"');
    const schema = parseTableSchema({ id: 'int64' });
    const table = await readTable(path, { schema });
    expect(table.getChild('id')!.get(1)).toBe(9007199254740995n);
  });

  test('reads further texts as missing where told', async () => {
    const path = folder.write('missing.csv', 'x,y\n1,a\nNA,NA\n');
    const table = await readTable(path, { nullValues: ['NA'] });
    expect(rowsOf(table)).toEqual([
      { x: 1, y: 'a' },
      { x: null, y: null },
    ]);
  });
});

describe('every format', () => {
  test.each(['csv', 'tsv', 'parquet', 'arrow', 'json', 'ndjson'])(
    '%s gives back what was written',
    async (extension) => {
      const table = await readTable(folder.write('mixed.csv', MIXED), {
        columns: ['whole', 'decimal', 'text', 'flag', 'day'],
      });
      const path = folder.file(`mixed.${extension}`);
      await writeTable(table, path);
      const back = await readTable(path);
      expect(typesOf(back)).toEqual(typesOf(table));
      expect(rowsOf(back)).toEqual(rowsOf(table));
      const memory = tableMemory(back)!;
      for (const { values } of back.batches[0]!.data.children) {
        expect(values.buffer).toBe(memory.memory.buffer);
      }
    },
  );

  test('several files follow each other', async () => {
    const first = folder.write('part-1.csv', 'a,b\n1,x\n');
    folder.write('part-2.csv', 'a,b\n2,y\n');
    expect(rowsOf(await readTable(folder.file('part-*.csv')))).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
    const other = folder.write('other.csv', 'a,c\n3,z\n');
    const error = await failure(() => readTable([first, other]));
    expect(error.message).toContain('other.csv, line 1');
    expect(error.message).toContain('column 2 is "c" instead of "b"');
  });

  test('names with quotes and brackets are names', async () => {
    const path = folder.write(`it's [odd].csv`, `"say ""a""",b c\n1,2\n`);
    const table = await readTable(path);
    expect(rowsOf(table)).toEqual([{ 'say "a"': 1, 'b c': 2 }]);
    expect(rowsOf(await readTable(path, { columns: ['say "a"'] }))).toEqual([{ 'say "a"': 1 }]);
  });
});

describe('what is wanted of a file', () => {
  const trips = folder.write('trips.csv', 'id,seconds,km\na,60,1\nb,120,0\nc,600,\n');

  test('columns, in the order named', async () => {
    const table = await readTable(trips, { columns: ['km', 'id'] });
    expect(rowsOf(table)).toEqual([
      { km: 1, id: 'a' },
      { km: 0, id: 'b' },
      { km: null, id: 'c' },
    ]);
  });

  test('a query over source', async () => {
    const sql =
      'WITH far AS (SELECT * FROM source WHERE km > 0) SELECT id, seconds / 60 AS minutes FROM far;';
    expect(rowsOf(await readTable(trips, { sql }))).toEqual([{ id: 'a', minutes: 1 }]);
    await writeTable(await readTable(trips), folder.file('trips.arrow'));
    expect(rowsOf(await readTable(folder.file('trips.arrow'), { sql }))).toEqual([
      { id: 'a', minutes: 1 },
    ]);
  });

  test('computed columns of rows that meet a condition, as float32', async () => {
    const table = await readTable(trips, {
      select: { pace: column('km').dividedBy(column('seconds')), twice: 'seconds * 2' },
      where: column('seconds').lessThan(200),
      numberType: 'float32',
    });
    expect(typesOf(table)).toEqual({ pace: 'Float32', twice: 'Float32' });
    expect(numericColumn(table, 'pace')).toEqual(new Float32Array([1 / 60, 0]));
    expect(numericColumn(table, 'twice')).toEqual(new Float32Array([120, 240]));
  });

  test('a place in an arena that holds more', async () => {
    const memory = new ColumnMemory();
    const before = memory.allocateFloat64(4).fill(7);
    const first = await readTable(trips, { memory });
    const second = await readTable(trips, { memory, columns: ['km'] });
    expect(numericColumn(first, 'seconds')).toEqual(new Float64Array([60, 120, 600]));
    expect(numericColumn(second, 'km')).toEqual(new Float64Array([1, 0, Number.NaN]));
    expect(before).toEqual(new Float64Array(4).fill(7));
    expect(tableMemory(second)).toBe(memory);
  });

  test('two tables into one arena at once do not overwrite each other', async () => {
    const memory = new ColumnMemory();
    const rows = (offset: number) => Array.from({ length: 90_000 }, (_, i) => i + offset);
    const paths = [0, 1e6].map((offset) =>
      folder.write(
        `both-${offset}.csv`,
        `x,t\n${rows(offset)
          .map((x) => `${x},${x % 7}`)
          .join('\n')}\n`,
      ),
    );
    const tables = await Promise.all(paths.map((path) => readTable(path, { memory })));
    for (const [i, table] of tables.entries()) {
      expect(numericColumn(table, 'x')).toEqual(new Float64Array(rows(i * 1e6)));
    }
  });

  test('contradictory wishes are refused', async () => {
    const error = await failure(() => readTable(trips, { columns: ['id'], sql: 'SELECT 1' }));
    expect(error.code).toBe('conflicting-options');
  });
});
