/** Names of columns: one rule for every format. */
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import { closeDatabase, openTableWriter, readTable, scanColumns } from '../../../src/data/index.js';
import { failure, rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
afterAll(closeDatabase);

async function parquet(name: string, select: string): Promise<string> {
  const path = folder.file(name);
  const { connect } = await import('../../../src/data/engine/index.js');
  const connection = await connect();
  await connection.run(`COPY (SELECT ${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return path;
}

describe('columns called alike but for upper and lower case', () => {
  const sources: Record<string, () => Promise<string> | string> = {
    csv: () => folder.write('case.csv', 'v,V\n1,2\n'),
    json: () => folder.write('case.ndjson', '{"v":1}\n{"V":2}\n'),
    arrow: () => {
      const table = tableFromArrays({ v: Float64Array.of(1), V: Float64Array.of(2) });
      return folder.write('case.arrow', tableToIPC(table, 'file'));
    },
  };

  test.each(Object.keys(sources))('are refused in %s', async (name) => {
    const path = await sources[name]!();
    const actions = [
      () => readTable(path),
      () => readTable(path, { sql: 'SELECT 1 AS one FROM source' }),
      async () => {
        for await (const batch of scanColumns(path, {})) batch.columns.at(0);
      },
    ];
    for (const action of actions) {
      const error = await failure(action);
      expect(error.code).toBe('duplicate-column');
      expect(error.problem).toMatch(path);
      expect(error.problem).toMatch(/columns 1 and 2 are called "v" and "V"|"V" and "v"/);
      expect(error.hint).toBe('column names must differ by more than upper and lower case');
    }
  });

  test('are not written', async () => {
    const fields = [
      { name: 'v', type: 'float64' as const },
      { name: 'V', type: 'float64' as const },
    ];
    for (const format of ['csv', 'parquet', 'arrow', 'ndjson']) {
      const error = await failure(() => openTableWriter(folder.file(`out.${format}`), fields));
      expect(error.code).toBe('duplicate-column');
    }
  });
});

test.each([
  ['SELECT a AS v, b AS V FROM source', 'columns 1 and 2 are called "v" and "V"'],
  [
    'WITH q AS (SELECT * FROM source) SELECT b, a, b FROM q;',
    'columns 1 and 3 are both called "b"',
  ],
])('the results of queries: %s', async (sql, problem) => {
  const path = folder.write('ab.csv', 'a,b\n1,2\n');
  const error = await failure(() => readTable(path, { sql }));
  expect(error.code).toBe('duplicate-column');
  expect(error.problem).toBe(`the query over ${path}: ${problem}`);
  expect(error.hint).toMatch(/rename one with AS/);
});

test('a key without a name is refused in JSON, and one like a made up name is not', async () => {
  const nameless = folder.write('nameless.ndjson', '{"":1,"v":2}\n');
  const error = await failure(() => readTable(nameless));
  expect(error.problem).toBe(`${nameless}: column 1 has no name`);
  const given = folder.write('given.ndjson', '{"C0":1,"v":2,"v_1":3}\n');
  expect(rowsOf(await readTable(given))).toEqual([{ C0: 1, v: 2, v_1: 3 }]);
});

describe('names that Parquet files have', () => {
  test.each([
    ['case', 'columns 2 and 3 are called "v" and "V"'],
    ['twins', 'columns 2 and 3 are both called "v"'],
    ['nameless', 'column 2 has no name'],
  ])('are not made up: %s', async (name, problem) => {
    const path = join(import.meta.dirname, `../../fixtures/column-names/${name}.parquet`);
    const error = await failure(() => readTable(path));
    expect(error.problem).toBe(`${path}: ${problem}`);
  });

  test('may look as if they had been given', async () => {
    const path = await parquet('given.parquet', '1 AS v_1, 2 AS v, {a: 1, b: [2]} AS "C0", 3 AS b');
    const [row] = rowsOf(await readTable(path));
    expect(Object.keys(row!)).toEqual(['v_1', 'v', 'C0', 'b']);
  });
});
