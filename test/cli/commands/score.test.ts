import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTableWriter } from '../../../src/data/index.js';
import { built } from '../../../src/runtime/index.js';
import { fixturePath } from '../../boosting/support/fixtures.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-score-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const model = fixturePath('regression', 'model.txt');
const data = fixturePath('regression', 'data.csv');
const cambium = built('src/cli/main.js');

function score(...args: string[]) {
  const options = { cwd: folder, encoding: 'utf8' as const };
  return spawnSync(process.execPath, [cambium, 'score', ...args], options);
}

test('writes predictions and says how fast and on what', () => {
  const run = score(model, data, '--output', 'p.csv', '--backend', 'wasm', '--threads', '1');
  expect(run.status).toBe(0);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(
    /^scored 300 rows in [\d.]+ s \([\d,]+ rows\/s, WASM, 1 thread, [\d.]+ s of scoring\) to p\.csv\n$/,
  );
  const lines = readFileSync(join(folder, 'p.csv'), 'utf8').trimEnd().split('\n');
  const expected = readFileSync(fixturePath('regression', 'pred.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines[0]).toBe('prediction');
  expect(lines.slice(1).map(Number)).toEqual(expected.map(Number));
});

test('--json prints the summary, --batch-rows changes nothing', () => {
  score(model, data, '--output', 'a.csv', '--backend', 'wasm');
  const options = ['--output', 'b.csv', '--backend', 'wasm', '--batch-rows', '7', '--json'];
  const run = score(model, data, ...options);
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toMatchObject({ rows: 300, backend: 'wasm', outputs: ['b.csv'] });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  expect(read('b.csv')).toBe(read('a.csv'));
});

test('contributions have the names of the features, and add up to the raw score', () => {
  const run = score(model, data, '--output', 'c.csv', '--kind', 'contrib', '--batch-rows', '50');
  expect(run.status).toBe(0);
  const [header, ...lines] = readFileSync(join(folder, 'c.csv'), 'utf8').trimEnd().split('\n');
  const [names] = readFileSync(data, 'utf8').split('\n');
  expect(header).toBe(`${names!.trim()},bias`);
  const raw = readFileSync(fixturePath('regression', 'pred_raw.csv'), 'utf8').trim().split('\n');
  expect(lines.length).toBe(raw.length);
  lines.forEach((line, row) => {
    const sum = line.split(',').reduce((total, cell) => total + Number(cell), 0);
    expect(Math.abs(sum - Number(raw[row]))).toBeLessThan(1e-9);
  });
});

test('rounds and early stops change the scores', () => {
  const files = [fixturePath('binary', 'model.txt'), fixturePath('binary', 'data.csv')];
  const scores = (...options: string[]) => {
    const run = score(...files, '--output', 's.csv', '--kind', 'raw', ...options);
    expect(run.stderr).toMatch(/^scored/);
    return readFileSync(join(folder, 's.csv'), 'utf8').trim().split('\n').slice(1).map(Number);
  };
  const all = scores();
  const first = scores('--num_iteration_predict', '4');
  const rest = scores('--start_iteration_predict', '4', '--num_iteration_predict', '-1');
  first.forEach((score, row) => {
    expect(Math.abs(score + rest[row]! - all[row]!)).toBeLessThan(1e-12);
  });
  const early = ['--pred_early_stop', '--pred_early_stop_freq', '1'];
  expect(scores(...early, '--pred_early_stop_margin', '1000')).toEqual(all);
  expect(scores(...early, '--pred_early_stop_margin', '0.1')).not.toEqual(all);
});

test('a folder takes a file for each input', () => {
  const train = fixturePath('regression', 'train.csv');
  const run = score(
    model,
    data,
    train,
    '--output',
    'scores/',
    '--kind',
    'raw',
    '--backend',
    'wasm',
  );
  expect(run.stderr.trim().split('\n')).toHaveLength(2);
  expect(readdirSync(join(folder, 'scores')).sort()).toEqual(['data.parquet', 'train.parquet']);
});

describe('errors are one line, status 1, and leave nothing', () => {
  const other = fixturePath('binary', 'data.csv');
  test.each([
    [
      'contributions on a GPU',
      [model, data, '--output', 'o.csv', '--kind', 'contributions', '--backend', 'webgpu'],
      /contributions are worked out on the CPU alone/,
    ],
    [
      'contributions of linear trees',
      [
        ...[fixturePath('linear_tree', 'model.txt'), fixturePath('linear_tree', 'data.csv')],
        ...['--output', 'o.csv', '--kind', 'contributions'],
      ],
      /tree 0 is a linear tree/,
    ],
    [
      'rounds',
      [model, data, '--output', 'o.csv', '--start_iteration_predict', '-1'],
      /--start_iteration_predict is "-1", but must be a whole number, 0 to 2147483647/,
    ],
    [
      'early stop without its switch',
      [model, data, '--output', 'o.csv', '--pred_early_stop_freq', '3'],
      /--pred_early_stop_freq has no effect without --pred_early_stop/,
    ],
    [
      'early stop of a regression',
      [model, data, '--output', 'o.csv', '--pred_early_stop', '--backend', 'wasm'],
      /prediction early stop is of no use to the objective "regression"/,
    ],
    [
      'margin',
      [model, data, '--output', 'o.csv', '--pred_early_stop', '--pred_early_stop_margin', 'x'],
      /--pred_early_stop_margin is "x", but must be a number, at least 0/,
    ],
    [
      'kind',
      [model, data, '--output', 'o.csv', '--kind', 'row'],
      /--kind is "row".*did you mean "raw"/,
    ],
    ['backend', [model, data, '--output', 'o.csv', '--backend', 'gpu'], /--backend is "gpu"/],
    ['threads', [model, data, '--output', 'o.csv', '--threads', '0'], /--threads is "0"/],
    ['model', ['none.txt', data, '--output', 'o.csv'], /none\.txt/],
    ['data', [model, 'none.csv', '--output', 'o.csv', '--backend', 'wasm'], /none\.csv/],
    ['column', [model, other, '--output', 'o.csv', '--backend', 'wasm'], /no column "vendor_id"/],
    [
      'line breaks',
      [model, 'no\nsuch\u001b.csv', '--output', 'o.csv', '--backend', 'wasm'],
      /no such\uFFFD\.csv: there is no such file/,
    ],
    ['output', [model, data, '--output', 'o.xlsx', '--backend', 'wasm'], /o\.xlsx/],
    ['twice', [model, data, data, '--output', 'o/'], /would both become/],
  ] as const)('%s', (_, args, message) => {
    const run = score(...args);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/^error: /);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('neither the table nor the model is written over', () => {
  for (const [from, name] of [
    [data, 'data.csv'],
    [model, 'model.csv'],
  ] as const) {
    copyFileSync(from, join(folder, name));
    const files = name === 'data.csv' ? [model, name] : [name, data];
    const run = score(...files, '--output', `./${name}`, '--backend', 'wasm');
    expect(run.status).toBe(1);
    expect(run.stderr).toBe(
      `error: ./${name} would be written over, but is read or written already (give the output another name)\n`,
    );
    expect(readFileSync(join(folder, name))).toEqual(readFileSync(from));
  }
});

test('columns with white space in their names are scored by a model that was trained on them', () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i % 7},${i % 3},${i}`).join('\n');
  writeFileSync(join(folder, 't.csv'), `trip length,"two\nlines",y\n${rows}\n`);
  const train = ['train', 't.csv', '--label', 'y', '--output', 'm.txt', '--num_iterations', '2'];
  expect(spawnSync(process.execPath, [cambium, ...train], { cwd: folder }).status).toBe(0);
  const run = score('m.txt', 't.csv', '--output', 'p.csv', '--backend', 'wasm');
  expect(run.stderr).toMatch(/^scored 100 rows/);
});

test('Ctrl-C stops the job and leaves nothing', async () => {
  const names = readFileSync(data, 'utf8').split('\n')[0]!.split(',');
  const fields = names.map((name) => ({ name, type: 'float64' as const }));
  const writer = await openTableWriter(join(folder, 'large.csv'), fields);
  const column = Float64Array.from({ length: 100_000 }, (_, i) => (i % 977) / 7);
  for (let i = 0; i < 4; i++)
    await writer.appendColumns(
      names.map(() => column),
      column.length,
    );
  await writer.close();
  const args = ['large.csv', '--output', 'o.arrow', '--backend', 'wasm', '--batch-rows', '500'];
  const run = spawn(process.execPath, [cambium, 'score', model, ...args], { cwd: folder });
  let stderr = '';
  run.stderr.on('data', (text) => {
    stderr += text;
  });
  while (!readdirSync(folder).some((name) => name.endsWith('.partial'))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  run.kill('SIGINT');
  const status = await new Promise((resolve) => run.on('exit', resolve));
  expect(stderr).toBe('error: interrupted: nothing was written\n');
  expect(status).toBe(1);
  expect(readdirSync(folder)).toEqual(['large.csv']);
});

test('help shows examples in under 200 ms, without loading the database', () => {
  const start = performance.now();
  const run = score('--help');
  const elapsed = performance.now() - start;
  expect(run.stdout).toContain('Examples:');
  // Ten times the promise: other tests run at the same time.
  expect(elapsed).toBeLessThan(2000);
});
