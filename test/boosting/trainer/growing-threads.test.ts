/** What constrains growing a tree gives the same bytes on any number of threads, where they share leaves and rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { formatModel, type ParameterInput, train } from '../../../src/boosting/index.js';
import { randomTable } from './support/tables.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-growing-'));
afterAll(() => rmSync(folder, { recursive: true }));
const forced = join(folder, 'forced.json');
writeFileSync(forced, '{"feature":1,"threshold":0,"right":{"feature":3,"threshold":1}}');

const monotone_constraints = [1, -1, 0, 1, 0, 0];
const table = randomTable({ rows: 50_000, features: 6, seed: 4 });
const binary = randomTable({ rows: 50_000, features: 6, seed: 4, binary: true });

test.each<readonly [string, ParameterInput]>([
  ['basic', { monotone_constraints }],
  ['intermediate', { monotone_constraints, monotone_constraints_method: 'intermediate' }],
  ['advanced', { monotone_constraints, monotone_constraints_method: 'advanced' }],
  [
    'advanced, sampled features',
    {
      ...{ monotone_constraints, monotone_constraints_method: 'advanced' },
      ...{ feature_fraction: 0.8, feature_fraction_bynode: 0.6, extra_trees: true },
    },
  ],
  [
    'interactions, sampled features',
    {
      interaction_constraints: [
        [0, 1, 2],
        [2, 3],
        [4, 5],
      ],
      feature_fraction_bynode: 0.5,
    },
  ],
  ['min_gain_to_split', { min_gain_to_split: 20, lambda_l2: 5 }],
  [
    'costs, sampled rows',
    {
      ...{ bagging_freq: 1, bagging_fraction: 0.7, cegb_penalty_split: 1e-4 },
      cegb_penalty_feature_coupled: [5, 1, 8, 2, 3, 9],
      cegb_penalty_feature_lazy: [1e-3, 1e-3, 2e-3, 5e-3, 1e-3, 1e-3],
    },
  ],
  ['forced splits', { forcedsplits_filename: forced, path_smooth: 2 }],
])('%s', { timeout: 60_000 }, async (_, parameters) => {
  for (const objective of ['regression', 'binary'] as const) {
    const run = async (num_threads: number) => {
      const more = { objective, num_threads, num_iterations: 3, num_leaves: 40, verbosity: -1 };
      const data = { table: objective === 'binary' ? binary : table, label: 'y' };
      return formatModel((await train({ ...more, ...parameters }, data)).model);
    };
    const one = await run(1);
    for (const threads of [2, 3]) {
      expect((await run(threads)) === one, `${objective}, ${threads} threads`).toBe(true);
    }
    // The parameters do something.
    const more = { objective, num_threads: 2, num_iterations: 3, num_leaves: 40 };
    const plain = await train(more, { table: objective === 'binary' ? binary : table, label: 'y' });
    const trees = one.slice(one.indexOf('\nTree=0'), one.indexOf('\nend of trees'));
    expect(formatModel(plain.model).includes(trees)).toBe(false);
  }
});
