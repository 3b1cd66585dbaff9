/** Splits depend on what rows hold and on the seed, on nothing else. */
import { describe, expect, test } from 'vitest';
import {
  numericColumn,
  readTable,
  scanColumns,
  splitCondition,
  tableMemory,
  trainTestSplit,
  writeTable,
} from '../../../src/data/index.js';
import { takeRows } from '../../../src/data/table/take-rows.js';
import { failure, rowsOf, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const COUNT = 20_000;

const lines = Array.from(
  { length: COUNT },
  (_, i) =>
    `id${i},${i % 7 === 0 ? '' : i / 3},${i % 3},2016-01-01 00:00:${String(i % 60).padStart(2, '0')},${i % 2 === 0}`,
);
const HEADER = 'id,value,group,at,flag';
const path = folder.write('rows.csv', `${HEADER}\n${lines.join('\n')}\n`);

/** A different order: multiplying by a number prime to the count visits every row once. */
const shuffled = folder.write(
  'shuffled.csv',
  `${HEADER}\n${lines.map((_, i) => lines[(i * 7919) % COUNT]).join('\n')}\n`,
);

const idsOf = async (source: string, key?: string[], seed = 1): Promise<Set<unknown>> => {
  const { test } = await trainTestSplit(await readTable(source), { testSize: 0.2, seed, key });
  return new Set(rowsOf(test).map(({ id }) => id));
};

describe('trainTestSplit', () => {
  test('gives each row to one part, in the old order, about the share asked for', async () => {
    const table = await readTable(path);
    const { train, test } = await trainTestSplit(table, { testSize: 0.2, seed: 42, key: ['id'] });
    expect(train.numRows + test.numRows).toBe(COUNT);
    // Five standard deviations of a binomial share around a fifth.
    expect(Math.abs(test.numRows / COUNT - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / COUNT));
    const places = (rows: Record<string, unknown>[]) =>
      rows.map(({ id }) => Number(String(id).slice(2)));
    for (const part of [train, test]) {
      const ids = places(rowsOf(part));
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    }
    expect(new Set([...places(rowsOf(train)), ...places(rowsOf(test))]).size).toBe(COUNT);
    expect(tableMemory(test)!.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    const all = rowsOf(table);
    for (const row of rowsOf(test).slice(0, 200)) {
      expect(row).toEqual(all[Number(String(row['id']).slice(2))]);
    }
  });

  test.each([[undefined], [['id']]])('does not depend on order (key %s)', async (key) => {
    expect(await idsOf(shuffled, key)).toEqual(await idsOf(path, key));
  });

  test("does not depend on the file's format or the order of columns", async () => {
    const table = await readTable(path);
    await writeTable(table, folder.file('rows.parquet'));
    await writeTable(
      table.select(['flag', 'at', 'group', 'value', 'id']),
      folder.file('turned.arrow'),
    );
    const ids = await idsOf(path);
    expect(await idsOf(folder.file('rows.parquet'))).toEqual(ids);
    expect(await idsOf(folder.file('turned.arrow'))).toEqual(ids);
  });

  test('rows with equal keys stay together; another seed splits otherwise', async () => {
    const table = await readTable(path);
    const { train, test } = await trainTestSplit(table, { testSize: 0.4, seed: 3, key: ['group'] });
    const groups = (rows: Record<string, unknown>[]) => new Set(rows.map(({ group }) => group));
    for (const group of groups(rowsOf(test))) expect(groups(rowsOf(train))).not.toContain(group);
    expect(await idsOf(path, ['id'], 2)).not.toEqual(await idsOf(path, ['id'], 1));
  });

  test('is the same for ever: these rows of a hundred belong to the test part', async () => {
    const table = takeRows(
      await readTable(path),
      Uint32Array.from({ length: 100 }, (_, i) => i),
    );
    const { test } = await trainTestSplit(table, { testSize: 0.1, seed: 7, key: ['id'] });
    expect(rowsOf(test).map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "id7",
        "id14",
        "id18",
        "id38",
        "id56",
        "id63",
        "id67",
        "id68",
        "id70",
        "id88",
        "id97",
      ]
    `);
  });

  test('refuses what cannot be', async () => {
    const table = await readTable(path);
    const code = async (options: Parameters<typeof trainTestSplit>[1]) =>
      (await failure(() => trainTestSplit(table, options))).code;
    expect(await code({ testSize: 0, seed: 1 })).toBe('invalid-option');
    expect(await code({ testSize: 20, seed: 1 })).toBe('invalid-option');
    expect(await code({ testSize: 0.2, seed: 0.5 })).toBe('invalid-option');
    expect(await code({ testSize: 0.2, seed: 1, key: ['idd'] })).toBe('missing-column');
    expect(await code({ testSize: 1e-9, seed: 1 })).toBe('empty-split');
  });
});

describe('in a streamed query', () => {
  test('the same rows are chosen as from the table', async () => {
    const split = { testSize: 0.2, seed: 5 };
    const { train, test } = await trainTestSplit(await readTable(path), split);
    for (const [part, whole] of [
      ['train', train],
      ['test', test],
    ] as const) {
      const read = await readTable(path, { split: { ...split, part } });
      expect(rowsOf(read)).toEqual(rowsOf(whole));
      const values: number[] = [];
      for await (const batch of scanColumns(path, {
        columns: ['value'],
        split: { ...split, part },
        batchRows: 1000,
      })) {
        values.push(...batch.columns[0]!.subarray(0, batch.rows));
      }
      expect(new Float64Array(values)).toEqual(numericColumn(whole, 'value'));
    }
  });

  test('a column may be called anything', async () => {
    const odd = folder.write('odd.csv', `"a'b","c""d"\n1,x\n2,y\n3,z\n4,\n`);
    const count = async (part: 'train' | 'test') =>
      (await readTable(odd, { split: { testSize: 0.5, seed: 1, part }, allowEmpty: true })).numRows;
    expect((await count('train')) + (await count('test'))).toBe(4);
    const columns = [{ name: 'id', type: 'VARCHAR' }];
    const code = failure(() => splitCondition(columns, { testSize: 0.5, seed: 1, key: ['iid'] }));
    expect(await code).toMatchObject({ code: 'missing-column', hint: 'did you mean "id"?' });
  });
});
