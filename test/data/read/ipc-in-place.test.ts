/** Arrow files whose columns are used as they lie in the file, and those that cannot be. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  ColumnMemory,
  openTableWriter,
  parseTableSchema,
  readTable,
  type TableWriter,
  tableMemory,
} from '../../../src/data/index.js';
import { readInPlace } from '../../../src/data/read/ipc/in-place.js';
import { failure, rowsOf, temporaryFolder, typesOf } from '../folder.js';

const folder = temporaryFolder();

const ROWS = 1001;
const every = <T>(step: number, value: (i: number) => T) =>
  Array.from({ length: ROWS }, (_, i) => (i % step === 0 ? null : value(i)));

const fields = [
  { name: 'single', type: 'float32' },
  { name: 'double', type: 'float64' },
  { name: 'small', type: 'int8' },
  { name: 'flag', type: 'bool' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp[us]' },
  { name: 'whole', type: 'uint32' },
] as const;

const columns = [
  every(7, (i) => i / 4),
  every(5, (i) => i / 8),
  every(3, (i) => (i % 200) - 100),
  every(11, (i) => i % 2 === 0),
  every(13, (i) => i),
  BigInt64Array.from({ length: ROWS }, (_, i) => BigInt(i) * 1_000_003n),
  Uint32Array.from({ length: ROWS }, (_, i) => i),
];

async function write(name: string, append: (writer: TableWriter) => Promise<void>) {
  const writer = await openTableWriter(folder.file(name), fields);
  await append(writer);
  await writer.close();
  return folder.file(name);
}

const whole = () => write('whole.arrow', (writer) => writer.appendColumns(columns, ROWS));

/** The same rows in batches, which are read one by one. */
const batches = () =>
  write('batches.arrow', async (writer) => {
    for (let from = 0; from < ROWS; from += 100) {
      const rows = Math.min(100, ROWS - from);
      await writer.appendColumns(
        columns.map((column) => column.slice(from, from + rows)),
        rows,
      );
    }
  });

describe('in place', () => {
  test('is the same as batch by batch, for all types but texts', async () => {
    const path = await whole();
    const table = await readInPlace(path, {});
    const other = await readTable(await batches());
    expect(rowsOf(table!)).toEqual(rowsOf(other));
    expect(typesOf(table!)).toEqual(typesOf(other));
    expect(table!.schema.fields.map(({ name }) => table!.getChild(name)!.nullCount)).toEqual(
      other.schema.fields.map(({ name }) => other.getChild(name)!.nullCount),
    );
    const memory = tableMemory(table!)!;
    for (const { values, length } of table!.batches[0]!.data.children) {
      expect(ColumnMemory.of(values.buffer)).toBe(memory);
      expect(values.length).toBe(values instanceof Uint8Array ? Math.ceil(length / 8) : length);
    }
  });

  test('lies behind what an arena holds already', async () => {
    const path = await whole();
    const memory = new ColumnMemory();
    const mine = memory.allocateFloat64(10).fill(5);
    const first = await readTable(path, { memory });
    const second = await readTable(path, { memory });
    expect(tableMemory(second)).toBe(memory);
    expect(rowsOf(first)).toEqual(rowsOf(second));
    expect([...mine]).toEqual(Array(10).fill(5));
  });

  test('takes a schema that the file fits, with its units', async () => {
    const path = await whole();
    const schema = parseTableSchema({ single: { type: 'float32', unit: 'km' } });
    const table = await readTable(path, { schema });
    expect(table.schema.fields[0]!.metadata.get('unit')).toBe('km');
    const strict = parseTableSchema({ small: { type: 'int8', nullable: false } });
    expect((await failure(() => readTable(path, { schema: strict }))).code).toBe('missing-value');
  });
});

describe('not in place', () => {
  test.each([
    ['some columns', { columns: ['double'] }],
    ['another order', { columns: fields.map(({ name }) => name).reverse() }],
    ['another width', { schema: parseTableSchema({ single: 'float64' }) }],
  ])('%s', async (name, options) => {
    const path = await whole();
    const taken = await readInPlace(path, options);
    // Another order needs no other bytes.
    expect(taken === undefined).toBe(name !== 'another order');
    const table = await readTable(path, options);
    expect(rowsOf(table)).toEqual(rowsOf(await readTable(await batches(), options)));
  });

  test('texts, 64-bit integers that become floats, and streams', async () => {
    const table = tableFromArrays({ n: BigInt64Array.of(1n, 2n), t: ['a', 'b'] });
    for (const [form, chosen] of [
      ['file', ['n']],
      ['file', ['t']],
      ['stream', ['n', 't']],
    ] as const) {
      const path = folder.file(`${form}-${chosen.join('')}.arrow`);
      writeFileSync(path, tableToIPC(table.select([...chosen]), form));
      const memory = new ColumnMemory();
      const mark = memory.mark;
      expect(await readInPlace(path, { memory })).toBeUndefined();
      expect(memory.mark).toBe(mark);
      expect((await readTable(path)).numRows).toBe(2);
    }
  });
});

describe('a damaged file', () => {
  test('is refused, and takes no memory', async () => {
    const path = await whole();
    const bytes = readFileSync(path);
    const memory = new ColumnMemory();
    const mark = memory.mark;
    for (const [name, damaged] of [
      ['shorter', bytes.subarray(0, bytes.length - 100)],
      ['middle', Buffer.concat([bytes.subarray(0, 500), bytes.subarray(4000)])],
      ['header', Buffer.concat([bytes.subarray(0, 8), Buffer.alloc(300), bytes.subarray(308)])],
    ] as const) {
      writeFileSync(folder.file('damaged.arrow'), damaged);
      const error = await failure(() => readTable(folder.file('damaged.arrow'), { memory }));
      expect([name, error.code]).toEqual([
        name,
        expect.stringMatching(/^(?:damaged|truncated|unreadable|empty-table)$/),
      ]);
      expect(error.message).toContain('damaged.arrow');
      expect(memory.mark).toBe(mark);
    }
    truncateSync(path, 0);
    expect((await failure(() => readTable(path))).code).toBe('empty-file');
  });
});
