/** Parameters that are misspelt, out of range, or contradict each other: as a training refuses them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { train } from '../../../src/boosting/index.js';
import { expectRefusal, good, numbers, tableOf, tableWith } from './support.js';

const misspelt: readonly [object, string, RegExp, string][] = [
  [
    { objectve: 'binary' },
    'unknown-parameter',
    /no parameter "objectve"/,
    'did you mean "objective"?',
  ],
  [{ num_leafs: 3 }, 'unknown-parameter', /no parameter "num_leafs"/, 'did you mean "num_leaf"?'],
  [
    { objective: 'binari' },
    'bad-parameter',
    /"objective" must be .* found "binari"/,
    'did you mean "binary"?',
  ],
  [
    { metric: 'rmsee' },
    'bad-parameter',
    /"metric" must be .* found "rmsee"/,
    'did you mean "rmse"?',
  ],
  [
    { metric: ['l2', 'auk'] },
    'bad-parameter',
    /"metric" must be .* found "auk"/,
    'did you mean "auc"?',
  ],
  [
    { boosting: 'dartt' },
    'bad-parameter',
    /"boosting" must be gbdt, dart or rf, found "dartt"/,
    'did you mean "dart"?',
  ],
  [
    { data_sample_strategy: 'gos' },
    'bad-parameter',
    /bagging or goss, found "gos"/,
    'did you mean "goss"?',
  ],
  [
    { monotone_constraints: [1, 0], monotone_constraints_method: 'advancd' },
    'bad-parameter',
    /found "advancd"/,
    'did you mean "advanced"?',
  ],
  [
    { categorical_feature: ['X'] },
    'bad-parameter',
    /categorical_feature names "X", which is not a feature/,
    'did you mean "x"?',
  ],
];

test.each(misspelt)('%j', async (parameters, code, message, hint) => {
  await expectRefusal({ parameters, code, message, hint });
});

const classes = { table: tableWith({ y: numbers((row) => row % 3) }) };
const halves = { table: tableWith({ y: numbers((row) => row % 2) }) };

const contradictions: readonly [object, RegExp | string, object?][] = [
  [
    { boosting: 'rf' },
    'boosting=rf would grow equal trees: it needs a choice of rows or of features',
  ],
  [{ boosting: 'rf', bagging_freq: 1 }, /boosting=rf would grow equal trees/],
  [
    { boosting: 'goss', bagging_freq: 1, bagging_fraction: 0.5 },
    'bagging_fraction=0.5 with bagging_freq=1 does not go with goss, which chooses rows by their gradients',
  ],
  [
    { boosting: 'goss', top_rate: 0.7, other_rate: 0.5 },
    /top_rate=0.7 and other_rate=0.5 are more than all rows/,
  ],
  [{ boosting: 'goss', top_rate: 0 }, /top_rate=0 does not go with data_sample_strategy=goss/],
  [{ num_class: 3 }, 'num_class=3 does not go with objective=regression, which has 1'],
  [{ objective: 'binary', num_class: 2 }, /num_class=2 does not go with objective=binary/, halves],
  [
    { objective: 'multiclass' },
    'objective=multiclass needs num_class, the number of classes',
    classes,
  ],
  [
    { objective: 'multiclass', num_class: 3, metric: 'auc' },
    /metric auc is not for several classes/,
    classes,
  ],
  [
    { metric: 'multi_logloss' },
    /metric multi_logloss is for several classes, which objective=regression has not/,
  ],
  [
    { objective: 'multiclass', num_class: 3, metric: 'auc_mu', auc_mu_weights: [0, 1] },
    /auc_mu_weights has 2 numbers; 3 classes need 9/,
    classes,
  ],
  [{ monotone_constraints: [1] }, 'monotone_constraints has 1 numbers, but there are 2 features'],
  [
    { monotone_constraints: [1, 0, 1] },
    'monotone_constraints has 3 numbers, but there are 2 features',
  ],
  [
    { monotone_constraints: [1, 0], objective: 'quantile' },
    'monotone_constraints do not go with objective=quantile',
  ],
  [
    { monotone_constraints: [0, 1], categorical_feature: ['z'] },
    /constrain "z", which is a category/,
  ],
  [{ max_bin_by_feature: [15] }, 'max_bin_by_feature has 1 numbers, but there are 2 features'],
  [{ feature_contri: [1, 1, 1] }, 'feature_contri has 3 numbers, but there are 2 features'],
  [
    { interaction_constraints: [[0, 5]] },
    'interaction_constraints names feature 5, but there are 2 features',
  ],
  [{ categorical_feature: [9] }, 'categorical_feature names feature 9, but there are 2 features'],
  [{ objective: 'quantile', alpha: 1 }, /alpha=1 is no quantile/],
  [
    { objective: 'binary', is_unbalance: true, scale_pos_weight: 3 },
    'is_unbalance and scale_pos_weight=3 exclude each other',
    halves,
  ],
  [
    { linear_tree: true, objective: 'regression_l1' },
    'objective=regression_l1 does not go with linear_tree',
  ],
  [{ linear_tree: true, zero_as_missing: true }, 'zero_as_missing does not go with linear_tree'],
  [{ objective: 'custom' }, 'objective=custom needs the function: options.objective'],
];

test.each(contradictions)('%j', async (parameters, message, data) => {
  await expectRefusal({ parameters, code: 'bad-parameter', message, ...(data && { data }) });
});

const ranges: readonly [object, string][] = [
  [{ num_leaves: 1 }, 'an integer, 2 to 131072, found 1'],
  [{ num_leaves: 2.5 }, 'an integer, 2 to 131072, found 2.5'],
  [{ num_iterations: 0 }, 'an integer at least 1, found 0'],
  [{ learning_rate: 0 }, 'a number above 0, found 0'],
  [{ learning_rate: Number.NaN }, 'a number above 0, found NaN'],
  [{ max_bin: 1 }, 'an integer at least 2, found 1'],
  [{ min_data_in_leaf: -1 }, 'an integer at least 0, found -1'],
  [{ lambda_l2: -1 }, 'a number at least 0, found -1'],
  [{ feature_fraction: 0 }, 'a number above 0 and at most 1, found 0'],
  [{ bagging_fraction: 1.1 }, 'a number above 0 and at most 1, found 1.1'],
  [{ tweedie_variance_power: 2 }, 'a number at least 1 and below 2, found 2'],
  [{ drop_rate: 1.5 }, 'a number, 0 to 1, found 1.5'],
  [{ num_threads: 1.5 }, 'an integer, -1 to 1024, found 1.5'],
];

test.each(ranges)('%j', async (parameters, expected) => {
  const [name] = Object.keys(parameters);
  const message = `parameter "${name}" must be ${expected}`;
  await expectRefusal({ parameters, code: 'bad-parameter', message });
});

describe('forced splits', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'forced-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['{', /not valid JSON/],
    ['[1]', /the root is a list, not a split/],
    [
      '{"feature": 9, "threshold": 1}',
      /the root splits on feature 9, which the table does not have/,
    ],
    ['{"feature": 0}', /the root has nothing for "threshold": a number was expected/],
    ['{"feature": 0, "treshold": 1}', /the root has the unknown key "treshold"/],
    ['{"feature": 0, "threshold": "a"}', /the root has "a" for "threshold"/],
    [
      '{"feature": 0, "threshold": 0, "left": {"feature": -1, "threshold": 1}}',
      /left has -1 for "feature"/,
    ],
  ])('%s', async (text, message) => {
    const path = join(folder, 'forced.json');
    writeFileSync(path, text);
    const run = train(
      { forcedsplits_filename: path, num_threads: 1 },
      { table: tableOf(good), label: 'y' },
    );
    await expect(run).rejects.toMatchObject({
      code: 'bad-forced-splits',
      message: expect.stringMatching(message),
    });
    await expect(run).rejects.toThrow(path);
  });

  test('of a file that is not there', async () => {
    const path = join(folder, 'none.json');
    const run = train({ forcedsplits_filename: path }, { table: tableOf(good), label: 'y' });
    await expect(run).rejects.toMatchObject({
      code: 'missing-file',
      message: `forcedsplits_filename: ${path}: there is no such file`,
    });
  });
});
