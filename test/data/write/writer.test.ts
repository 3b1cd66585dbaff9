/** Writing tables: what is written reads back the same; a file appears whole or not at all. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  numericColumn,
  openTableWriter,
  readTable,
  scanBatches,
  type WriterField,
  writeTable,
} from '../../../src/data/index.js';
import { failure, rowsOf, temporaryFolder, typesOf } from '../folder.js';

const folder = temporaryFolder();
const FORMATS = ['csv', 'parquet', 'arrow', 'ndjson'];

describe('CSV', () => {
  test('prints the shortest numbers that read back the same, and nothing for a missing one', async () => {
    const path = folder.file('numbers.csv');
    const writer = await openTableWriter(path, [
      { name: 'double', type: 'float64' },
      { name: 'single', type: 'float32' },
    ]);
    const values = [1, 0.1, 1 / 3, -2.5, 123456789.25, Number.NaN];
    await writer.appendColumns([new Float64Array(values), new Float32Array(values)], 6);
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe(
      'double,single\n1,1\n0.1,0.1\n0.3333333333333333,0.33333334\n-2.5,-2.5\n123456789.25,123456792\n,\n',
    );
  });

  test('every double survives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noDefaultInfinity: true }), { minLength: 1, maxLength: 200 }),
        async (values) => {
          // A column without any value has no type in CSV.
          fc.pre(values.some((value) => !Number.isNaN(value)));
          const path = folder.file('doubles.csv');
          const writer = await openTableWriter(path, [
            { name: 'x', type: 'float64' },
            { name: 'row', type: 'int32' },
          ]);
          const rows = values.map((_, i) => i);
          await writer.appendColumns([values, new Int32Array(rows)], values.length);
          await writer.close();
          const back = (await readTable(path)).getChild('x')!.toArray();
          expect([...back].map(Number)).toEqual(values);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('quotes texts where needed', async () => {
    const path = folder.file('texts.csv');
    const writer = await openTableWriter(path, [{ name: 'a "b", c', type: 'utf8' }]);
    const texts = ['plain', 'with, comma', 'with "quotes"', 'two\nlines', 'ü 😀', null];
    await writer.appendColumns([texts], texts.length);
    await writer.appendColumns([['x'.repeat(5000)]], 1);
    await writer.close();
    const back = rowsOf(await readTable(path)).map((row) => row['a "b", c']);
    expect(back).toEqual([...texts, 'x'.repeat(5000)]);
  });
});

const FIELDS: WriterField[] = [
  { name: 'row', type: 'int32' },
  { name: 'double', type: 'float64' },
  { name: 'single', type: 'float32' },
  { name: 'flag', type: 'bool' },
  { name: 'text', type: 'utf8' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp[us]' },
];

describe.each(FORMATS)('%s', (extension) => {
  test('is appended to in batches of any size, in order', async () => {
    const path = folder.file(`stream.${extension}`);
    const writer = await openTableWriter(path, FIELDS);
    let row = 0;
    for (const size of [1, 2047, 2048, 2049, 5000, 63]) {
      const rows = Array.from({ length: size }, (_, i) => row + i);
      await writer.appendColumns(
        [
          new Int32Array(rows),
          new Float64Array(rows.map((i) => (i % 5 === 0 ? Number.NaN : i / 7))),
          new Float32Array(rows.map((i) => i / 4)),
          rows.map((i) => (i % 3 === 0 ? null : i % 2 === 0)),
          rows.map((i) => (i % 11 === 0 ? null : `text ${i % 13} ${'long '.repeat(i % 4)}`)),
          new Int32Array(rows),
          BigInt64Array.from(rows, (i) => BigInt(i) * 1_000_000n),
        ],
        size,
      );
      row += size;
    }
    expect(writer.rows).toBe(row);
    expect(folder.list()).not.toContain(`stream.${extension}`);
    await writer.close();
    const table = await readTable(path);
    expect(table.numRows).toBe(row);
    rowsOf(table).forEach((found, i) => {
      expect(found).toEqual({
        row: i,
        double: i % 5 === 0 ? null : i / 7,
        single: i / 4,
        flag: i % 3 === 0 ? null : i % 2 === 0,
        text: i % 11 === 0 ? null : `text ${i % 13} ${'long '.repeat(i % 4)}`,
        day: i * 86_400_000,
        // Times in JSON are texts until a schema says otherwise.
        at: extension === 'ndjson' ? expect.anything() : i * 1000,
      });
    });
    if (extension === 'arrow' || extension === 'parquet') {
      expect(typesOf(table)).toMatchObject({
        row: 'Int32',
        single: 'Float32',
        at: 'Timestamp<MICROSECOND>',
      });
    }
  });

  test('takes record batches as they are scanned', async () => {
    const source = folder.write(
      'source.csv',
      `a,b\n${Array.from({ length: 9000 }, (_, i) => `${i},t${i % 5}`).join('\n')}\n`,
    );
    const path = folder.file(`copy.${extension}`);
    const writer = await openTableWriter(path, [
      { name: 'b', type: 'utf8' },
      { name: 'a', type: 'float64' },
    ]);
    for await (const batch of scanBatches(source, { batchRows: 4000 }))
      await writer.appendBatch(batch);
    await writer.close();
    const table = await readTable(path);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(numericColumn(table, 'a')).toEqual(Float64Array.from({ length: 9000 }, (_, i) => i));
    expect(table.getChild('b')!.get(8999)).toBe('t4');
  });

  test('leaves nothing when aborted, and an older file when it fails', async () => {
    const path = folder.file(`kept.${extension}`);
    writeFileSync(path, 'older');
    const before = folder.list();
    const aborted = await openTableWriter(path, [{ name: 'x', type: 'float64' }]);
    await aborted.appendColumns([new Float64Array(3000)], 3000);
    await aborted.abort();
    await aborted.abort();
    const failed = await openTableWriter(path, [{ name: 'x', type: 'float64' }]);
    const error = await failure(() => failed.appendColumns([['a text']], 1));
    expect(error.problem).toBe('column "x": expected float64, found text "a text"');
    await failure(async () => {
      const other = await openTableWriter(path, [{ name: 'x', type: 'float64' }]);
      await other.appendColumns([new Float64Array(2)], 3);
    });
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(folder.list()).toEqual(before);
  });

  test('may have no rows', async () => {
    const path = folder.file(`none.${extension}`);
    await (await openTableWriter(path, [{ name: 'x', type: 'float64' }])).close();
    expect((await failure(() => readTable(path))).code).toMatch(/^empty-(table|file)$/);
    if (extension !== 'ndjson') {
      const table = await readTable(path, { allowEmpty: true });
      expect([table.numRows, table.schema.fields.map(({ name }) => name)]).toEqual([0, ['x']]);
    }
  });
});

describe('files', () => {
  test('an Arrow file is read by apache-arrow itself', async () => {
    const table = await readTable(folder.write('t.csv', 'a,b\n1,x\n2,\n'));
    await writeTable(table, folder.file('t.arrow'));
    const back = tableFromIPC(readFileSync(folder.file('t.arrow')));
    expect(back.toArray().map((row) => row.toJSON())).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: null },
    ]);
  });

  test('folders on the way are made; a folder in the way is an error', async () => {
    const table = await readTable(folder.write('t.csv', 'a\n1\n'));
    await writeTable(table, folder.file('deep/er/t.csv'));
    expect(readFileSync(folder.file('deep/er/t.csv'), 'utf8')).toBe('a\n1\n');
    expect(
      (await failure(() => writeTable(table, folder.file('deep'), { format: 'csv' }))).code,
    ).toBe('directory');
    const blocked = await failure(() => writeTable(table, folder.file('t.csv/x.csv')));
    expect(blocked.message).toContain('a part of its path is a file');
  });

  test('an unknown extension and twin columns are refused before anything is written', async () => {
    const x: WriterField = { name: 'x', type: 'float64' };
    const unknown = await failure(() => openTableWriter(folder.file('t.xls'), [x]));
    expect(unknown.code).toBe('unknown-format');
    const twins = await failure(() =>
      openTableWriter(folder.file('t2.csv'), [x, { ...x, name: 'X' }]),
    );
    expect(twins.code).toBe('duplicate-column');
    expect(
      folder.list().filter((name) => name.startsWith('t2') || name.includes('partial')),
    ).toEqual([]);
  });
});
