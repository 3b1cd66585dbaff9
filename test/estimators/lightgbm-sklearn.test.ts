/** Estimators do as LightGBM's scikit-learn classes, whose numbers `test/fixtures/lightgbm-sklearn/make.py` wrote. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type ClassWeight,
  type GradientBoosting,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
} from '../../src/estimators/index.js';
import { packageRoot } from '../../src/runtime/index.js';

interface Fitted {
  readonly bestIteration: number;
  readonly bestScore: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly evalsResult: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly importances: readonly number[];
  readonly nFeatures: number;
  readonly objective: string;
  readonly score: number;
}

interface Classified extends Fitted {
  readonly labels: readonly string[];
  readonly testLabels: readonly string[];
  readonly classWeight: ClassWeight;
  readonly classes: readonly string[];
  readonly predictions: readonly string[];
  readonly probabilities: readonly number[];
  readonly raw: readonly number[];
  readonly weightedScore: number;
}

interface Expected {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly testRows: readonly (readonly (number | null)[])[];
  readonly testLabels: readonly number[];
  readonly testWeights: readonly number[];
  readonly regressor: Fitted & {
    readonly predictions: readonly number[];
    readonly firstRounds: readonly number[];
    readonly raw: readonly number[];
    readonly leaves: readonly number[];
    readonly contributions: readonly number[];
    readonly weightedScore: number;
    readonly constantScore: number;
  };
  readonly early: Fitted;
  readonly binary: Classified;
  readonly multiclass: Classified;
}

const folder = join(packageRoot, 'test/fixtures/lightgbm-sklearn');
const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const { rows, labels, testRows, testLabels } = expected;
const common = { n_estimators: 25, num_leaves: 7, learning_rate: 0.2, n_jobs: 1 } as const;

const near = (found: ArrayLike<number>, wanted: readonly number[], digits = 6) => {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, place) => {
    expect(found[place]).toBeCloseTo(value, digits);
  });
};

function sameFit(estimator: GradientBoosting, wanted: Fitted): void {
  expect(estimator.nFeatures).toBe(wanted.nFeatures);
  expect(estimator.objective).toBe(wanted.objective);
  near(estimator.featureImportances(), wanted.importances);
  expect(Object.keys(estimator.evalsResult)).toEqual(Object.keys(wanted.evalsResult));
  for (const [dataset, metrics] of Object.entries(wanted.evalsResult)) {
    expect(Object.keys(estimator.evalsResult[dataset]!).sort()).toEqual(
      Object.keys(metrics).sort(),
    );
    for (const [metric, values] of Object.entries(metrics)) {
      near(estimator.evalsResult[dataset]![metric]!, values);
      expect(estimator.bestScore[dataset]![metric]).toBeCloseTo(
        wanted.bestScore[dataset]![metric]!,
        6,
      );
    }
  }
}

test('a regressor fits and predicts', async () => {
  const { regressor: wanted } = expected;
  const regressor = await new GradientBoostingRegressor(common).fit(rows, labels, {
    sampleWeight: expected.weights,
    evalSet: [[testRows, testLabels]],
    evalMetric: 'l1',
  });
  sameFit(regressor, wanted);
  near(await regressor.predict(testRows), wanted.predictions);
  near(await regressor.predict(testRows, { numIteration: 3 }), wanted.firstRounds);
  near(await regressor.predict(testRows, { rawScore: true }), wanted.raw);
  near(await regressor.predict(testRows, { predLeaf: true }), wanted.leaves);
  near(await regressor.predict(testRows, { predContrib: true }), wanted.contributions);
  expect(await regressor.score(testRows, testLabels)).toBeCloseTo(wanted.score, 9);
  expect(
    await regressor.score(testRows, testLabels, { sampleWeight: expected.testWeights }),
  ).toBeCloseTo(wanted.weightedScore, 9);
  expect(
    await regressor.score(
      testRows,
      testLabels.map(() => 1),
    ),
  ).toBe(wanted.constantScore);
  expect(await regressor.score([[1, 2, 3, 4]], [1])).toBeNaN();
});

test('a regressor stops early', async () => {
  const { early: wanted } = expected;
  const regressor = await new GradientBoostingRegressor({ ...common, n_estimators: 300 }).fit(
    rows,
    labels,
    { evalSet: [[testRows, testLabels]], earlyStopping: 5 },
  );
  expect(regressor.bestIteration).toBe(wanted.bestIteration);
  expect(regressor.bestScore['valid_0']!['l2']).toBeCloseTo(wanted.bestScore['valid_0']!['l2']!, 6);
  expect(await regressor.score(testRows, testLabels)).toBeCloseTo(wanted.score, 6);
});

describe.each(['binary', 'multiclass'] as const)('a classifier of %s labels', (kind) => {
  test('weighs classes, fits and predicts', async () => {
    const wanted = expected[kind];
    const { classWeight } = wanted;
    const classifier = new GradientBoostingClassifier({
      ...common,
      n_estimators: 5,
      class_weight: classWeight,
    });
    await classifier.fit(rows, wanted.labels, {
      sampleWeight: expected.weights,
      evalSet: [[testRows, wanted.testLabels]],
      evalMetric: 'error',
    });
    sameFit(classifier, wanted);
    expect(classifier.classes).toEqual(wanted.classes);
    expect(classifier.nClasses).toBe(wanted.classes.length);
    expect(await classifier.predict(testRows)).toEqual(wanted.predictions);
    near(await classifier.predictProba(testRows), wanted.probabilities);
    near(await classifier.predict(testRows, { rawScore: true }), wanted.raw);
    expect(await classifier.score(testRows, wanted.testLabels)).toBeCloseTo(wanted.score, 12);
    expect(
      await classifier.score(testRows, wanted.testLabels, { sampleWeight: expected.testWeights }),
    ).toBeCloseTo(wanted.weightedScore, 12);
  });
});
