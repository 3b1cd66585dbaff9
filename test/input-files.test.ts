import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  GradientBoostingRegressor,
  loadDataset,
  readLibsvm,
  readModel,
  readTable,
  scanColumns,
  scoreFiles,
  tableFrom,
  train,
} from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-paths-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(at('folder.csv'));
  writeFileSync(at('table.csv'), 'x,y\n1,2\n');
  writeFileSync(at('locked.csv'), 'x,y\n1,2\n');
  chmodSync(at('locked.csv'), 0);
  symlinkSync('nowhere.csv', at('dangling.csv'));
  symlinkSync('circle.csv', at('circle.csv'));
  execFileSync('mkfifo', [at('pipe.csv')]);
});

const table = tableFrom({ x: [1, 2, 3, 4], y: [1, 2, 3, 4] });
const read = async (batches: AsyncIterable<unknown>) => {
  for await (const _ of batches) return;
};

/** Every way in: `what` it calls the file that it reads. */
const ways: readonly (readonly [string, string, (path: string) => Promise<unknown>])[] = [
  ['readTable', 'a table', (path) => readTable(path)],
  ['readTable of several files', 'a table', (path) => readTable([at('table.csv'), path])],
  ['scanColumns', 'a table', (path) => read(scanColumns(path, { columns: ['x'] }))],
  ['readLibsvm', 'a table', (path) => readLibsvm(path)],
  [
    'scoreFiles',
    'a table',
    async (path) => {
      const { model } = await train({ num_threads: 1 }, { table, label: 'y' });
      return scoreFiles({ model, inputs: [path], output: at('out.csv') });
    },
  ],
  ['readModel', 'a model file', (path) => readModel(path)],
  ['loadDataset', 'a binned data set', (path) => loadDataset(path)],
  [
    'GradientBoostingRegressor.load',
    'a saved estimator',
    (path) => GradientBoostingRegressor.load(path),
  ],
  [
    'forcedsplits_filename',
    'a JSON file of splits',
    (path) => train({ forcedsplits_filename: path, num_threads: 1 }, { table, label: 'y' }),
  ],
  [
    'forcedbins_filename',
    'a JSON file of bounds',
    (path) => train({ forcedbins_filename: path, num_threads: 1 }, { table, label: 'y' }),
  ],
];

const problemOf = async (run: () => Promise<unknown>): Promise<string> => {
  const error: unknown = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'CambiumError' });
  return (error as Error).message;
};

describe.each(ways)('%s', (_, what, open) => {
  test.each([
    ['is not there', 'tabel.csv', 'there is no such file (did you mean'],
    [
      'is a link to none',
      'dangling.csv',
      'there is no such file (it is a link to a file that is not there)',
    ],
    ['is a circle of links', 'circle.csv', 'its links lead round in a circle'],
    ['lies below a file', 'table.csv/x.csv', 'a part of its path is a file'],
    ['has too long a name', `${'x'.repeat(300)}.csv`, 'its name is too long'],
  ])('a file that %s', async (_, name, reason) => {
    expect(await problemOf(() => open(at(name)))).toContain(`${at(name)}: ${reason}`);
  });

  test('a pipe is refused, not waited for', async () => {
    const problem = await problemOf(() => open(at('pipe.csv')));
    expect(problem).toContain(`${at('pipe.csv')}: expected ${what}, found a device or a pipe`);
  });

  test('a folder', async () => {
    const problem = await problemOf(() => open(at('folder.csv')));
    expect(problem).toContain(at('folder.csv'));
    expect(problem).toMatch(/found a folder|is a folder/);
  });

  // Nothing is locked for root.
  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    expect(await problemOf(() => open(at('locked.csv')))).toContain(
      'permission to read it is denied',
    );
  });
});

describe('what is no path', () => {
  const functions = ways.filter(([name]) => !name.includes('filename') && name !== 'scoreFiles');
  test.each(functions)('%s', async (_, _what, open) => {
    for (const path of [undefined, 7, {}, pathToFileURL(at('table.csv'))]) {
      expect(await problemOf(() => open(path as never))).toMatch(
        /must be a string, not|expected the path of a table/,
      );
    }
    expect(await problemOf(() => open(''))).toMatch(/the path of .* is empty/);
    expect(await problemOf(() => open('a\0b'))).toMatch(/must not contain NUL characters/);
  });
});
