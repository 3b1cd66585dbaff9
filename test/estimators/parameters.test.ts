import { describe, expect, test } from 'vitest';
import {
  GradientBoostingClassifier,
  GradientBoostingRanker,
  GradientBoostingRegressor,
} from '../../src/estimators/index.js';

const rows = Array.from({ length: 60 }, (_, row) => [row % 7, (row * 3) % 11]);
const labels = rows.map(([a = 0, b = 0]) => 2 * a - b);

describe('parameters', () => {
  test('are given back as they came, in a copy', () => {
    const given = { n_estimators: 5, metric: ['l1', 'l2'] } as const;
    const regressor = new GradientBoostingRegressor(given);
    const params = regressor.getParams();
    expect(params).toEqual(given);
    expect(params.metric).not.toBe(given.metric);
  });

  test('are changed by whatever alias, and back to their defaults', async () => {
    const regressor = new GradientBoostingRegressor({ n_estimators: 5, learning_rate: 0.5 });
    expect(regressor.setParams({ num_iterations: 3, learning_rate: undefined as never })).toBe(
      regressor,
    );
    expect(regressor.getParams()).toEqual({ num_iterations: 3 });
    await regressor.fit(rows, labels);
    expect(regressor.model.numIterations).toBe(3);
    regressor.setParams({ n_estimators: 4 });
    expect(regressor.model.numIterations).toBe(3);
    expect((await regressor.fit(rows, labels)).model.numIterations).toBe(4);
  });

  test('are checked when they are changed, and stay as they were then', () => {
    const regressor = new GradientBoostingRegressor({ num_leaves: 7 });
    expect(() => regressor.setParams({ num_leafs: 9 } as never)).toThrow(
      expect.objectContaining({
        code: 'unknown-parameter',
        hint: 'did you mean "num_leaf"?',
      }),
    );
    expect(() => regressor.setParams({ objective: 'binary' })).toThrow(
      'objective=binary is not for GradientBoostingRegressor',
    );
    expect(regressor.getParams()).toEqual({ num_leaves: 7 });
  });

  test('of weights of classes are for classifiers', () => {
    expect(() => new GradientBoostingRegressor({ class_weight: 'balanced' } as never)).toThrow(
      'class_weight is for GradientBoostingClassifier',
    );
    expect(() => new GradientBoostingClassifier({ class_weigth: 'balanced' } as never)).toThrow(
      expect.objectContaining({ hint: 'did you mean "class_weight"?' }),
    );
    expect(() => new GradientBoostingClassifier({ class_weight: 'even' as never })).toThrow(
      'class_weight=even: expected balanced, or weights by class',
    );
    expect(() => new GradientBoostingClassifier({ class_weight: { a: -1 } })).toThrow(
      'class_weight of "a" is -1: expected a number, at least 0',
    );
  });

  test('of importance decide what importances are', async () => {
    const regressor = new GradientBoostingRegressor({ importance_type: 'gain', n_estimators: 3 });
    await regressor.fit(rows, labels);
    expect(regressor.featureImportances()).toEqual(regressor.featureImportances('gain'));
    expect(regressor.featureImportances()).not.toEqual(regressor.featureImportances('split'));
  });
});

test('a clone has the parameters and the class, but no model', async () => {
  class Own extends GradientBoostingClassifier {}
  const classifier = new Own({ n_estimators: 3, class_weight: { a: 2 } });
  await classifier.fit(
    rows,
    labels.map((label) => (label > 0 ? 'a' : 'b')),
  );
  const clone = classifier.clone();
  expect(clone).toBeInstanceOf(Own);
  expect(clone.getParams()).toEqual({ n_estimators: 3, class_weight: { a: 2 } });
  expect(classifier.isFitted).toBe(true);
  expect(clone.isFitted).toBe(false);
  expect(() => clone.classes).toThrow('this Own is not fitted yet');
  await clone.setParams({ class_weight: undefined }).fit(rows, labels.map(String));
  expect(clone.objective).toBe('multiclass');
});

