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

test('LibSVM files are kept binned: the data set trains the same model, with validation files too', async () => {
  const line = (row: number) => {
    const value = ((row * 37) % 101) / 10;
    return `${value > 5 ? 1 : 0} ${row % 4}:${value} ${4 + (row % 3)}:${row % 11}`;
  };
  const lines = Array.from({ length: 400 }, (_, row) => line(row));
  writeFileSync('s.svm', `${lines.slice(0, 300).join('\n')}\n`);
  writeFileSync('v.svm', `${lines.slice(300).join('\n')}\n`);
  await train('data=s.svm', 'task=save_binary');
  expect(said).toMatch(/the binned data set is in s\.svm\.bin/);
  const options = ['objective=binary', 'num_trees=5', 'num_threads=1', 'valid=v.svm'];
  await train('data=s.svm', ...options, 'output_model=table.txt');
  await train('data=s.svm.bin', ...options, 'output_model=binned.txt');
  const trees = async (name: string) => (await readModel(name)).trees;
  const fromTable = await trees('table.txt');
  expect(fromTable[0]?.numLeaves).toBeGreaterThan(1);
  expect(await trees('binned.txt')).toEqual(fromTable);
  rmSync('s.svm.bin');
  await train('data=s.svm', ...options, 'save_binary=true', 'output_model=kept.txt');
  expect(await trees('kept.txt')).toEqual(fromTable);
  expect(existsSync('s.svm.bin')).toBe(true);
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
