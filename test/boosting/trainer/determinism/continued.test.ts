import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  formatModel,
  type Model,
  readModel,
  type TrainOptions,
  train,
  writeModel,
} from '../../../../src/boosting/index.js';
import { type Case, caseColumns, caseData, cases } from '../support/cases.js';
import { tableOf } from '../support/tables.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-continued-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = tableOf(caseColumns(17_000));
const valid = [{ name: 'held out', table: table.slice(0, 2500) }];

const run = (kind: Case, rounds: number, options: TrainOptions = {}) =>
  train(
    { num_leaves: 15, ...kind.parameters, num_iterations: rounds, num_threads: 2 },
    caseData(kind, table),
    kind.data?.group === undefined ? { valid, ...options } : options,
  );

/** All but the parameters, which name the rounds of the last training. */
const trees = (model: Model) => formatModel(model).split('\nparameters:')[0];

test.each([
  ...['regression', 'binary', 'multiclass', 'multiclassova', 'bagging', 'bagging by class'],
  ...['weighted regression', 'weighted binary', 'categorical', 'regression_l1', 'poisson'],
  ...[
    'lambdarank',
    'bagging by query',
    'feature_fraction',
    'feature_fraction_bynode',
    'extra_trees',
  ],
  ...['cross_entropy', 'intermediate monotone constraints'],
])('%s: 10 rounds and 10 more are 20 rounds, also by way of a file', async (name) => {
  const kind = cases[name]!;
  const whole = await run(kind, 20);
  const half = await run(kind, 10);
  const more = await run(kind, 10, { initModel: half.model });
  expect(more.model.trees).toHaveLength(whole.model.trees.length);
  expect(trees(more.model) === trees(whole.model), 'in memory').toBe(true);
  expect(more.evaluations).toEqual(whole.evaluations.slice(10));
  const path = join(folder, `${name}.txt`);
  await writeModel(half.model, path);
  const read = await run(kind, 10, { initModel: await readModel(path) });
  expect(trees(read.model) === trees(whole.model), 'from a file').toBe(true);
});
