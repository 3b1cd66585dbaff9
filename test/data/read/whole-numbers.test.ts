/** Whole numbers that a float64 cannot hold are refused on every way to one; what it can hold is kept. */
import {
  Decimal,
  Int64,
  makeData,
  Table,
  tableFromArrays,
  tableToIPC,
  Uint64,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import {
  closeDatabase,
  numericColumn,
  readLibsvm,
  readTable,
  scanColumns,
} from '../../../src/data/index.js';
import { readNumberLines } from '../../../src/data/text/number-lines.js';
import { failure, rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
afterAll(closeDatabase);

const LIMIT = 2n ** 53n;
const one = folder.write('one.csv', 'a\n1\n');
const big = `whole number ${LIMIT + 1n} is beyond 2^53, where a float64 loses digits`;

async function drain(path: string): Promise<void> {
  for await (const batch of scanColumns(path, { columns: ['v'] })) batch.columns.at(0);
}

/** A Parquet file with the values, in this order, of a column `v` of a DuckDB type. */
async function parquet(type: string, values: readonly string[]): Promise<string> {
  const path = folder.file(`${type.replace(/\W+/g, '-')}-${values.length}.parquet`);
  const { connect } = await import('../../../src/data/engine/index.js');
  const connection = await connect();
  const rows = values.map((value) => `(CAST('${value}' AS ${type}))`).join(', ');
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rows}) AS t(v)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  return path;
}

const arrow = (vector: unknown, name: string): string =>
  folder.write(name, tableToIPC(new Table({ v: vector } as never), 'file'));

const TYPES = ['BIGINT', 'UBIGINT', 'DECIMAL(18, 0)', 'DECIMAL(38, 2)'];

describe('of Parquet', () => {
  test.each(TYPES)('%s', async (type) => {
    const suffix = type.endsWith('2)') ? '.00' : '';
    const kept = await parquet(type, ['1', String(LIMIT)]);
    expect(rowsOf(await readTable(kept))).toEqual([{ v: 1 }, { v: Number(LIMIT) }]);
    await drain(kept);
    const path = await parquet(type, ['1', '2', String(LIMIT + 1n)]);
    for (const action of [() => readTable(path), () => drain(path)]) {
      const error = await failure(action);
      expect(error.code).toBe('integer-precision');
      expect(error.problem).toBe(
        `${path}, column "v", row 3: the ${big.replace(' is', `${suffix} is`)}`,
      );
    }
    const error = await failure(() => readTable(path, { sql: 'SELECT v AS w FROM source' }));
    expect(error.problem).toContain(`column "w", row 3: the whole number ${LIMIT + 1n}`);
  });
});

describe('of Arrow', () => {
  test.each([
    ['int64', new Int64(), -1n],
    ['uint64', new Uint64(), 1n],
  ])('%s', async (name, type, sign) => {
    const kept = arrow(vectorFromArray([null, sign * LIMIT], type), `${name}-kept.arrow`);
    expect(rowsOf(await readTable(kept))).toEqual([{ v: null }, { v: Number(sign * LIMIT) }]);
    await drain(kept);
    const vector = vectorFromArray(
      [1n, sign * (LIMIT + 1n)].map((x) => x * 1n),
      type,
    );
    const path = arrow(vector, `${name}.arrow`);
    for (const action of [() => readTable(path), () => drain(path)]) {
      const error = await failure(action);
      expect(error.code).toBe('integer-precision');
      expect(error.problem).toBe(
        `${path}, column "v", row 2: the ${big.replace('number ', sign < 0n ? 'number -' : 'number ')}`,
      );
    }
    const inMemory = await failure(() => numericColumn(new Table({ v: vector }), 'v'));
    expect(inMemory.problem).toMatch(/^column "v", row 2: the whole number/);
  });

  test('decimals, whose values below one keep their places', async () => {
    const words = Uint32Array.of(125, 0, 0, 0, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff);
    const data = makeData({ type: new Decimal(2, 20, 128), length: 2, data: words });
    const table = new Table({ v: vectorFromArray([0, 0]) }).assign(
      new Table({ d: vectorOf(data) } as never),
    );
    const path = folder.write('decimal.arrow', tableToIPC(table, 'file'));
    expect(rowsOf(await readTable(path, { columns: ['d'] }))).toEqual([{ d: 1.25 }, { d: -0.01 }]);
  });
});

