/** `task=save_binary` and `task=refit` of `.conf` files, and the label's place that scoring needs. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readModel } from '../../../src/boosting/index.js';
import { command as scoring } from '../../../src/cli/commands/score.js';
import { command as training } from '../../../src/cli/commands/train.js';
import { packageRoot } from '../../../src/runtime/index.js';

let folder: string;
let said = '';
const home = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-tasks-'));
  cpSync(join(packageRoot, 'test/fixtures/conf-runs'), folder, { recursive: true });
  process.chdir(folder);
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    said += part;
    return true;
  });
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const train = (...args: string[]) => training().parseAsync(args, { from: 'user' });
const score = (...args: string[]) =>
  scoring().parseAsync([...args, '--backend', 'wasm', '--threads', '1'], { from: 'user' });
const read = (name: string) => readFileSync(name, 'utf8');

test('save_binary keeps the binned data set that trains the same model, and trains none', async () => {
  await train('--config', 'binary.conf', 'task=save_binary', '--num_trees', '3');
  expect(said).toMatch(/the binned data set is in binary\.train\.bin\n$/);
  expect(existsSync('binary_model.txt')).toBe(false);
  const rounds = ['--config', 'binary.conf', '--num_trees', '3', '--verbosity', '-1'];
  await train('binary.train.bin', ...rounds, '--output', 'binned.txt');
  await train(...rounds, '--output', 'table.txt');
  expect(read('binned.txt')).toBe(read('table.txt'));
});

test('refit keeps the splits of a model, and fits its leaves to the data', async () => {
  await train('--config', 'regression.conf', '--num_trees', '5', '--output', 'old.txt');
  const refit = ['--config', 'regression.conf', 'task=refit', 'input_model=old.txt'];
  await train(...refit, 'data=regression.test', '--refit_decay_rate', '0.5', '--output', 'new.txt');
  expect(said).toMatch(/wrote new\.txt: 5 rounds, fitted to \d+ rows of regression\.test\n$/);
  const [old, fitted] = [await readModel('old.txt'), await readModel('new.txt')];
  fitted.trees.forEach((tree, index) => {
    expect(tree.threshold).toEqual(old.trees[index]?.threshold);
    expect(tree.leafValue).not.toEqual(old.trees[index]?.leafValue);
  });
  await train(...refit, '--refit_decay_rate', '1', '--output', 'same.txt');
  expect((await readModel('same.txt')).trees.map(({ leafValue }) => leafValue)).toEqual(
    old.trees.map(({ leafValue }) => leafValue),
  );
});

test('sparse tables are kept in no binary file', async () => {
  writeFileSync('s.svm', '1 0:1\n0 1:2\n');
  await expect(train('data=s.svm', 'task=save_binary')).rejects.toThrow(
    /s\.svm: sparse tables are not kept binned/,
  );
});

test('a model remembers the place of the label, which scoring leaves out', async () => {
  const lines = Array.from({ length: 60 }, (_, row) => `${row % 7},${row},${(row * 5) % 11}`);
  writeFileSync('t.csv', `${lines.join('\n')}\n`);
  writeFileSync('bare.csv', `${lines.map((line) => line.replace(/,\d+,/, ',')).join('\n')}\n`);
  await train('t.csv', '--label', '1', '--num_trees', '3', '--output', 'm.txt');
  expect((await readModel('m.txt')).labelIndex).toBe(1);
  await score('m.txt', 't.csv', '--output', 'with.txt');
  await score('m.txt', 'bare.csv', '--output', 'without.txt');
  expect(read('with.txt')).toBe(read('without.txt'));
  expect(new Set(read('with.txt').split('\n')).size).toBeGreaterThan(2);
});
