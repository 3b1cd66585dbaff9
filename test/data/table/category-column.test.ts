import {
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { categoryColumn, readTable, tableMemory, writeTable } from '../../../src/data/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();
const text = ['who,n,b,y', 'ben,3,true,1', 'Ann,1,false,2', ',,,3', 'émile,2,true,4', 'ben,3,,5'];

describe('a column of categories', () => {
  test('of texts has codes by the sorted names, the same from every format', async () => {
    const csv = await readTable(folder.write('a.csv', text.join('\n')));
    for (const ending of ['parquet', 'arrow', 'json']) {
      await writeTable(csv, folder.file(`a.${ending}`));
    }
    for (const ending of ['csv', 'parquet', 'arrow', 'json']) {
      const table = await readTable(folder.file(`a.${ending}`));
      const { codes, names } = categoryColumn(table, 'who');
      expect(names).toEqual(['Ann', 'ben', 'émile']);
      expect([...codes]).toEqual([1, 0, Number.NaN, 2, 1]);
      expect(codes.buffer).toBe(tableMemory(table)?.memory.buffer);
    }
  });

  test('of numbers or booleans is what it is', async () => {
    const table = await readTable(folder.write('b.csv', text.join('\n')));
    const n = categoryColumn(table, 'n');
    expect([n.names, [...n.codes]]).toEqual([undefined, [3, 1, Number.NaN, 2, 3]]);
    expect([...categoryColumn(table, 'b').codes]).toEqual([1, 0, Number.NaN, 1, Number.NaN]);
  });

  test('of another table counts the names of the first; unknown ones are missing', async () => {
    const table = await readTable(folder.write('c.csv', 'who,y\nzoe,1\nben,2\nAnn,3\n'));
    const { codes } = categoryColumn(table, 'who', ['Ann', 'ben', 'émile']);
    expect([...codes]).toEqual([Number.NaN, 1, 0]);
  });

  test('without a dictionary, in several chunks, and with unused names, is read alike', () => {
    const plain = vectorFromArray(['b', null, 'a'], new Utf8());
    const table = new Table({ k: plain });
    const both = table.concat(new Table({ k: vectorFromArray(['c', 'a'], new Utf8()) }));
    expect([...categoryColumn(both, 'k').codes]).toEqual([1, Number.NaN, 0, 2, 0]);
    const coded = tableFromIPC(tableToIPC(tableFromArrays({ k: ['x', 'b', 'a'] }))).slice(1);
    const { names, codes } = categoryColumn(coded, 'k');
    expect([names, [...codes]]).toEqual([
      ['a', 'b'],
      [1, 0],
    ]);
  });

  test('names are in the order of code points, as in Python', () => {
    const table = new Table({ k: vectorFromArray(['\u{1F600}', '\uFF5E', 'z', '']) });
    expect(categoryColumn(table, 'k').names).toEqual(['', 'z', '\uFF5E', '\u{1F600}']);
  });

  test('that cannot be one is refused', async () => {
    const table = await readTable(folder.write('d.csv', 'a,n,t\n,1,2020-01-01\n,2,2020-01-02\n'));
    expect((await failure(() => categoryColumn(table, 'a'))).code).toBe('all-missing');
    expect((await failure(() => categoryColumn(table, 't'))).code).toBe('column-type');
    expect((await failure(() => categoryColumn(table, 'nn'))).hint).toBe('did you mean "n"?');
    const { code, message } = await failure(() => categoryColumn(table, 'n', ['x']));
    expect(code).toBe('column-type');
    expect(message).toBe('column "n" is Float64, but was text in the training table');
  });
});
