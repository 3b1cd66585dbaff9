/** Dictionaries in Arrow IPC: of whatever values, they read as the plain columns of the same values. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Bool,
  type DataType,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  categoryColumn,
  closeDatabase,
  numericColumn,
  readTable,
  scanColumns,
  writeTable,
} from '../../../src/data/index.js';
import { takeRows } from '../../../src/data/table/take-rows.js';
import { failure, rowsOf, temporaryFolder, typesOf } from '../folder.js';

const folder = temporaryFolder();
afterAll(closeDatabase);

const fixture = (name: string) =>
  join(import.meta.dirname, '../../fixtures/arrow-dictionaries', name);

const INDICES = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'];
const fileOf = (index: string) => fixture(`${index}.arrow${index.startsWith('u') ? 's' : ''}`);

type ScanOptions = Parameters<typeof scanColumns>[1];

async function scanned(path: string, options: ScanOptions = {}): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { columns, rows } of scanColumns(path, options)) {
    for (const [i, values] of columns.entries()) {
      all[i] = [...(all[i] ?? []), ...values.subarray(0, rows)];
    }
  }
  return all;
}

describe('dictionaries that pyarrow wrote', () => {
  test.each(INDICES)('with indices of %s read as plain columns', async (index) => {
    const plain = await readTable(fixture('plain.arrow'));
    const table = await readTable(fileOf(index));
    expect(typesOf(table)).toEqual(typesOf(plain));
    expect(rowsOf(table)).toEqual(rowsOf(plain));
  });

  test.each(INDICES)('with indices of %s are streamed as plain columns', async (index) => {
    const numbers = /^(?:bool|u?int|float|decimal)/;
    const names = Object.keys(typesOf(await readTable(fixture('plain.arrow'))));
    const columns = names.filter((name) => numbers.test(name));
    expect(columns).toHaveLength(14);
    expect(await scanned(fileOf(index), { columns })).toEqual(
      await scanned(fixture('plain.arrow'), { columns }),
    );
  });

  test.each(INDICES)('with indices of %s are in SQL what plain columns are', async (index) => {
    const sql = 'SELECT * FROM source';
    expect(rowsOf(await readTable(fileOf(index), { sql }))).toEqual(
      rowsOf(await readTable(fixture('plain.arrow'), { sql })),
    );
  });

  test('read as such when slices begin within a byte of bitmaps', async () => {
    const plain = rowsOf(await readTable(fixture('plain.arrow')));
    expect(rowsOf(await readTable(fixture('sliced.arrow')))).toEqual(plain.slice(3, 8));
  });

  test('may have no rows', async () => {
    const table = await readTable(fixture('no-rows.arrow'), { allowEmpty: true });
    expect(typesOf(table)).toEqual(typesOf(await readTable(fixture('plain.arrow'))));
  });

  test.each(['delta.arrow', 'delta.arrows', 'replaced.arrows'])('%s', async (name) => {
    const rows = rowsOf(await readTable(fixture(name)));
    const expected = [10.5, 20.5, 30.5, 10.5, null];
    const texts = ['p', 'q', 'r', 'p', null];
    if (name.startsWith('replaced')) {
      expected.push(99.5, null);
      texts.push('s', null);
    }
    expect(rows).toEqual(expected.map((number, i) => ({ number, again: number, text: texts[i] })));
  });

  test.each(['time32', 'time64', 'duration', 'binary3'])('of %s are refused', async (name) => {
    const path = fixture('refused.arrow');
    const error = await failure(() => readTable(path, { columns: [name] }));
    expect(error.code).toBe('column-type');
    expect(error.problem).toMatch(`${path}, column "${name}": `);
    const table = await readTable(path, { columns: ['number'] });
    expect(rowsOf(table)).toEqual([{ number: 1.5 }, { number: 2.5 }]);
  });

  test('within dictionaries, and compressed ones, are refused in words', async () => {
    const nested = await failure(() => readTable(fixture('nested.arrow')));
    expect(nested.message).toContain('nested ones are not supported');
    const packed = await failure(() => readTable(fixture('lz4.arrow')));
    expect(packed.problem).toBe(
      `${fixture('lz4.arrow')} is compressed, which Arrow IPC here is not`,
    );
  });

  test('are the same categories as plain texts, missing values among them too', async () => {
    const plain = await readTable(fixture('plain.arrow'));
    for (const index of INDICES) {
      const table = await readTable(fileOf(index));
      for (const name of ['utf8', 'large_utf8']) {
        const { names, codes } = categoryColumn(table, name);
        expect(names).toEqual(['a', 'é']);
        expect([...codes]).toEqual([...categoryColumn(plain, name).codes]);
        const categories = new Map([[name, names!]]);
        expect(await scanned(fileOf(index), { columns: [name], categories })).toEqual([[...codes]]);
      }
    }
  });
});

const VALUES: readonly [DataType, fc.Arbitrary<unknown>][] = [
  [new Bool(), fc.boolean()],
  [new Float32(), fc.float({ noNaN: true })],
  [new Float64(), fc.double({ noNaN: true })],
  [new Int8(), fc.integer({ min: -128, max: 127 })],
  [new Uint16(), fc.integer({ min: 0, max: 65_535 })],
  [new Int32(), fc.integer()],
  [new Uint32(), fc.nat()],
  [new Int64(), fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })],
  [new Uint64(), fc.bigInt({ min: 0n, max: 2n ** 53n })],
  [new Utf8(), fc.string()],
];
const INDEX_TYPES = [Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64];

const columnOf = (places: readonly (number | null)[], some: readonly unknown[], type: DataType) =>
  vectorFromArray(
    places.map((place) => (place === null ? null : some[place])),
    type,
  ) as Vector;

/** A column of codes of a dictionary, apache-arrow's own way of making one having no nulls among the values. */
function coded(places: readonly (number | null)[], dictionary: Vector, index: DataType): Vector {
  const codes = vectorFromArray(
    places.map((place) =>
      place === null || !index.toString().endsWith('64') ? place : BigInt(place),
    ),
    index,
  ).data[0]!;
  const type = new Dictionary(dictionary.type, index as Int32, 7);
  const { length, nullCount, nullBitmap, values } = codes;
  const parts = { type, length, nullCount, nullBitmap, data: values, dictionary };
  return new Table({ v: makeVector(makeData(parts as never)) }).getChild('v') as Vector;
}

