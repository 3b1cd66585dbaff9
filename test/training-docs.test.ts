/** The examples of docs run as they stand, in a folder with the files that they name. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { makeVector, Table, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTable } from '../src/data/index.js';
import { packageRoot } from '../src/runtime/index.js';
import { randomNumbers } from './boosting/trainer/support/tables.js';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'training-docs-'));
  const clicks = randomNumbers(1);
  const line = () => `${clicks() > 0.5 ? 1 : 0} ${Math.floor(9 * clicks())}:${clicks()}`;
  writeFileSync(join(folder, 'clicks.svm'), Array.from({ length: 400 }, line).join('\n'));
  for (const [name, rows] of [
    ['trips', 2000],
    ['test', 500],
  ] as const) {
    const random = randomNumbers(rows);
    const distance = Float64Array.from({ length: rows }, () => 10 * random());
    const hour = Float64Array.from(distance, () => Math.floor(24 * random()));
    const duration = distance.map((far, row) => 3 * far + (hour[row] === 17 ? 9 : 0) + random());
    const payment = vectorFromArray(Array.from(duration, (long) => (long > 15 ? 'card' : 'cash')));
    const columns = { distance, hour, duration };
    const vectors = Object.entries(columns).map(([key, array]) => [key, makeVector(array)]);
    const table = new Table(Object.fromEntries(vectors));
    await writeTable(table, join(folder, `${name}.parquet`));
    const paid = new Table({ ...Object.fromEntries(vectors), payment });
    if (name === 'trips') await writeTable(paid, join(folder, 'payments.parquet'));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = (name: string) => readFileSync(join(packageRoot, 'docs', name), 'utf8');
/** The part of a page under one heading. */
const part = (name: string, heading: string) =>
  page(name)
    .split(/^(?=## )/m)
    .find((text) => text.startsWith(`## ${heading}\n`)) ?? '';
const pages = {
  'training.md': page('training.md'),
  'estimators.md': page('estimators.md'),
  'data.md': part('data.md', 'Tables of data in memory'),
};
const examples = Object.entries(pages).flatMap(([name, text]) =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, code = ''], index) => [name, index + 1, code] as const,
  ),
);

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(9);
  expect(new Set(examples.map(([name]) => name)).size).toBe(3);
});

test.each(examples)('%s, example %i', async (name, number, code) => {
  const file = join(folder, `${name}-${number}.mjs`);
  const entry = pathToFileURL(join(packageRoot, 'dist/src/index.js')).href;
  writeFileSync(file, code.replace("from 'cambium'", `from '${entry}'`));
  await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 60_000 });
  for (const [, path = ''] of code.matchAll(/(?:writeModel\(model|\.save\()(?:, )?'([^']+)'/g)) {
    expect(existsSync(join(folder, path))).toBe(true);
  }
});