describe('fit refuses', () => {
  const regressor = new GradientBoostingRegressor({ n_estimators: 2 });
  test.each([
    ['no labels', [rows], 'missing-label', 'fit was given no labels'],
    ['labels of another length', [rows, [1, 2]], 'bad-length', /has 2 values, the table 60 rows/],
    [
      'a pair in place of pairs',
      [rows, labels, { evalSet: [rows, labels] }],
      'invalid-option',
      'evalSet is not a list of rows and labels',
    ],
    [
      'fewer names than sets',
      [rows, labels, { evalSet: [[rows, labels]], evalNames: [] }],
      'invalid-option',
      'evalNames has 0 entries, but evalSet has 1',
    ],
    [
      'ragged rows',
      [
        [[1, 2], [3]],
        [1, 2],
      ],
      'bad-row',
      'table of the training data: row 2 has 1 value, but row 1 has 2',
    ],
    [
      'ragged rows to measure on',
      [
        rows,
        labels,
        {
          evalSet: [
            [
              [[1, 2], [3]],
              [1, 2],
            ],
          ],
        },
      ],
      'bad-row',
      /row 2 has 1 value, but row 1 has 2/,
    ],
  ] as const)('%s', async (_, args, code, message) => {
    const fit = regressor.fit(...(args as unknown as Parameters<typeof regressor.fit>));
    await expect(fit).rejects.toMatchObject({
      name: 'CambiumError',
      code,
      problem: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('options of fit, predict and score that there are not, with the near miss', async () => {
    const fitted = await new GradientBoostingRegressor({ n_estimators: 2 }).fit(rows, labels);
    const found = { code: 'unknown-option' };
    await expect(
      fitted.fit(rows, labels, { sample_weight: labels } as never),
    ).rejects.toMatchObject({ ...found, hint: 'did you mean "sampleWeight"?' });
    await expect(fitted.predict(rows, { rawScores: true } as never)).rejects.toMatchObject({
      ...found,
      problem: 'unknown option of predict "rawScores"',
    });
    await expect(fitted.predictLeaf(rows, { numIterations: 1 } as never)).rejects.toMatchObject({
      ...found,
      hint: 'did you mean "numIteration"?',
    });
    await expect(fitted.score(rows, labels, { weights: labels } as never)).rejects.toMatchObject(
      found,
    );
  });

  test('a weight of a class that is not there', async () => {
    const classifier = new GradientBoostingClassifier({ class_weight: { yess: 2 } });
    await expect(
      classifier.fit(
        rows,
        labels.map((label) => (label > 0 ? 'yes' : 'no')),
      ),
    ).rejects.toMatchObject({ code: 'unknown-class', hint: 'did you mean "yes"?' });
  });
});

describe('a score', () => {
  test('of rankings is the mean NDCG of their queries', async () => {
    const grades = labels.map((label) => Math.max(0, Math.min(2, label)));
    const ranker = new GradientBoostingRanker({ n_estimators: 20, min_data_in_leaf: 2 });
    const group = [20, 20, 20];
    await ranker.fit(rows, grades, { group });
    const all = await ranker.score(rows, grades, { group });
    expect(all).toBeGreaterThan(0.9);
    expect(all).toBeLessThanOrEqual(1);
    const records = rows.map(([a, b], row) => ({ Column_0: a, Column_1: b, query: row % 3 }));
    await expect(ranker.score(records, grades, { group: 'query' })).rejects.toMatchObject({
      code: 'bad-group',
    });
    await expect(ranker.score(rows, grades, {} as never)).rejects.toMatchObject({
      code: 'missing-group',
    });
  });

  test('needs labels that fit', async () => {
    const regressor = await new GradientBoostingRegressor({ n_estimators: 2 }).fit(rows, labels);
    await expect(regressor.score(rows, [1])).rejects.toMatchObject({
      problem: 'there are 1 labels, but 60 rows were predicted',
    });
    await expect(
      regressor.score(
        rows,
        labels.map((label, row) => (row === 4 ? Number.NaN : label)),
      ),
    ).rejects.toMatchObject({ problem: 'the label of row 5 is NaN' });
    const classifier = await new GradientBoostingClassifier({ n_estimators: 2 }).fit(
      rows,
      labels.map((label) => label > 0),
    );
    expect(classifier.classes).toEqual([false, true]);
    await expect(classifier.score(rows, labels)).rejects.toMatchObject({ code: 'bad-label' });
  });
});
