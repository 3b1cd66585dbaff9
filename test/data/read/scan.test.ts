/** Streaming: batches in order, numbers from any format, memory that does not grow. */
import { Float64, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  ColumnMemory,
  column,
  openTableWriter,
  parseTableSchema,
  readTable,
  scanBatches,
  scanColumns,
  writerFields,
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

  test('gives floats of either width where either will do', async () => {
    const path = folder.file(`rows.${format}`);
    const columns = ['half', 'row'];
    const wide = scanColumns(path, { columns, batchRows: 7000 });
    const either = scanColumns(path, { columns, batchRows: 7000, type: 'floats' });
    for await (const { rows, start, columns } of either) {
      const { value: expected } = await wide.next();
      expect({ rows, start }).toEqual({ rows: expected!.rows, start: expected!.start });
      columns.forEach((column, i) => {
        expect([...column.subarray(0, rows)]).toEqual([...expected!.columns[i]!.subarray(0, rows)]);
      });
    }
    expect((await wide.next()).done).toBe(true);
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

describe('floats of an Arrow file', () => {
  const scan = async (path: string, columns: readonly string[]) => {
    const found: (Float32Array | Float64Array)[] = [];
    for await (const batch of scanColumns(path, { columns, type: 'floats' })) {
      expect(found).toEqual([]);
      found.push(...batch.columns.map((column) => column.subarray(0, batch.rows)));
    }
    return found;
  };

  test('keep their width, in the order asked for, with NaN where they are missing', async () => {
    const path = folder.write('floats.csv', 'a,b,c\n1,0.5,x\n,0.25,y\n3,,z\n');
    const schema = parseTableSchema({ a: 'float32', b: 'float64' });
    const table = await readTable(path, { schema, columns: ['a', 'b'] });
    await writeTable(table, folder.file('floats.arrow'));
    expect(await scan(folder.file('floats.arrow'), ['b', 'a'])).toEqual([
      Float64Array.of(0.5, 0.25, Number.NaN),
      Float32Array.of(1, Number.NaN, 3),
    ]);
    const error = await failure(() => scan(folder.file('floats.arrow'), ['a', 'd']));
    expect(error.problem).toBe(`${folder.file('floats.arrow')} has no column "d"`);
  });

  test('beside texts, in several batches, and numbers of other types are read as ever', async () => {
    const path = folder.write('mixed.csv', 'a,n,c\n1,7,x\n,8,y\n');
    const schema = parseTableSchema({ a: 'float32', n: 'int16' });
    const table = await readTable(path, { schema });
    await writeTable(table, folder.file('mixed.arrow'));
    const writer = await openTableWriter(folder.file('batches.arrow'), writerFields(table));
    for (let batch = 0; batch < 2; batch++) await writer.appendBatch(table);
    await writer.close();
    const [a, n] = [
      [1, Number.NaN],
      [7, 8],
    ];
    const once = await scan(folder.file('mixed.arrow'), ['n', 'a']);
    expect(once.map((column) => [...column])).toEqual([n, a]);
    const twice = await scan(folder.file('batches.arrow'), ['n', 'a']);
    expect(twice.map((column) => [...column])).toEqual([
      [...n!, ...n!],
      [...a!, ...a!],
    ]);
  });
});

describe('columns of categories', () => {
  const names = ['Ann', 'ben', 'émile', '007'];
  const many = [...names, ...Array.from({ length: 40 }, (_, i) => `other ${i}`)];
  const rows = ['ben', 'Ann', '', 'zoe', 'émile', '7', '007', 'other 39'];

  async function codes(source: string, categories: readonly string[]): Promise<number[][]> {
    const found: number[][] = [];
    const options = { columns: ['n', 'who'], categories: new Map([['who', categories]]) };
    for await (const batch of scanColumns(source, { ...options, batchRows: 3 })) {
      found.push(...batch.columns.map((column) => [...column.subarray(0, batch.rows)]));
    }
    return [found.filter((_, i) => i % 2 === 0).flat(), found.filter((_, i) => i % 2 === 1).flat()];
  }

  test('are places among the names, whatever the format', async () => {
    const text = rows.map((who, row) => `${row},${who}`).join('\n');
    const csv = folder.write('who.csv', `n,who\n${text}\n`);
    const table = await readTable(csv);
    for (const ending of ['parquet', 'arrow', 'json']) {
      await writeTable(table, folder.file(`who.${ending}`));
    }
    for (const ending of ['csv', 'parquet', 'arrow', 'json']) {
      for (const categories of [names, many]) {
        const [n, who] = await codes(folder.file(`who.${ending}`), categories);
        expect(n).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
        const place = (name: string) =>
          categories.includes(name) ? categories.indexOf(name) : Number.NaN;
        expect(who).toEqual(rows.map(place));
      }
    }
  });

  test('must be text; in a text file digits are', async () => {
    const path = folder.write('digits.csv', 'n,who\n1,007\n2,7\n');
    expect(await codes(path, ['7', '007'])).toEqual([
      [1, 2],
      [1, 0],
    ]);
    const table = await readTable(folder.write('numbers.csv', 'n,who\n1,70\n2,7\n'));
    for (const ending of ['parquet', 'arrow']) {
      await writeTable(table, folder.file(`digits.${ending}`));
      const error = await failure(() => codes(folder.file(`digits.${ending}`), names));
      expect(error.message).toMatch(/column "who" is .*loat64, but text is needed/i);
    }
  });

  test('may lie as plain text in an Arrow file', async () => {
    const vector = vectorFromArray(['ben', null, 'zoe', 'Ann'], new Utf8());
    const table = new Table({ n: vectorFromArray([1, 2, 3, 4], new Float64()), who: vector });
    const path = folder.write('plain.arrow', tableToIPC(table, 'file'));
    expect((await codes(path, names))[1]).toEqual([1, Number.NaN, Number.NaN, 0]);
  });
});
