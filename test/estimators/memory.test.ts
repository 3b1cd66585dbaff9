/** Estimators, training and scoring take rows, records and columns, and give what they give for the table of them. */
import { describe, expect, test } from 'vitest';
import {
  createDataset,
  crossValidate,
  formatModel,
  refit,
  train,
} from '../../src/boosting/index.js';
import { tableFrom } from '../../src/data/index.js';
import {
  GradientBoostingClassifier,
  GradientBoostingRegressor,
} from '../../src/estimators/index.js';
import { createScorer } from '../../src/scoring/index.js';

const cities = ['Oslo', 'Rome', 'Lima'];
const records = Array.from({ length: 120 }, (_, row) => ({
  km: (row * 7) % 23,
  city: row % 10 === 9 ? null : cities[row % 3]!,
  late: row % 5 === 0,
  minutes: ((row * 7) % 23) * 2 + 5 * (row % 3),
}));
const columns = {
  km: Float64Array.from(records, ({ km }) => km),
  city: records.map(({ city }) => city),
  late: records.map(({ late }) => late),
  minutes: records.map(({ minutes }) => minutes),
};
const rows = records.map(({ km, city, late }) => [km, city, late]);
const table = tableFrom(records);
const parameters = { num_iterations: 8, num_leaves: 5, min_data_in_leaf: 3 } as const;
const label = 'minutes';

describe('training', () => {
  test('gives the same model for a table, records and columns; texts of data in memory are categories', async () => {
    const { model } = await train(parameters, { table, label, categorical: ['city'] });
    const bytes = formatModel(model);
    expect(bytes).toContain('pandas_categorical:[["Lima","Oslo","Rome"]]');
    for (const data of [records, columns]) {
      const made = await train(parameters, { table: data, label });
      expect(formatModel(made.model)).toBe(bytes);
    }
    const dataset = await createDataset(parameters, { table: records, label });
    expect(formatModel((await train(parameters, dataset)).model)).toBe(bytes);
    const valid = [{ name: 'same', table: records }];
    const measured = await train(parameters, { table: records, label }, { valid });
    expect(measured.evaluations).toHaveLength(8);
    await expect(train(parameters, { table, label })).rejects.toMatchObject({
      problem: expect.stringMatching(
        /^column "city" is text, but numbers are needed: row 1 holds "\w+"$/,
      ),
      hint: expect.stringContaining('name the column in categorical'),
    });
  });

  test('takes labels, weights and queries that are lists', async () => {
    const { minutes } = columns;
    const weight = minutes.map((_, row) => 1 + (row % 2));
    const one = await train(parameters, { table: rows, label: minutes, weight });
    const other = await train(parameters, {
      table: rows,
      label: Float64Array.from(minutes),
      weight: Uint8Array.from(weight),
      initScore: minutes.map(() => 0),
    });
    expect(one.model.featureNames).toEqual(['Column_0', 'Column_1', 'Column_2']);
    expect(other.model.numIterations).toBe(8);
    const grades = minutes.map((value) => Math.floor(value / 20));
    const rank = { ...parameters, objective: 'lambdarank' } as const;
    const ranked = await train(rank, { table: rows, label: grades, group: [60, 60] });
    expect(ranked.model.objective).toMatch(/^lambdarank/);
  });

  test('is cross-validated and refitted on data in memory', async () => {
    const found = await crossValidate(parameters, { table: records, label }, { folds: 3 });
    const wanted = await crossValidate(
      parameters,
      { table, label, categorical: ['city'] },
      { folds: 3 },
    );
    expect(found.metrics).toEqual(wanted.metrics);
    const { model, dictionaries } = await train(parameters, { table: records, label });
    const again = refit(model, { table: records, label }, { dictionaries });
    expect(again.trees).toHaveLength(model.trees.length);
  });
});

describe('a scorer', () => {
  test('scores tables and data in memory as their columns', async () => {
    const { model } = await train(parameters, { table: records, label });
    const scorer = await createScorer(model, { backend: 'wasm' });
    const wanted = await scorer.score(table);
    expect(wanted).toHaveLength(120);
    for (const data of [records, columns, rows]) expect(await scorer.score(data)).toEqual(wanted);
    const leaves = await scorer.score(rows, 'leaf');
    expect(leaves).toHaveLength(8 * 120);
    await expect(scorer.score([[1, 2]])).rejects.toMatchObject({
      code: 'feature-count',
      problem: 'the model has 3 features, but row 1 has 2 values',
    });
    await scorer.close();
  });
});

describe('an estimator', () => {
  test('fits and predicts rows, records and columns alike', async () => {
    const wanted = await new GradientBoostingRegressor(parameters).fit({ table: records, label });
    const predictions = await wanted.predict(table);
    const { minutes: _, ...features } = columns;
    for (const data of [rows, features]) {
      const regressor = new GradientBoostingRegressor(parameters);
      await regressor.fit(data, columns.minutes, { evalSet: [[data, columns.minutes]] });
      expect(await regressor.predict(data)).toEqual(predictions);
    }
    const byName = await new GradientBoostingRegressor(parameters).fit(records, label);
    expect(byName.featureNames).toEqual(['km', 'city', 'late']);
    expect(await byName.predict(records)).toEqual(predictions);
    expect(await byName.predict(rows)).toEqual(predictions);
    expect(await byName.score(records, label)).toBeGreaterThan(0.7);
    const empty = await byName.predict([{ km: 1, city: null, late: null }]);
    expect(empty).toHaveLength(1);
  });

  test('of classes takes a column of them, and leaves it out of the features', async () => {
    const classifier = await new GradientBoostingClassifier(parameters).fit(
      records.filter(({ city }) => city !== null),
      'city',
    );
    expect(classifier.featureNames).toEqual(['km', 'late', 'minutes']);
    expect(classifier.classes).toEqual(['Lima', 'Oslo', 'Rome']);
    const late = await new GradientBoostingClassifier({
      ...parameters,
      class_weight: 'balanced',
    }).fit({ table: records, label: 'late', weight: 'minutes' }, { evalSet: [[columns, 'late']] });
    expect(late.classes).toEqual([false, true]);
    expect(late.featureNames).toEqual(['km', 'city']);
  });

  test('refuses what is not a feature, with the near miss', async () => {
    const regressor = await new GradientBoostingRegressor(parameters).fit(records, label);
    const cases = [
      [[{ kmm: 1, city: 'Oslo', late: true }], 'row 1 has no feature "km"', 'did you mean "kmm"?'],
      [
        [
          { km: 1, city: 'Oslo', late: true },
          { km: 2, citty: 'Oslo', late: true },
        ],
        'row 2 has no feature "city"',
        'did you mean "citty"?',
      ],
      [
        { km: [1], city: ['Oslo'], lates: [true] },
        'the data has no feature "late"',
        'did you mean "lates"?',
      ],
      [[[1, 'Oslo']], 'the model has 3 features, but row 1 has 2 values', undefined],
      [
        [{ km: 'far', city: 'Oslo', late: true }],
        'column "km" is text, but was numbers in the training table: row 1 holds "far"',
        undefined,
      ],
      [
        [{ km: 1, city: 3, late: true }],
        'column "city" is Float64, but was text in the training table',
        undefined,
      ],
    ] as const;
    for (const [data, message, hint] of cases) {
      await expect(regressor.predict(data)).rejects.toMatchObject({
        problem: message,
        ...(hint !== undefined && { hint }),
      });
    }
  });
});
