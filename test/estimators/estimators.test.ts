import { makeVector, Table, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { createDataset, referencePredict } from '../../src/boosting/index.js';
import { csrFromArrays, SparseTable } from '../../src/data/index.js';
import {
  type ClassLabel,
  GradientBoostingClassifier,
  GradientBoostingRanker,
  GradientBoostingRegressor,
} from '../../src/estimators/index.js';
import { randomColumns, tableOf } from '../boosting/trainer/support/tables.js';

const rows = 900;
const columns = randomColumns({ rows, features: 4 });
const { y, ...features } = columns;
const table = tableOf(columns);
const quick = { num_iterations: 20, num_leaves: 8, learning_rate: 0.3 } as const;
const names = Object.keys(features);
/** Three classes, which follow from the features. */
const third = Array.from(y!, (value) => (value < -0.5 ? 0 : value < 0.5 ? 1 : 2));
const withColumn = (name: string, values: readonly ClassLabel[]) => {
  const vectors = Object.entries(features).map(([key, array]) => [key, makeVector(array)]);
  const column =
    typeof values[0] === 'string'
      ? vectorFromArray(values)
      : makeVector(Float64Array.from(values as number[]));
  return new Table({ ...Object.fromEntries(vectors), [name]: column });
};
const records = Array.from({ length: 10 }, (_, row) =>
  Object.fromEntries(
    names.map((name) => {
      const value = columns[name]![row]!;
      return [name, Number.isNaN(value) ? null : value];
    }),
  ),
);

describe('a regressor', () => {
  test('predicts what its model says, for tables and records', async () => {
    const regressor = new GradientBoostingRegressor(quick);
    expect(await regressor.fit({ table, label: 'y' })).toBe(regressor);
    const values = await regressor.predict(table);
    for (let row = 0; row < 50; row++) {
      const one = Float64Array.from(names, (name) => columns[name]![row]!);
      expect(values[row]).toBeCloseTo(referencePredict(regressor.model, one, 'value')[0]!, 9);
    }
    expect(await regressor.predict(records)).toEqual(values.slice(0, 10));
    const truth = Float64Array.from(y!);
    const error = values.reduce((sum, value, row) => sum + (value - truth[row]!) ** 2, 0) / rows;
    const mean = truth.reduce((sum, value) => sum + value, 0) / rows;
    expect(error).toBeLessThan(0.3 * (truth.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows));
    expect(regressor.bestIteration).toBe(20);
    expect(regressor.featureNames).toEqual(names);
    expect(regressor.featureImportances('gain')).toHaveLength(4);
    expect((await regressor.predict([])).length).toBe(0);
  });

  test('gives leaves and contributions, and predicts with some rounds only', async () => {
    const regressor = await new GradientBoostingRegressor(quick).fit({ table, label: 'y' });
    expect(await regressor.predictLeaf(records)).toHaveLength(10 * 20);
    const parts = await regressor.predictContributions(records);
    const raw = await regressor.predictRaw(records);
    for (let row = 0; row < 10; row++) {
      const sum = parts.slice(row * 5, row * 5 + 5).reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(raw[row]!, 9);
    }
    const first = await regressor.predict(records, { numIteration: 3 });
    expect(first).not.toEqual(raw);
  });

  test('stops early, and takes data sets and categories that are texts', async () => {
    const city = third.map((k) => ['Rome', 'Oslo', 'Lima'][k] as string);
    const vectors = Object.entries(columns).map(([key, array]) => [key, makeVector(array)]);
    const texts = new Table({ ...Object.fromEntries(vectors), city: vectorFromArray(city) });
    const data = { table: texts, label: 'y', features: ['f0', 'city'], categorical: ['city'] };
    const parameters = { ...quick, num_iterations: 300, early_stopping_round: 5 };
    const valid = [{ name: 'same', table: texts }];
    const regressor = await new GradientBoostingRegressor(parameters).fit(data, { valid });
    expect(regressor.evaluations.length).toBeGreaterThanOrEqual(regressor.bestIteration);
    const dataset = await createDataset(parameters, data);
    const other = await new GradientBoostingRegressor(parameters).fit(dataset, { valid });
    const expected = await regressor.predict(texts);
    expect(await other.predict(texts)).toEqual(expected);
    const rows_ = city.slice(0, 5).map((name, row) => ({ f0: columns['f0']![row]!, city: name }));
    expect(await regressor.predict(rows_)).toEqual(expected.slice(0, 5));
    await expect(regressor.predict([{ f0: 1, city: 3 }])).rejects.toMatchObject({
      code: 'column-type',
      problem: 'column "city" is Float64, but was text in the training table',
    });
  });
});

describe('a classifier', () => {
  test.each([
    ['numbers from 0', [0, 1, 2]],
    ['any numbers', [-3, 7.5, 100]],
    ['texts', ['setosa', 'Versicolor', 'virginica']],
  ] as const)('gives three classes back as they came: %s', async (_, labels) => {
    const truth = third.map((k) => labels[k] as ClassLabel);
    const data = { table: withColumn('class', truth), label: 'class' };
    const classifier = await new GradientBoostingClassifier(quick).fit(data, {
      valid: [{ name: 'same', table: data.table }],
    });
    expect(new Set(classifier.classes)).toEqual(new Set<ClassLabel>(labels));
    expect(classifier.featureNames).toEqual(names);
    const found = await classifier.predict(data.table);
    const right = found.filter((label, row) => label === truth[row]).length;
    expect(right / rows).toBeGreaterThan(0.85);
    const probabilities = await classifier.predictProbabilities(data.table);
    for (let row = 0; row < rows; row++) {
      const own = Array.from(probabilities.slice(3 * row, 3 * row + 3));
      expect(own[0]! + own[1]! + own[2]!).toBeCloseTo(1, 9);
      expect(classifier.classes[own.indexOf(Math.max(...own))]).toBe(found[row]);
    }
    expect(classifier.evaluations[0]?.[0]?.metric).toBe('multi_logloss');
  });

  test.each([
    ['numbers', [2, 5]],
    ['texts', ['no', 'yes']],
  ] as const)('gives two classes back: %s', async (_, labels) => {
    const truth = third.map((k) => labels[k > 0 ? 1 : 0] as ClassLabel);
    const data = { table: withColumn('class', truth), label: 'class' };
    const classifier = await new GradientBoostingClassifier(quick).fit(data);
    expect(classifier.classes).toEqual(labels);
    expect(classifier.model.objective).toMatch(/^binary/);
    const found = await classifier.predict(records);
    const probabilities = await classifier.predictProbabilities(records);
    found.forEach((label, row) => {
      expect(probabilities[2 * row]! + probabilities[2 * row + 1]!).toBeCloseTo(1, 12);
      expect(label).toBe(labels[probabilities[2 * row + 1]! > 0.5 ? 1 : 0]);
    });
    const right = (await classifier.predict(data.table)).filter(
      (label, row) => label === truth[row],
    );
    expect(right.length / rows).toBeGreaterThan(0.9);
    const again = await new GradientBoostingClassifier(quick).fit({
      table: tableOf(features),
      label: truth,
    });
    expect(await again.predictProbabilities(records)).toEqual(probabilities);
  });

  test('fits a data set, and one against all', async () => {
    const data = {
      table: withColumn(
        'class',
        third.map((k) => k * 10),
      ),
      label: 'class',
    };
    const dataset = await createDataset({}, data);
    const one = await new GradientBoostingClassifier(quick).fit(data);
    const other = await new GradientBoostingClassifier(quick).fit(dataset);
    expect(await other.predict(records)).toEqual(await one.predict(records));
    const ova = await new GradientBoostingClassifier({ ...quick, objective: 'multiclassova' }).fit(
      data,
    );
    expect(ova.classes).toEqual([0, 10, 20]);
    expect(ova.model.objective).toMatch(/^multiclassova/);
  });

  test('refuses labels that no training row has, and what is missing', async () => {
    const texts = third.map((k) => ['a1', 'b1', 'c1'][k] as string);
    const data = { table: withColumn('class', texts), label: 'class' };
    const fitted = (label: readonly ClassLabel[]) =>
      new GradientBoostingClassifier(quick).fit(data, {
        valid: [{ name: 'v', table: data.table, label }],
      });
    await expect(fitted(texts.map((text, row) => (row === 5 ? 'c2' : text)))).rejects.toMatchObject(
      {
        code: 'unknown-class',
        problem:
          'the label of the validation (v) table is "c2" in row 6, which no training row has',
      },
    );
    const one = new GradientBoostingClassifier(quick);
    const missing = third.map((k, row) => (row === 4 ? Number.NaN : k));
    await expect(one.fit({ table: tableOf(features), label: missing })).rejects.toThrow(
      /missing in row 5/,
    );
  });
});

test('a ranker orders the rows of a query', async () => {
  const group = Int32Array.from({ length: 45 }, () => 20);
  const grades = Float64Array.from(third);
  const data = { table: tableOf(features), label: grades, group };
  const ranker = await new GradientBoostingRanker({ ...quick, eval_at: [5] }).fit(data, {
    evaluateTraining: true,
  });
  expect(ranker.model.objective).toMatch(/^lambdarank/);
  expect(ranker.evaluations.at(-1)?.[0]?.value).toBeGreaterThan(0.9);
  const scores = await ranker.predict(data.table);
  const mean = (grade: number) => {
    const own = Array.from(scores).filter((_, row) => third[row] === grade);
    return own.reduce((sum, score) => sum + score, 0) / own.length;
  };
  expect(mean(2)).toBeGreaterThan(mean(0));
});

test('sparse tables are fitted and predicted', async () => {
  const wide = Array.from({ length: 6 }, (_, feature) =>
    Float64Array.from({ length: rows }, (_row, row) =>
      (row * (feature + 3)) % 7 === 0 ? row % 5 : 0,
    ),
  );
  const label = Float64Array.from(
    { length: rows },
    (_, row) => 2 * wide[0]![row]! - wide[3]![row]!,
  );
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    wide.forEach((column, feature) => {
      if (column[row] === 0) return;
      indices.push(feature);
      values.push(column[row]!);
    });
    indptr.push(indices.length);
  }
  const sparse = new SparseTable(csrFromArrays(indptr, indices, values, 6));
  const dense = tableOf(
    Object.fromEntries(sparse.names.map((name, index) => [name, wide[index]!])),
  );
  const regressor = await new GradientBoostingRegressor(quick).fit({ table: sparse, label });
  const found = await regressor.predict(sparse);
  expect(found).toEqual(await regressor.predict(dense));
  expect(Math.abs(found[35]! - label[35]!)).toBeLessThan(1);
});