const makeVector = (data: ReturnType<typeof makeData>): Vector =>
  new Table([
    (() => {
      const { schema } = new Table({ v: vectorFromArray([1]) });
      const field = schema.fields[0]!.clone({ type: data.type });
      const struct = makeData({ type: new Struct([field]), length: data.length, children: [data] });
      return new RecordBatch(new Schema([field]), struct);
    })(),
  ]).getChild('v') as Vector;

const example = fc
  .record({
    kind: fc.integer({ min: 0, max: VALUES.length - 1 }),
    index: fc.integer({ min: 0, max: INDEX_TYPES.length - 1 }),
    form: fc.constantFrom('file' as const, 'stream' as const),
  })
  .chain(({ kind, index, form }) => {
    const [type, value] = VALUES[kind]!;
    const some = fc.array(fc.option(value), { minLength: 1, maxLength: 12 });
    return some.chain((values) =>
      fc.record({
        type: fc.constant(type),
        index: fc.constant(new INDEX_TYPES[index]!() as DataType),
        form: fc.constant(form),
        values: fc.constant(values),
        places: fc.array(fc.option(fc.integer({ min: 0, max: values.length - 1 })), {
          minLength: 1,
          maxLength: 30,
        }),
      }),
    );
  });

describe('any dictionary', () => {
  test('reads, streams, is taken from and written as its plain column', async () => {
    let files = 0;
    await fc.assert(
      fc.asyncProperty(example, async ({ type, index, form, values, places }) => {
        const plain = new Table({ v: columnOf(places, values, type) });
        const table = new Table({
          v: coded(places, columnOf([...values.keys()], values, type), index),
        });
        const path = folder.write(`coded-${files}.arrow`, tableToIPC(table, form));
        const other = folder.write(`plain-${files}.arrow`, tableToIPC(plain, form));
        files++;
        const expected = rowsOf(await readTable(other, { allowEmptyColumns: true }));
        expect(rowsOf(await readTable(path, { allowEmptyColumns: true }))).toEqual(expected);
        // Tables in memory are read by the same code.
        const rows = Uint32Array.from(places.keys()).reverse();
        const taken = rowsOf(takeRows(table, rows)).map(({ v }) => ({
          v: typeof v === 'bigint' ? Number(v) : v,
        }));
        expect(taken).toEqual(expected.toReversed());
        const written = folder.file(`written-${files}.parquet`);
        await writeTable(table, written);
        expect(rowsOf(await readTable(written))).toEqual(expected);
        if (type.toString() === 'Utf8') return;
        expect(await scanned(path)).toEqual(await scanned(other));
        const options = { allowEmpty: true };
        expect([...numericColumn(table, 'v', options)]).toEqual([
          ...numericColumn(plain, 'v', options),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test('the fixtures hold dictionaries', () => {
    // A fixture written without them would make every test above pass.
    expect(readFileSync(fileOf('int8')).length).toBeGreaterThan(
      readFileSync(fixture('plain.arrow')).length,
    );
  });
});
