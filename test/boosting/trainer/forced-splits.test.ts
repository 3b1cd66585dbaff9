/** Files of forced splits: what they do to trees, and what is said of those that cannot be followed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomTable } from './support/tables.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-forced-'));
afterAll(() => rmSync(folder, { recursive: true }));

const table = randomTable({ rows: 600, features: 4, seed: 11, missing: 0 });

function run(content: string, more: ParameterInput = {}) {
  const path = join(folder, 'forced.json');
  writeFileSync(path, content);
  const parameters = { num_iterations: 3, num_leaves: 6, num_threads: 1, ...more };
  return train({ ...parameters, forcedsplits_filename: path }, { table, label: 'y' });
}

test('every tree begins with the forced splits, level by level', async () => {
  const { model } = await run(
    JSON.stringify({
      feature: 1,
      threshold: 0.1,
      left: { feature: 3, threshold: 1, left: { feature: 0, threshold: 0 } },
      right: { feature: 2, threshold: 0.3 },
    }),
  );
  expect(model.trees).toHaveLength(3);
  for (const tree of model.trees) {
    expect([...tree.splitFeature.slice(0, 4)]).toEqual([1, 3, 2, 0]);
    expect(tree.leftChild[0]).toBe(1);
    expect(tree.rightChild[0]).toBe(2);
    expect(tree.leftChild[1]).toBe(3);
    // Thresholds are those of the bins that hold the wished ones.
    expect(tree.threshold[0]).toBeCloseTo(0.1, 1);
    expect(tree.threshold[1]).toBeCloseTo(1.5, 6);
  }
});

test('an empty object forces nothing; max_depth holds', async () => {
  const free = await train(
    { num_iterations: 3, num_leaves: 6, num_threads: 1 },
    { table, label: 'y' },
  );
  const { model } = await run('{}');
  expect(model.trees).toEqual(free.model.trees);
  const deep = { feature: 1, threshold: 0, left: { feature: 0, threshold: 0 } };
  const shallow = await run(JSON.stringify(deep), { max_depth: 1 });
  expect(shallow.model.trees.every(({ numLeaves }) => numLeaves === 2)).toBe(true);
});

describe('a file that cannot be followed', () => {
  test.each([
    ['that ends early', '{"feature": 0', /forced\.json: not valid JSON/],
    ['whose root is a list', '[1]', /the root is a list, not a split/],
    [
      'without a threshold',
      '{"feature": 0}',
      /the root has nothing for "threshold": a number was expected/,
    ],
    [
      'with the name of a feature',
      '{"feature": "f0", "threshold": 1}',
      /the root has "f0" for "feature"/,
    ],
    [
      'with a feature beyond the last',
      '{"feature": 9, "threshold": 0}',
      /the root splits on feature 9, which the table does not have/,
    ],
    [
      'with a threshold above all values',
      '{"feature": 0, "threshold": 77}',
      /the root has the threshold 77 for feature 0, which no value is above/,
    ],
    [
      'with a number for a split',
      '{"feature": 0, "threshold": 0, "left": {"feature": 1, "threshold": 0, "right": 3}}',
      /left\.right is 3, not a split/,
    ],
    [
      'with a misspelt key',
      '{"feature": 0, "treshold": 0}',
      /the root has the unknown key "treshold"/,
    ],
    [
      'that is nested too deeply',
      '{"left": '.repeat(20_000),
      /forced\.json: not valid JSON: values are nested more than 1000 deep/,
    ],
  ])('%s', async (_, content, message) => {
    await expect(run(content)).rejects.toMatchObject({ code: 'bad-forced-splits', message });
  });

  test('a near miss of a key, and a file that is not there', async () => {
    await expect(run('{"feature": 0, "treshold": 0}')).rejects.toMatchObject({
      hint: 'did you mean "threshold"?',
    });
    const parameters = { forcedsplits_filename: join(folder, 'none.json'), num_threads: 1 };
    await expect(train(parameters, { table, label: 'y' })).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/forcedsplits_filename: .*none\.json: there is no such file/),
    });
  });
});
