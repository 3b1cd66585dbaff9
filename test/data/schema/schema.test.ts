/** Schemas: what users write, what Arrow keeps of it, what does not fit. */
import { Dictionary, Type } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  COLUMN_TYPE_NAMES,
  openTableWriter,
  parseTableSchema,
  readTable,
  scanBatches,
  writeTable,
} from '../../../src/data/index.js';
import { arrowTypeOf } from '../../../src/data/schema/arrow-type.js';
import { ArrowTypeId } from '../../../src/data/schema/arrow-type-id.js';
import { columnTypeOf, fromArrowType, fromDuckDBType } from '../../../src/data/schema/index.js';
import { convertible } from '../../../src/data/table/check-schema.js';
import { failure, rowsOf, temporaryFolder, typesOf } from '../folder.js';

const folder = temporaryFolder();

describe('parseTableSchema', () => {
  test('takes a type alone or a map', () => {
    expect(
      parseTableSchema({ a: 'utf8', b: { type: 'float32', unit: 'second', nullable: false } }),
    ).toEqual({
      a: { type: 'utf8', nullable: true },
      b: { type: 'float32', unit: 'second', nullable: false },
    });
  });

  test.each([
    [{ a: 'flaot64' }, /a\.type: "flaot64" is not a column type \(did you mean "float64"\?\)/],
    [{ a: { type: 'utf8', nulable: true } }, /, a: .*nulable/],
    [{ a: {} }, /a\.type: "undefined" is not a column type/],
    [['a'], /conf\/catalog\.yml: /],
  ])('refuses %j', async (input, message) => {
    const error = await failure(() => parseTableSchema(input, 'conf/catalog.yml'));
    expect(error.code).toBe('invalid-schema');
    expect(error.message).toMatch(message);
  });
});

describe('types', () => {
  test("have Arrow's own numbers", () => {
    expect(Type).toMatchObject(ArrowTypeId);
  });

  test('lead from DuckDB and Arrow back to themselves', () => {
    for (const name of COLUMN_TYPE_NAMES) {
      const { ArrayType, duckdb } = columnTypeOf(name);
      const arrow = arrowTypeOf(name);
      expect(fromArrowType(arrow)).toBe(name);
      expect((arrow instanceof Dictionary ? arrow.indices : arrow).ArrayType).toBe(ArrayType);
      expect(fromDuckDBType(duckdb)).toBe(name === 'int64' ? 'float64' : name);
    }
    expect(fromDuckDBType('DECIMAL(18,3)')).toBe('float64');
    expect(fromDuckDBType('STRUCT(a INTEGER)')).toBe('utf8');
  });

  test('convert within numbers, but never lose a fraction or turn text into numbers unseen', () => {
    expect(convertible('int32', 'float64')).toBe(true);
    expect(convertible('float64', 'float32')).toBe(true);
    expect(convertible('float64', 'int32')).toBe(false);
    expect(convertible('utf8', 'float64')).toBe(false);
    expect(convertible('bool', 'utf8')).toBe(false);
  });
});

describe('reading with a schema', () => {
  test('gives the declared types, and units with the columns', async () => {
    const path = folder.write('t.csv', 'id,seconds,flag,at\n7,60,1,2016-01-01 00:00:00\n8,61,0,\n');
    const schema = parseTableSchema({
      id: 'utf8',
      seconds: { type: 'int32', unit: 'second', description: 'length of the trip' },
      flag: 'bool',
      at: 'timestamp[s]',
    });
    const table = await readTable(path, { schema });
    expect(typesOf(table)).toEqual({
      id: 'Dictionary<Int32, Utf8>',
      seconds: 'Int32',
      flag: 'Bool',
      at: 'Timestamp<SECOND>',
    });
    expect(rowsOf(table)[0]).toEqual({ id: '7', seconds: 60, flag: true, at: 1451606400000 });
    const field = table.schema.fields[1]!;
    expect(Object.fromEntries(field.metadata)).toEqual({
      unit: 'second',
      description: 'length of the trip',
    });
  });

  test('holds for typed files, in whole and in batches', async () => {
    const path = folder.file('t.parquet');
    const writer = await openTableWriter(path, [{ name: 'x', type: 'float64' }]);
    await writer.appendColumns([[1, null, 3]], 3);
    await writer.close();
    const float = await readTable(path, { schema: parseTableSchema({ x: 'float32' }) });
    expect(typesOf(float)).toEqual({ x: 'Float32' });
    const whole = await failure(() =>
      readTable(path, { schema: parseTableSchema({ x: 'int32' }) }),
    );
    expect(whole.problem).toBe(`${path}, column "x": expected int32, found float64`);
    const strict = parseTableSchema({ x: { type: 'float64', nullable: false } });
    const error = await failure(() => scanBatches(path, { schema: strict }).next());
    expect(error.message).toContain('row 2 has no value');
    await writeTable(float, folder.file('t.arrow'));
    const widened = await readTable(folder.file('t.arrow'), {
      schema: parseTableSchema({ x: 'float64' }),
    });
    expect(typesOf(widened)).toEqual({ x: 'Float64' });
    expect(rowsOf(widened)).toEqual([{ x: 1 }, { x: null }, { x: 3 }]);
    const other = await failure(() => readTable(folder.file('t.arrow'), { schema: strict }));
    expect(other.message).toContain('row 2 has no value');
    const text = await failure(() =>
      readTable(folder.file('t.arrow'), { schema: parseTableSchema({ x: 'utf8' }) }),
    );
    expect(text.problem).toBe(
      `${folder.file('t.arrow')}, column "x": expected utf8, found float32`,
    );
    const missing = parseTableSchema({ y: 'float64' });
    const absent = await failure(() => readTable(folder.file('t.arrow'), { schema: missing }));
    expect(absent.code).toBe('missing-column');
  });
});
