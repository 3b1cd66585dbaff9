/** Rules between parameters: what they change, what they say, what they refuse. */
import { describe, expect, it } from 'vitest';
import {
  type LooseParameterInput,
  type Parameters,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';

describe('change', () => {
  it.each([
    [
      { boost: 'goss' },
      { boosting: 'gbdt', data_sample_strategy: 'goss' },
      'boost=goss is an older way to write boosting=gbdt with data_sample_strategy=goss',
    ],
    [
      { data_sample_strategy: 'goss', bagging_by_query: true },
      { bagging_by_query: false },
      'bagging_by_query has no effect with goss, which chooses rows',
    ],
    [
      { subsample: 0.5 },
      { bagging_fraction: 0.5, bagging_freq: 0 },
      'bagging_fraction has no effect: bagging_freq is 0; 1 chooses rows in each round',
    ],
    [
      { objective: 'binary', pos_bagging_fraction: 0.5 },
      { pos_bagging_fraction: 0.5 },
      'pos_bagging_fraction and neg_bagging_fraction have no effect: bagging_freq is 0; 1 chooses rows in each round',
    ],
    [
      { neg_bagging_fraction: 0.5, bagging_freq: 1 },
      {},
      'pos_bagging_fraction and neg_bagging_fraction have no effect: they are for objective=binary',
    ],
    [
      { max_depth: 7 },
      { num_leaves: 31 },
      'max_depth=7 leaves room for 128 leaves, but num_leaves is 31: give num_leaves to use it',
    ],
    [
      { path_smooth: 0.1, min_data_in_leaf: 0 },
      { min_data_in_leaf: 2 },
      'min_data_in_leaf is 2: path_smooth needs so many',
    ],
    [
      { mc: [1], mc_method: 'advanced', colsample_bynode: 0.5 },
      { monotone_constraints_method: 'basic' },
      'monotone_constraints_method is basic: advanced does not go with feature_fraction_bynode=0.5',
    ],
    [
      { mc: [1], max_depth: 3, num_leaves: 8, monotone_penalty: 3.5 },
      {},
      'monotone features are not split: monotone_penalty=3.5 forbids it on all 3 levels',
    ],
    [
      { boosting: 'dart', early_stopping: 5 },
      { early_stopping_round: 0 },
      'early_stopping_round has no effect with dart: later rounds change earlier trees',
    ],
    [{ eval_at: [10, 2, 10] }, { eval_at: [2, 10] }, undefined],
    [{ max_depth: 40 }, { num_leaves: 31 }, undefined],
    [{ seed: 1, bagging_seed: 5 }, { bagging_seed: 5, drop_seed: 6334 }, undefined],
    [{ metric: 'none' }, { metric: [] }, undefined],
    [{ objective: 'custom' }, { metric: [] }, undefined],
    [{ objective: 'custom', num_class: 3, metric: 'multi_error' }, { num_class: 3 }, undefined],
    [{ objective: 'custom', metric: 'auc,l2' }, { metric: ['auc', 'l2'] }, undefined],
    [
      { objective: 'custom', metric: 'auc,binary_logloss' },
      { metric: ['auc', 'binary_logloss'] },
      'metric binary_logloss is measured on raw scores, as in LightGBM: a custom objective has no function that makes predictions of them; measure your own instead (options.metrics)',
    ],
  ] as [LooseParameterInput, Partial<Parameters>, string | undefined][])(
    '%j',
    (input, expected, notice) => {
      const notices: string[] = [];
      const found = resolveParameters(input, (line) => notices.push(line));
      expect(found).toMatchObject(expected);
      if (notice === undefined) {
        expect(notices.filter((line) => !line.startsWith('max_depth'))).toEqual([]);
      } else expect(notices).toEqual([notice]);
    },
  );
});

describe('refuse', () => {
  it.each([
    [
      { objective: 'softmax' },
      'objective=multiclass needs num_class, the number of classes (num_class=3?)',
    ],
    [
      { num_class: 3 },
      'num_class=3 does not go with objective=regression, which has 1 (objective=multiclass?)',
    ],
    [
      { objective: 'ova', num_class: 4, metric: 'multi_error,auc' },
      'metric auc is not for several classes, which objective=multiclassova has here (one of multi_logloss, multi_error, auc_mu)',
    ],
    [
      { objective: 'binary', metric: 'auc_mu' },
      'metric auc_mu is for several classes, which objective=binary has not (objective=multiclass?)',
    ],
    [
      { objective: 'multiclass', num_class: 3, auc_mu_weights: [0, 1] },
      'auc_mu_weights has 2 numbers; 3 classes need 9 (one for each class taken for each class, row by row)',
    ],
    [
      { objective: 'multiclass', num_class: 2, auc_mu_weights: '0,1,0,0' },
      'auc_mu_weights is 0 for class 1 taken for class 0 (only a class taken for itself costs nothing)',
    ],
    [
      { objective: 'quantile', alpha: 1.5 },
      'alpha=1.5 is no quantile: objective=quantile needs it above 0 and below 1 (alpha=0.9 is the quantile below which 90% of labels lie)',
    ],
    [
      { objective: 'binary', is_unbalance: true, scale_pos_weight: 2 },
      'is_unbalance and scale_pos_weight=2 exclude each other (leave out one of the two)',
    ],
    [
      { objective: 'mae', mc: '1' },
      'monotone_constraints do not go with objective=regression_l1 (objective=huber keeps them)',
    ],
    [
      { boosting: 'goss', top_rate: 0.75, other_rate: 0.5 },
      'top_rate=0.75 and other_rate=0.5 are more than all rows together (their sum is at most 1)',
    ],
    [
      { boosting: 'goss', other_rate: 0 },
      'other_rate=0 does not go with data_sample_strategy=goss (above 0)',
    ],
    [
      { boosting: 'goss', subsample: 0.5, subsample_freq: 1 },
      'bagging_fraction=0.5 with bagging_freq=1 does not go with goss, which chooses rows by their gradients (leave out the two, or data_sample_strategy=goss)',
    ],
    [
      { boosting: 'rf' },
      'boosting=rf would grow equal trees: it needs a choice of rows or of features (e.g. bagging_freq=1 and bagging_fraction=0.632, or feature_fraction=0.8)',
    ],
    [
      { boosting: 'rf', feature_fraction: 0.5, objective: 'custom' },
      'boosting=rf does not go with an objective of your own (boosting=gbdt?)',
    ],
    [
      { linear_tree: true, zero_as_missing: true },
      'zero_as_missing does not go with linear_tree (leave out one of the two)',
    ],
    [
      { linear_tree: true, objective: 'l1' },
      'objective=regression_l1 does not go with linear_tree (objective=huber?)',
    ],
  ] as [LooseParameterInput, string][])('%j', (input, expected) => {
    try {
      resolveParameters(input);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CambiumError);
      expect((error as CambiumError).code).toBe('bad-parameter');
      expect((error as CambiumError).describe()).toBe(expected);
    }
  });
});
