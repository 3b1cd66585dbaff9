/** The seeded data sets: the same files for a seed, held-out rows, and the shapes that were promised. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  featuresFile,
  labelFile,
  type Part,
  placeOf,
  readDescription,
  readInto,
} from '../../../bench/training/datasets/columns.js';
import { Collisions } from '../../../bench/training/datasets/higgs.js';
import { datasets } from '../../../bench/training/datasets/index.js';
import { auc } from '../../../bench/training/judge.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-datasets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function make(name: string, rows: number, to: string): Promise<string> {
  const path = join(folder, to);
  mkdirSync(path, { recursive: true });
  await datasets.find((one) => one.name === name)!.make(path, rows);
  return path;
}

const digest = (path: string) =>
  readdirSync(path)
    .sort()
    .map((file) =>
      createHash('sha256')
        .update(readFileSync(join(path, file)))
        .digest('hex'),
    );

function columns(path: string, part: Part): Float32Array[] {
  const { rows, features } = readDescription(path);
  const all = new Float32Array(rows[part] * features.length);
  readInto(featuresFile(path, part), all);
  return features.map((_, i) => all.subarray(i * rows[part], (i + 1) * rows[part]));
}

function labels(path: string, part: Part): Float32Array {
  const values = new Float32Array(readDescription(path).rows[part]);
  readInto(labelFile(path, part), values);
  return values;
}

test('every fifth row is held out', () => {
  const places = [0, 3, 4, 5, 9].map((row) => placeOf(row));
  expect(places).toEqual([
    { part: 'train', at: 0 },
    { part: 'train', at: 3 },
    { part: 'test', at: 0 },
    { part: 'train', at: 4 },
    { part: 'test', at: 1 },
  ]);
});

describe.each([
  ['taxi', 13, 'dense', 'regression'],
  ['higgs', 28, 'dense', 'binary'],
  ['small', 10, 'dense', 'regression'],
  ['sparse', 200, 'csr', 'binary'],
] as const)('%s', (name, features, layout, objective) => {
  test('is the same twice, and described as it is', async () => {
    const path = await make(name, 400, `${name}-a`);
    expect(digest(path)).toEqual(digest(await make(name, 400, `${name}-b`)));
    const description = readDescription(path);
    expect(description).toMatchObject({ layout, objective, categorical: [] });
    expect(new Set(description.features).size).toBe(features);
    expect(description.rows.train + description.rows.test).toBe(400);
    const found = new Set([...labels(path, 'train'), ...labels(path, 'test')]);
    if (objective === 'binary') expect([...found].sort()).toEqual([0, 1]);
    else expect(found.size).toBeGreaterThan(100);
  });
});

test('at full size the data sets have the rows that the targets are set for', () => {
  const train = Object.fromEntries(
    datasets.map(({ name, rows }) => [name, rows - Math.floor(rows / 5)]),
  );
  expect(train).toMatchObject({ taxi: 1_166_916, higgs: 1_600_000, sparse: 400_000 });
});

test('the taxi features have values, and missing ones', async () => {
  const path = await make('taxi', 3_000, 'taxi-values');
  const found = columns(path, 'train');
  const { features } = readDescription(path);
  const missing = found.map((column) => column.filter((value) => Number.isNaN(value)).length);
  const at = features.indexOf('dropoff_latitude');
  expect(missing[at]).toBeGreaterThan(0);
  expect(Math.max(...missing)).toBeLessThan(30);
  const hours = new Set(found[features.indexOf('hour')]);
  expect([...hours].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect(labels(path, 'train').every((value) => value > 0 && value < 16)).toBe(true);
});

test('a collision is told from background with an area of about 0.85 at best', () => {
  const rows = 20_000;
  const collisions = new Collisions();
  const probability = new Float64Array(rows);
  const signal = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    collisions.next();
    probability[row] = collisions.probability;
    signal[row] = collisions.signal;
  }
  expect(auc(probability, signal)).toBeGreaterThan(0.84);
  expect(auc(probability, signal)).toBeLessThan(0.86);
  expect(collisions.event.every(Number.isFinite)).toBe(true);
});

test('a twentieth of the sparse table is not zero, and its columns ascend in each row', async () => {
  const path = await make('sparse', 2_000, 'sparse-values');
  const indptr = new Int32Array(1_601);
  readInto(join(path, 'train.indptr.i32'), indptr);
  const indices = new Int32Array(indptr.at(-1)!);
  const values = new Float32Array(indices.length);
  readInto(join(path, 'train.indices.i32'), indices);
  readInto(join(path, 'train.values.f32'), values);
  expect(indices.length / (1_600 * 200)).toBeCloseTo(0.05, 2);
  expect(values.every((value) => value > 0)).toBe(true);
  for (let row = 0; row < 1_600; row++) {
    const places = indices.subarray(indptr[row], indptr[row + 1]);
    expect([...places]).toEqual([...new Set(places)].sort((a, b) => a - b));
  }
});

test('a file that is cut off is not read', async () => {
  const path = await make('small', 100, 'cut');
  truncateSync(labelFile(path, 'train'), 196);
  expect(() => labels(path, 'train')).toThrow('has 196 bytes, expected 200');
});