test.each(['regressor', 'classifier', 'ranker'])(
  'the score of a %s refuses weights as fit does',
  async (kind) => {
    const given = table.select(names);
    const binary = third.map((label) => Math.min(label, 1));
    const group = { group: [rows] };
    const score =
      kind === 'regressor'
        ? await new GradientBoostingRegressor(quick)
            .fit(given, y!)
            .then((model) => (sampleWeight: number[]) => model.score(given, y!, { sampleWeight }))
        : kind === 'classifier'
          ? await new GradientBoostingClassifier(quick)
              .fit(given, binary)
              .then(
                (model) => (sampleWeight: number[]) => model.score(given, binary, { sampleWeight }),
              )
          : await new GradientBoostingRanker(quick)
              .fit(given, third, group)
              .then(
                (model) => (sampleWeight: number[]) =>
                  model.score(given, third, { ...group, sampleWeight }),
              );
    const weights = (value: number) => new Array<number>(rows).fill(value);
    await expect(score(weights(-1))).rejects.toMatchObject({
      code: 'bad-weight',
      problem:
        'sampleWeight of the scored table is -1 in row 1: expected a finite number of at least 0',
    });
    await expect(score(weights(0))).rejects.toMatchObject({ code: 'bad-weight' });
    await expect(score(7 as never)).rejects.toMatchObject({ code: 'invalid-option' });
    expect(await score(weights(2))).toBeGreaterThan(0);
  },
);

