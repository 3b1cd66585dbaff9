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
import { SparseTable } from '../../../../src/data/index.js';
import { type Case, caseColumns, caseData, cases } from '../support/cases.js';
import { randomSparse } from '../support/sparse.js';
import { tableOf } from '../support/tables.js';

const goss = { data_sample_strategy: 'goss', learning_rate: 0.2 } as const;
/** Kinds whose later rounds hang on the gradients of all earlier ones. */
const kinds: Readonly<Record<string, Case>> = {
  ...cases,
  'goss binary': { label: 'class2', parameters: { objective: 'binary', ...goss } },
  'goss multiclass': {
    label: 'class3',
    parameters: { objective: 'multiclass', num_class: 3, ...goss },
  },
  'goss categorical': {
    label: 'class2',
    parameters: { objective: 'binary', ...goss },
    data: { categorical: ['f3', 'f4'] },
  },
  'goss, linear trees': { label: 'number', parameters: { ...goss, linear_tree: true } },
  'goss, weights and features': {
    label: 'count',
    parameters: { objective: 'poisson', ...goss, feature_fraction: 0.6, extra_trees: true },
    data: { weight: 'weight' },
  },
  // The score before the first tree counts as well.
  'goss from the first round': {
    label: 'class2',
    parameters: { objective: 'binary', ...goss, learning_rate: 1.1 },
  },
  'positions, bagging by query': {
    label: 'relevance',
    parameters: { ...cases['bagging by query']!.parameters },
    data: { group: 'query', position: 'place' },
  },
};

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

test('goss on a sparse table, and from initial scores of its own', async () => {
  const sparse = { rows: 2500, amounts: 12, blocks: 3, flags: 6, share: 0.06, seed: 1 };
  const { matrix, label } = randomSparse({ ...sparse, missing: 0.05 });
  const initScore = label.map((value, row) => value / 2 + (row % 3));
  for (const data of [{ label }, { label, initScore }]) {
    const grow = async (rounds: number, initModel?: Model) => {
      const parameters = { ...goss, num_iterations: rounds, num_leaves: 7 };
      const own = { ...data, table: new SparseTable(matrix) };
      return (await train(parameters, own, initModel === undefined ? {} : { initModel })).model;
    };
    expect(trees(await grow(8, await grow(8))) === trees(await grow(16))).toBe(true);
  }
});

test('goss with a loss of the caller', async () => {
  const grow = async (rounds: number, initModel?: Model) => {
    let calls = 0;
    const { model } = await train(
      { ...goss, objective: 'custom', num_iterations: rounds, num_leaves: 7 },
      caseData(cases['regression']!, table),
      {
        ...(initModel !== undefined && { initModel }),
        objective: (scores, { labels }, gradients, hessians) => {
          calls++;
          for (let row = 0; row < scores.length; row++) {
            const error = scores[row]! - labels[row]!;
            gradients[row] = error / (1 + Math.abs(error));
            hessians[row] = 1 / (1 + Math.abs(error)) ** 2;
          }
        },
      },
    );
    return { model, calls };
  };
  const [whole, half] = [await grow(16), await grow(8)];
  const more = await grow(8, half.model);
  expect(more.calls).toBe(16);
  expect(trees(more.model) === trees(whole.model)).toBe(true);
});

test.each([
  'regression',
  'weighted regression',
  'binary',
  'multiclass',
  'poisson',
  'regression_l1',
])(
  '%s that goes on round by round from its first gives the bytes of one training',
  async (name) => {
    const kind = kinds[name]!;
    let { model } = await run(kind, 1);
    for (let round = 2; round <= 5; round++) {
      ({ model } = await run(kind, 1, { initModel: model }));
      const whole = (await run(kind, round)).model;
      expect(trees(model) === trees(whole), `round ${round}`).toBe(true);
    }
  },
);

test('a small table that goes on from its first round gives the bytes of one training', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [i % 24, (i * 7) % 31]);
  const label = rows.map(([a = 0, b = 0]) => 3 * b + (a > 16 ? 10 : 0));
  const grow = async (rounds: number, options: TrainOptions = {}) =>
    (await train({ num_iterations: rounds }, { table: rows, label }, options)).model;
  const one = await grow(1);
  const two = await grow(1, { initModel: one });
  expect(trees(two) === trees(await grow(2))).toBe(true);
  expect(trees(await grow(3, { initModel: two })) === trees(await grow(5))).toBe(true);
});

test('a training that is cancelled before its first round gives the earlier model', async () => {
  const kind = kinds['goss binary']!;
  const half = await run(kind, 8);
  const signal = AbortSignal.abort();
  const { model, bestIteration, cancelled } = await run(kind, 8, {
    initModel: half.model,
    signal,
  });
  expect([bestIteration, cancelled]).toEqual([0, true]);
  expect(trees(model) === trees(half.model)).toBe(true);
});

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
  ...['cross_entropy', 'intermediate monotone constraints', 'rank_xendcg'],
  ...['rank_xendcg, bagging by query', 'lambdarank with positions'],
  ...['goss', 'goss binary', 'goss multiclass', 'goss categorical', 'goss, linear trees'],
  ...['goss, weights and features', 'goss from the first round', 'positions, bagging by query'],
])('%s: 10 rounds and 10 more are 20 rounds, also by way of a file', async (name) => {
  const kind = kinds[name]!;
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
