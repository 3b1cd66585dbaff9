import { describe, expect, test } from 'vitest';
import { readTable, writeTable } from '../../../src/data/index.js';
import { call, train, write } from '../commands/train-folder.js';

/** A table of which one value in line 20,602, behind the rows that types are guessed from, is no number. */
function writeLate(name: string, column: 'a' | 'w' | 'y'): void {
  const lines = Array.from({ length: 21_000 }, (_, row) => {
    const cells = { a: String(row % 17), w: '1', y: String(row % 2) };
    if (row + 2 === 20_602) cells[column] = '1_000';
    return `${cells.a},${row % 5},${cells.w},${cells.y}`;
  });
  write(name, `a,b,w,y\n${lines.join('\n')}\n`);
}

const place = (file: string, column: string) =>
  `${file}, line 20602, column "${column}": expected `;

describe('one value that is no number is told with its file, line and column', () => {
  test('of a feature, with what to do in options of the command', () => {
    writeLate('a.csv', 'a');
    const { stderr, status } = train('a.csv', '--label', 'y', '--output', 'm.txt');
    expect(stderr).toBe(
      `error: ${place('a.csv', 'a')}a number, found "1_000" (correct the value, or use --categorical a if the texts are categories, or --exclude a to leave out columns that are not features)\n`,
    );
    expect(status).toBe(1);
  });

  test('of the label, the weight, initial scores and a validation table', async () => {
    writeLate('y.csv', 'y');
    writeLate('w.csv', 'w');
    writeLate('a.csv', 'a');
    const basic = ['--label', 'y', '--features', 'b', '--output', 'm.txt'];
    await expect(call('y.csv', ...basic)).rejects.toThrow(
      `${place('y.csv', 'y')}a number for the label, found "1_000"`,
    );
    await expect(call('w.csv', ...basic, '--weight', 'w')).rejects.toThrow(
      `${place('w.csv', 'w')}a number for the weight, found "1_000"`,
    );
    await expect(call('w.csv', ...basic, '--init_score', 'w')).rejects.toThrow(
      `${place('w.csv', 'w')}a number for the initial score, found "1_000"`,
    );
    const valid = ['--valid', 'a.csv', '--exclude', 'w'];
    await expect(call('w.csv', '--label', 'y', '--output', 'm.txt', ...valid)).rejects.toThrow(
      `${place('a.csv', 'a')}a number, as in w.csv, found "1_000"`,
    );
  });

  test('of several files and columns, and of formats without lines', async () => {
    write('1.csv', 'a,city,y\n1,2,0\n2,3,1\n');
    write('2.csv', 'a,city,y\n1,2,0\n2,"Oslo,\nNorway",1\n"x""y",3,1\n');
    await expect(call('1.csv', '2.csv', '--label', 'y', '--output', 'm.txt')).rejects.toThrow(
      '2.csv, line 5, column "a": expected a number, found "x"y"; 2.csv, line 3, column "city": expected a number, found "Oslo,·Norway"',
    );
    await writeTable(await readTable('2.csv'), '2.parquet');
    await expect(call('2.parquet', '--label', 'y', '--output', 'm.txt')).rejects.toThrow(
      '2.parquet, row 3, column "a": expected a number, found "x"y"; 2.parquet, row 2, column "city"',
    );
  });
});