test('labels that are bigints are the numbers that they stand for, where these are exact', async () => {
  const given = table.select(names);
  const labels = third.map((label) => BigInt(Math.min(label, 1)));
  for (const list of [labels, BigInt64Array.from(labels)]) {
    const classifier = await new GradientBoostingClassifier(quick).fit(given, list);
    expect(classifier.classes).toEqual([0, 1]);
    expect(await classifier.score(given, list)).toBeGreaterThan(0.8);
  }
  const large = labels.map((label) => label + 2n ** 60n);
  await expect(new GradientBoostingClassifier(quick).fit(given, large)).rejects.toMatchObject({
    code: 'bad-label',
    message: expect.stringMatching(
      /is 115292150460684697\d in row 1, which a number does not hold exactly \(give such labels as strings\)/,
    ),
  });
  const objects = labels.map(() => ({}));
  await expect(
    new GradientBoostingClassifier(quick).fit(given, objects as never),
  ).rejects.toMatchObject({ hint: 'a label is a number, a string or a boolean' });
});

test('refuses', async () => {
  const fresh = new GradientBoostingRegressor();
  expect(() => fresh.model).toThrow('this GradientBoostingRegressor is not fitted yet');
  await expect(fresh.predict(records)).rejects.toMatchObject({ code: 'not-fitted' });
  expect(() => new GradientBoostingRegressor({ objective: 'binary' as never })).toThrow(
    'objective=binary is not for GradientBoostingRegressor',
  );
  const regressor = await new GradientBoostingRegressor(quick).fit({ table, label: 'y' });
  await expect(regressor.predict([{ f0: 1, f1: 1, f2: 1, f33: 1 }])).rejects.toMatchObject({
    code: 'missing-column',
    hint: 'did you mean "f33"?',
  });
  const { f3: _, ...others } = columns;
  await expect(regressor.predict(tableOf(others))).rejects.toMatchObject({
    code: 'missing-column',
  });
});

test('a classifier of one class predicts it, as LightGBM does', async () => {
  const notices: string[] = [];
  const classifier = await new GradientBoostingClassifier({ n_estimators: 3 }).fit(
    [[1], [2], [3]],
    ['a', 'a', 'a'],
    { onNotice: (line) => notices.push(line) },
  );
  expect(classifier.classes).toEqual(['a']);
  expect(await classifier.predict([[0], [9]])).toEqual(['a', 'a']);
  expect([...(await classifier.predictProbabilities([[0], [9]]))]).toEqual([1, 1]);
  expect(await classifier.score([[1]], ['a'])).toBe(1);
  expect(notices).toContainEqual(expect.stringContaining('nothing to learn'));
});
