import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeModel } from '../../src/boosting/index.js';
import {
  GradientBoostingClassifier,
  GradientBoostingRanker,
  GradientBoostingRegressor,
} from '../../src/estimators/index.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'estimators-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const records = Array.from({ length: 90 }, (_, row) => ({
  size: (row * 7) % 23,
  kind: ['a', 'b', 'c'][row % 3]!,
}));
const labels = records.map(({ size, kind }) =>
  size > 11 ? 'large' : kind === 'a' ? 'a' : 'other',
);
const quick = { n_estimators: 6, min_data_in_leaf: 3 } as const;

test('a classifier comes back from its file', async () => {
  const path = join(folder, 'classifier.json');
  const classifier = await new GradientBoostingClassifier({
    ...quick,
    class_weight: 'balanced',
  }).fit(records, labels, { evalSet: [[records, labels]], earlyStopping: 3 });
  await classifier.save(path);
  const loaded = await GradientBoostingClassifier.load(path);
  expect(loaded.getParams()).toEqual(classifier.getParams());
  expect(loaded.classes).toEqual(classifier.classes);
  expect(loaded.bestScore).toEqual(classifier.bestScore);
  expect(loaded.evalsResult).toEqual(classifier.evalsResult);
  expect(loaded.objective).toBe('multiclass');
  expect(await loaded.predict(records)).toEqual(await classifier.predict(records));
  expect(await loaded.predictProba(records)).toEqual(await classifier.predictProba(records));
  expect((await loaded.clone().fit(records, labels)).nClasses).toBe(3);
});

test('another class, a model, and what is damaged are refused', async () => {
  const path = join(folder, 'regressor.json');
  const regressor = await new GradientBoostingRegressor(quick).fit(
    records,
    records.map(({ size }) => size),
  );
  await regressor.save(path);
  await expect(GradientBoostingRanker.load(path)).rejects.toMatchObject({
    code: 'bad-estimator',
    problem: `${path} holds a GradientBoostingRegressor, not a GradientBoostingRanker`,
  });
  const model = join(folder, 'model.txt');
  await writeModel(regressor.model, model);
  await expect(GradientBoostingRegressor.load(model)).rejects.toMatchObject({
    code: 'bad-estimator',
    hint: 'it is a model file: readModel reads it',
  });
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, 500));
  await expect(GradientBoostingRegressor.load(path)).rejects.toMatchObject({
    code: 'bad-estimator',
  });
  writeFileSync(path, JSON.stringify({ ...JSON.parse(text), bestIteration: 'x' }));
  await expect(GradientBoostingRegressor.load(path)).rejects.toThrow(/bestIteration/);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(text), model: 'tree' }));
  await expect(GradientBoostingRegressor.load(path)).rejects.toMatchObject({
    name: 'CambiumError',
  });
  await expect(GradientBoostingRegressor.load(join(folder, 'no.json'))).rejects.toMatchObject({
    code: 'missing-file',
  });
  await expect(new GradientBoostingRegressor().save(path)).rejects.toMatchObject({
    code: 'not-fitted',
  });
});
