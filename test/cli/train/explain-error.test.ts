/** How errors of a training are told: with the files that hold the tables. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { command } from '../../../src/cli/commands/train.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-explain-'));
afterAll(() => rmSync(folder, { recursive: true }));
vi.spyOn(process.stderr, 'write').mockImplementation(() => true);

/** Writes a table of two columns; `change` alters a line. */
function table(name: string, change: Readonly<Record<number, string>> = {}): string {
  const lines = Array.from({ length: 40 }, (_, row) => change[row] ?? `${row % 2},${row}`);
  const path = join(folder, name);
  writeFileSync(path, `late,the training table\n${lines.join('\n')}\n`);
  return path;
}

const train = (...args: string[]) =>
  command().parseAsync(
    [...args, '--label', 'late', '--objective', 'binary', '--num_trees', '2'].concat(
      ...['--output', join(folder, 'm.txt')],
    ),
    { from: 'user' },
  );

const good = table('good.csv');

test('a bad label names the file, but a column keeps its name', async () => {
  const bad = table('bad.csv', { 6: '7,1' });
  await expect(train(bad)).rejects.toMatchObject({
    code: 'bad-label',
    problem: `label "late" of ${bad} is 7 in row 7: objective=binary expects 0 or 1`,
  });
  const infinite = table('infinite.csv', { 3: '1,inf' });
  await expect(train(infinite)).rejects.toMatchObject({
    code: 'infinite-feature',
    message: expect.stringMatching(/^feature "the training table" of .*infinite\.csv is Infinity/),
  });
});

test('a validation table is named by its file, also where two are called alike', async () => {
  mkdirSync(join(folder, 'more'));
  const other = table('more/good.csv', { 2: '9,1' });
  await expect(train(good, '--valid', `${good}`, '--valid', other)).rejects.toMatchObject({
    code: 'bad-label',
    message: expect.stringContaining(`label "late" of ${other} is 9 in row 3`),
  });
});

test('rows of several files are those of the training table', async () => {
  const bad = table('second.csv', { 0: '5,1' });
  await expect(train(good, bad)).rejects.toThrow(
    'label "late" of the training table is 5 in row 41',
  );
});

test('data sets that are kept, and LibSVM files, name their files too', async () => {
  const path = join(folder, 'bad.svm');
  writeFileSync(path, '1 0:1\n0 1:2\n3 0:2\n');
  await expect(
    command().parseAsync(
      [`data=${path}`, 'objective=binary', `output_model=${join(folder, 'm.txt')}`],
      { from: 'user' },
    ),
  ).rejects.toThrow(`label "label" of ${path} is 3 in row 3`);
});