const vectorOf = (data: unknown): unknown => {
  const vector = vectorFromArray([0]) as unknown as {
    constructor: new (data: unknown[]) => unknown;
  };
  return new vector.constructor([data]);
};

describe('of LibSVM and of files beside a table', () => {
  const refused = ['9007199254740993', '-12345678901234567890'];
  test.each(refused.flatMap((text) => [`1 0:2 1:${text}`, `${text} 0:2`]))('%s', async (line) => {
    const path = folder.write('big.svm', `1 0:1\n${line}\n`);
    const error = await failure(() => readLibsvm(path));
    expect(error.code).toBe('integer-precision');
    expect(error.problem).toMatch(`${path}:2: the whole number ${/-?\d{16,}/.exec(line)?.[0]} is`);
  });

  test.each(refused)('a line of numbers with %s', async (text) => {
    const path = folder.write('numbers.weight', `1\n${text}\n`);
    const error = await failure(() => readNumberLines(path));
    expect(error.code).toBe('integer-precision');
    expect(error.problem).toMatch(`${path}:2: the whole number ${text} is`);
  });

  test('what a float64 holds is kept', async () => {
    const path = folder.write('kept.svm', '9007199254740992 0:1e20 1:-12345678901234567890.5\n');
    const { labels, matrix } = await readLibsvm(path);
    expect(labels?.[0]).toBe(2 ** 53);
    expect([...matrix.values]).toEqual([1e20, Number('-12345678901234567890.5')]);
  });
});

describe('of CSV', () => {
  test.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '+00009007199254740993',
  ])('a literal that is too long: %s', async (text) => {
    const path = folder.write('big.csv', `v\n1\n${text}\n`);
    for (const action of [() => readTable(path), () => drain(path)]) {
      const error = await failure(action);
      expect(error.code).toBe('integer-precision');
      expect(error.problem).toMatch(`${path}, line 3, column "v": the whole number ${text} is`);
    }
  });

  test('a float is kept, and so is 2^53', async () => {
    const texts = [
      '9007199254740992',
      '-9007199254740992',
      '1e20',
      '12345678901234567890.5',
      '1e300',
    ];
    const path = folder.write('kept.csv', `v\n${texts.join('\n')}\n`);
    expect(rowsOf(await readTable(path))).toEqual(texts.map((text) => ({ v: Number(text) })));
    await drain(path);
  });

  test.each(['9007199254740993', '-12345678901234567890', '123456789012345678901234567890'])(
    'and of JSON, among floats too: %s',
    async (text) => {
      for (const other of ['1.5', '2', 'null']) {
        const path = folder.write('big.ndjson', `{"v":${other}}\n{"v":${text}}\n`);
        for (const action of [() => readTable(path), () => drain(path)]) {
          const error = await failure(action);
          expect(error.code).toBe('integer-precision');
          expect(error.problem).toMatch(`${path}, column "v", row 2: the whole number ${text} is`);
        }
      }
    },
  );

  test('floats and times of JSON are kept', async () => {
    const path = folder.write(
      'kept.ndjson',
      '{"v":1e300,"t":"2016-03-14T17:24:55Z"}\n{"v":12345678901234567890.5}\n{"v":9007199254740992}\n',
    );
    const rows = rowsOf(await readTable(path));
    expect(rows.map(({ v }) => v)).toEqual([1e300, Number('12345678901234567890.5'), 2 ** 53]);
    expect(rows[0]?.['t']).toBe(Date.parse('2016-03-14T17:24:55Z'));
  });

  test('the results of queries', async () => {
    const sql =
      'SELECT a + 9007199254740992 AS big FROM (SELECT CAST(a AS BIGINT) AS a FROM source)';
    const error = await failure(() => readTable(one, { sql }));
    expect(error.problem).toBe(`${one}, column "big", row 1: the ${big}`);
  });
});

test('what a float64 column holds is no whole number', async () => {
  const table = tableFromArrays({ v: Float64Array.of(1e300, 2 ** 60) });
  const path = folder.write('floats.arrow', tableToIPC(table, 'file'));
  expect(rowsOf(await readTable(path))).toEqual([{ v: 1e300 }, { v: 2 ** 60 }]);
});
