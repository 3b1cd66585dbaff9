/** Files of forced bins: bounds that trees split at, and what is said of files that cannot be followed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createDataset, type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomTable } from './support/tables.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-forced-bins-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, 'bins.json');
const table = randomTable({ rows: 600, features: 4, seed: 11, missing: 0 });
const small = { num_iterations: 5, num_leaves: 8, num_threads: 1 };

function parametersFor(content: string, more: ParameterInput = {}): ParameterInput {
  writeFileSync(path, content);
  return { ...small, ...more, forcedbins_filename: path };
}

const run = (content: string, more: ParameterInput = {}) =>
  train(parametersFor(content, more), { table, label: 'y' });

const BOUNDS = [-0.4, 0.1, 0.7];
const FORCED = JSON.stringify([
  { feature: 0, bin_upper_bound: BOUNDS.slice(0, 2) },
  { feature: 0, bin_upper_bound: BOUNDS.slice(1) },
]);

test('trees split at the forced bounds, and where zero parts the numbers', async () => {
  // Room for the forced bounds, those around zero, and infinity alone.
  const { model } = await run(FORCED, { max_bin_by_feature: [6, 255, 255, 255] });
  const found = new Set<number>();
  for (const { splitFeature, threshold } of model.trees) {
    splitFeature.forEach((feature, at) => {
      if (feature === 0) found.add(threshold[at] as number);
    });
  }
  expect([...found].filter((bound) => BOUNDS.includes(bound)).length).toBeGreaterThan(0);
  expect([...found].filter((bound) => Math.abs(bound) > 1e-30 && !BOUNDS.includes(bound))).toEqual(
    [],
  );
});

test('a list without entries forces nothing; a data set is cut as the table is', async () => {
  const free = await train({ ...small, max_bin: 16 }, { table, label: 'y' });
  expect((await run('[]', { max_bin: 16 })).model.trees).toEqual(free.model.trees);
  const { model } = await run(FORCED, { max_bin: 16 });
  expect(model.trees).not.toEqual(free.model.trees);
  const dataset = await createDataset(parametersFor(FORCED, { max_bin: 16 }), {
    table,
    label: 'y',
  });
  expect((await train(small, dataset)).model.trees).toEqual(model.trees);
});

describe('a file that cannot be followed', () => {
  test.each([
    ['[{"feature": 0', /bins\.json: not valid JSON/],
    ['{"feature": 0}', /bins\.json: a list of \{"feature", "bin_upper_bound"\} was expected/],
    ['[1]', /entry 1 is 1, not \{"feature", "bin_upper_bound"\}/],
    [
      '[{"feature": 0, "bin_upper_bound": []}, {"feature": 0}]',
      /entry 2 has nothing for "bin_upper_bound": a list/,
    ],
    ['[{"feature": "f0", "bin_upper_bound": [1]}]', /entry 1 has "f0" for "feature": the index/],
    ['[{"feature": 4, "bin_upper_bound": [1]}]', /entry 1 has the feature 4: the table has 4/],
    ['[{"feature": 0, "bin_upper_bound": [1, null]}]', /has null among "bin_upper_bound"/],
    ['[{"feature": 0, "bin_upper_bound": [1e999]}]', /has Infinity among "bin_upper_bound"/],
  ])('%s', async (content, message) => {
    await expect(run(content)).rejects.toMatchObject({ code: 'bad-forced-bins', message });
  });

  test('a near miss of a key, and a file that is not there', async () => {
    await expect(run('[{"feature": 0, "bin_upper_bounds": [1]}]')).rejects.toMatchObject({
      message: expect.stringContaining('has the unknown key "bin_upper_bounds"'),
      hint: 'did you mean "bin_upper_bound"?',
    });
    const missing = { ...small, forcedbins_filename: join(folder, 'none.json') };
    await expect(train(missing, { table, label: 'y' })).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/^forcedbins_filename: .*none\.json: there is no such file/),
    });
  });

  test('bounds of a category', async () => {
    await expect(
      run('[{"feature": 3, "bin_upper_bound": [1]}]', { categorical_feature: [3] }),
    ).rejects.toThrow(/entry 1 has bounds for "\w+" \(feature 3\), which is a category/);
  });

  test('more bounds than bins are left for', async () => {
    await expect(run(FORCED, { max_bin: 5 })).rejects.toMatchObject({
      code: 'bad-forced-bins',
      message: expect.stringMatching(
        /3 bounds are too many for feature 0 \("\w+"\): no bin is left to end at 0\.7/,
      ),
      hint: expect.stringContaining('raise max_bin'),
    });
  });
});
