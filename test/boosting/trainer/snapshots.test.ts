import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatModel, train } from '../../../src/boosting/index.js';
import { randomTable } from './support/tables.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = { table: randomTable({ rows: 500, features: 3 }), label: 'y' };
const parameters = { num_iterations: 7, num_leaves: 6 };

test('the model is saved every so many rounds, as it was then', async () => {
  const path = join(folder, 'kept', 'model.txt');
  const { model } = await train(parameters, data, { snapshot: { every: 3, path } });
  expect(readdirSync(join(folder, 'kept')).sort()).toEqual([
    'model.txt.snapshot_iter_3',
    'model.txt.snapshot_iter_6',
  ]);
  for (const rounds of [3, 6]) {
    const text = readFileSync(`${path}.snapshot_iter_${rounds}`, 'utf8');
    expect(text).toBe(formatModel(model.slice(0, rounds)));
  }
});

test('what cannot be written is an error, and so is no whole number', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const run = train(parameters, data, { snapshot: { every: 2, path: join(file, 'model.txt') } });
  await expect(run).rejects.toMatchObject({ name: 'CambiumError', code: 'unwritable' });
  const none = train(parameters, data, { snapshot: { every: 0, path: file } });
  await expect(none).rejects.toMatchObject({
    code: 'invalid-option',
    problem: 'snapshot.every must be a whole number of at least 1, not 0',
  });
});
