/** Streaming: batches in order, numbers from any format, memory that does not grow. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ColumnMemory,
  column,
  readTable,
  scanBatches,
  scanColumns,
  writeTable,
} from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const COUNT = 30_000;
const FORMATS = ['csv', 'parquet', 'arrow', 'ndjson'];

const text = (i: number): string => (i % 4 === 0 ? '' : String(i / 8));

beforeAll(async () => {
  const lines = Array.from({ length: COUNT }, (_, i) => `${i},${text(i)},${i % 2 === 0},t${i}`);
  const path = folder.write('rows.csv', `row,half,even,name\n${lines.join('\n')}\n`);
  const table = await readTable(path);
  for (const format of FORMATS.slice(1)) await writeTable(table, folder.file(`rows.${format}`));
});

describe.each(FORMATS)('scanColumns of %s', (format) => {
  test('gives named columns as numbers, batch by batch', async () => {
    const path = folder.file(`rows.${format}`);
    let next = 0;
    const options = { columns: ['even', 'half', 'row'], batchRows: 7000, type: 'float32' } as const;
    for await (const { rows, start, columns } of scanColumns(path, options)) {
      expect(start).toBe(next);
      expect(rows).toBe(Math.min(7000, COUNT - next));
      const [even, half, row] = columns;
      expect(row).toBeInstanceOf(Float32Array);
      for (let i = 0; i < rows; i += 1) {
        const at = start + i;
        if (row![i] !== at || even![i] !== Number(at % 2 === 0)) throw new Error(`row ${at}`);
        const expected = at % 4 === 0 ? Number.NaN : Math.fround(at / 8);
        if (!Object.is(half![i], expected)) throw new Error(`row ${at}: ${half![i]}`);
      }
      next += rows;
    }
    expect(next).toBe(COUNT);
  });

  test('computes columns and keeps rows as told', async () => {
    const path = folder.file(`rows.${format}`);
    let count = 0;
    for await (const { rows, columns } of scanColumns(path, {
      select: { double: column('row').times(2) },
      where: column('row').modulo(3).equals(0),
    })) {
      for (let i = 0; i < rows; i++) expect(columns[0]![i]).toBe((count + i) * 6);
      count += rows;
    }
    expect(count).toBe(COUNT / 3);
  });

  test('names a column that is no number', async () => {
    const error = await failure(() =>
      scanColumns(folder.file(`rows.${format}`), { columns: ['name'] }).next(),
    );
    expect(error.message).toContain('"name"');
  });
});

describe('buffers', () => {
  test('are reused, take turns, and lie in the arena given', async () => {
    const memory = new ColumnMemory();
    const seen = new Set<unknown>();
    let batches = 0;
    for await (const { columns } of scanColumns(folder.file('rows.csv'), {
      columns: ['row'],
      batchRows: 2000,
      buffers: 2,
      memory,
    })) {
      seen.add(columns[0]);
      batches++;
      expect(ColumnMemory.of(columns[0]!.buffer)).toBe(memory);
    }
    expect(batches).toBe(15);
    expect(seen.size).toBe(2);
  });

  test('are freed with the query when the reader stops early', async () => {
    for (let i = 0; i < 20; i++) {
      for await (const { rows } of scanColumns(folder.file('rows.parquet'), {
        columns: ['row'],
        batchRows: 64,
      })) {
        expect(rows).toBe(64);
        break;
      }
    }
  });

  test("hold texts that a file's first rows did not lead one to expect", async () => {
    const path = folder.write('nan.csv', 'x\n1\nnan\nNaN\n\n 2.5 \n');
    const found: number[] = [];
    for await (const { rows, columns } of scanColumns(path, { columns: ['x'] })) {
      found.push(...columns[0]!.subarray(0, rows));
    }
    expect(found.slice(0, 3)).toEqual([1, Number.NaN, Number.NaN]);
    expect(found.at(-1)).toBe(2.5);
  });

  test('of no rows are an error', async () => {
    const path = folder.write('none.csv', 'x\n');
    expect((await failure(() => scanColumns(path, { columns: ['x'] }).next())).code).toBe(
      'empty-table',
    );
    expect(
      (await failure(() => scanColumns(path, { columns: ['x'], batchRows: 0 }).next())).code,
    ).toBe('invalid-option');
  });
});

describe.each(FORMATS)('scanBatches of %s', (format) => {
  test('gives all columns with their types, in order', async () => {
    let next = 0;
    const options = { batchRows: 6000, columns: ['name', 'row'] };
    for await (const batch of scanBatches(folder.file(`rows.${format}`), options)) {
      expect(batch.schema.fields.map((field) => field.name)).toEqual(['name', 'row']);
      for (let i = 0; i < batch.numRows; i += 997) {
        expect(batch.get(i)!.toJSON()).toEqual({ name: `t${next + i}`, row: next + i });
      }
      next += batch.numRows;
    }
    expect(next).toBe(COUNT);
  });
});
