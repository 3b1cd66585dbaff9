import { Dictionary, Int8, Table, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { createDataset, numericColumn, readTable, writeTable } from '../../../src/index.js';
import { failure, temporaryFolder } from '../folder.js';

const folder = temporaryFolder();

/** Rows of numbers of which row 5 has another text, and row 3 none. */
const cells = ['1', ' 2.5 ', '', 'nan', '1_000', '3', 'far'];

describe('a column of texts where numbers are needed', () => {
  const problem = (label: string) =>
    `column "${label}" is text, but numbers are needed: row 5 holds "1_000"`;

  test('is told by its first value that is no number, and the row', async () => {
    const rows = cells.map((cell, row) => `${cell},${row},${row % 2}`);
    const csv = await readTable(folder.write('a.csv', `a,b,y\n${rows.join('\n')}\n`));
    await writeTable(csv, folder.file('a.parquet'));
    await writeTable(csv, folder.file('a.arrow'));
    for (const ending of ['csv', 'parquet', 'arrow']) {
      const table = await readTable(folder.file(`a.${ending}`));
      const asked = [
        () => numericColumn(table, 'a'),
        () => createDataset({}, { table, label: 'a', features: ['b'] }),
        () => createDataset({}, { table, label: 'y', features: ['b'], weight: 'a' }),
        () => createDataset({}, { table, label: 'y', features: ['b'], group: 'a' }),
        () => createDataset({}, { table, label: 'y', features: ['b'], initScore: 'a' }),
        () => createDataset({}, { table, label: 'y' }),
      ];
      for (const ask of asked) {
        const error = await failure(async () => ask());
        expect(error).toMatchObject({ code: 'column-type', problem: problem('a') });
        expect(error.hint).not.toContain('--');
        expect(error.commandHint).toMatch(/^correct the value/);
      }
    }
  });

  test('is told so of plain texts, several chunks and codes of any width', async () => {
    const plain = vectorFromArray(cells, new Utf8());
    const coded = vectorFromArray(cells, new Dictionary(new Utf8(), new Int8()));
    const first = new Table({ a: vectorFromArray(['1', '2'], new Utf8()) });
    const tables = [new Table({ a: plain }), new Table({ a: coded })];
    for (const table of tables) expect(() => numericColumn(table, 'a')).toThrow(problem('a'));
    const joined = first.concat(new Table({ a: plain }));
    expect(() => numericColumn(joined, 'a')).toThrow('row 7 holds "1_000"');
  });

  test('is refused without a row where all its texts are numbers', () => {
    const table = new Table({ a: vectorFromArray(['1', '2'], new Utf8()) });
    expect(() => numericColumn(table, 'a')).toThrow(/numbers are needed \(/);
  });

  test('has its value shown short, and without what steers a terminal', () => {
    const table = new Table({ a: vectorFromArray([`\u001b[2J${'x'.repeat(500)}`], new Utf8()) });
    expect(() => numericColumn(table, 'a')).toThrow(/holds "·\[2Jx{56}…"/);
  });
});
