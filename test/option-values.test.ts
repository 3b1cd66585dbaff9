/** Every function of the package refuses values of a wrong kind by name, in place of failing somewhere inside. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as cambium from '../src/index.js';

const rows = Array.from({ length: 120 }, (_, i) => [i % 24, (i * 7) % 31]);
const label = rows.map(([a = 0, b = 0]) => 2 * a + b);
const data = { table: rows, label };
const parameters = { num_iterations: 2, min_data_in_leaf: 5, num_threads: 1 };
const { model } = await cambium.train(parameters, data);
const estimator = await new cambium.GradientBoostingRegressor(parameters).fit(rows, label);
const booster = await cambium.Booster.create(parameters, data);
const file = join(mkdtempSync(join(tmpdir(), 'cambium-')), 'model.txt');
const wrong = (value: unknown) => value as never;
const set = { name: 'v', ...data };
const own = { name: 'own', higherIsBetter: true, evaluate: () => 1 };

const calls: Readonly<Record<string, readonly [() => unknown, string]>> = {
  'no data': [
    () => cambium.train(parameters, wrong(undefined)),
    'expected an object, each part of the training data by its name, found nothing',
  ],
  'no data of a cross-validation': [
    () => cambium.crossValidate(parameters, wrong(undefined)),
    'expected an object, each part of the data set by its name, found nothing',
  ],
  'one validation set for a list': [
    () => cambium.train(parameters, data, { valid: wrong(set) }),
    'valid must be a list, not an object',
  ],
  'one validation set of an estimator': [
    () => estimator.fit(rows, label, { valid: wrong(set) }),
    'valid must be a list, not an object',
  ],
  'a validation set without a name': [
    () => cambium.train(parameters, data, { valid: [wrong(data)] }),
    'a validation set has no name (it tells its metrics from others: { name, table, … })',
  ],
  'a validation set whose name is a number': [
    () => booster.addValid({ ...data, name: wrong(5) }),
    'the name of a validation set must be a string (it tells its metrics from others: { name, table, … })',
  ],
  'a validation set called training': [
    () =>
      cambium.train(parameters, data, {
        valid: [{ ...set, name: 'training' }],
        evaluateTraining: true,
      }),
    'a validation set is called "training", as the training rows that evaluateTraining measures: their metrics could not be distinguished (give it another name)',
  ],
  'one metric for a list': [
    () => cambium.train(parameters, data, { metrics: wrong(own) }),
    'metrics must be a list, not an object',
  ],
  'a metric of a cross-validation with the name of another': [
    () => cambium.crossValidate(parameters, data, { metrics: [{ ...own, name: 'l2' }] }),
    'a metric of options.metrics is called "l2", as the one of metric=l2: they could not be distinguished (give it another name)',
  ],
  'onIteration: a text': [
    () => cambium.train(parameters, data, { onIteration: wrong('x') }),
    'onIteration must be a function, not "x"',
  ],
  'onNotice: a text': [
    () => cambium.createDataset(parameters, data, { onNotice: wrong('x') }),
    'onNotice must be a function, not "x"',
  ],
  'signal: a text': [
    () => cambium.crossValidate(parameters, data, { signal: wrong('x') }),
    'signal must be an AbortSignal, not "x"',
  ],
  'evaluateTraining: a text': [
    () => cambium.train(parameters, data, { evaluateTraining: wrong('no') }),
    'evaluateTraining must be true or false, not "no"',
  ],
  'snapshot.path: a number': [
    () => cambium.train(parameters, data, { snapshot: { every: 1, path: wrong(5) } }),
    'snapshot.path must be a string, not a number',
  ],
  'resetParameter: a number': [
    () => cambium.train(parameters, data, { resetParameter: wrong(5) }),
    'resetParameter must be an object, a list or function for each parameter, not a number',
  ],
  'folds: a text': [
    () => cambium.crossValidate(parameters, data, { folds: wrong('3') }),
    'folds must be a number or a list, not "3"',
  ],
  'a fold without lists': [
    () => cambium.crossValidate(parameters, data, { folds: [wrong([1, 2])] }),
    'fold 1 has no list of rows to train on',
  ],
  'a fold with one part': [
    () => cambium.crossValidate(parameters, data, { folds: [wrong([[1, 2]])] }),
    'fold 1 has 1 parts: expected the rows to train on and those to measure on',
  ],
  'groups: a number': [
    () => cambium.crossValidate(parameters, data, { groups: wrong(5) }),
    'groups must be a list, not a number',
  ],
  'a kind of importance': [
    () => cambium.featureImportance(model, wrong('gian')),
    'the kind of importance is "gian", but must be one of split, gain (did you mean "gain"?)',
  ],
  'a kind of importance of a model': [
    () => model.featureImportance(wrong('gian')),
    'the kind of importance is "gian", but must be one of split, gain (did you mean "gain"?)',
  ],
  'a kind of importance of an estimator': [
    () => estimator.featureImportances(wrong('gains')),
    'the kind of importance is "gains", but must be one of split, gain (did you mean "gain"?)',
  ],
  'a kind of importance of a dump': [
    () => cambium.dumpModel(model, { importance: wrong(5) }),
    'importance is a number, but must be one of split, gain',
  ],
  'a path for a model to score': [
    () => cambium.createScorer(wrong('m.txt')),
    'expected a model, found "m.txt" (readModel reads one from a file)',
  ],
  'an estimator for a model to score': [
    () => cambium.createScorer(wrong(estimator)),
    'expected a model, found an object (give the model of the estimator: estimator.model)',
  ],
  'a result for a model to draw': [
    () => cambium.plotImportance(wrong({ model })),
    'expected a model, found an object (give the model of the result: result.model)',
  ],
  'no model to score files': [
    () => cambium.scoreFiles(wrong({ inputs: ['x.csv'], output: 'y.csv' })),
    'expected a model, found nothing (train gives one, readModel reads one from a file)',
  ],
  'an object for a model to write': [
    () => cambium.writeModel(wrong({}), file),
    'expected a model, found an object (train gives one, readModel reads one from a file)',
  ],
  'a number for the path of a model': [
    () => cambium.writeModel(model, wrong(5)),
    'the path of a model file must be a string, not a number',
  ],
  'a number for the path of a model to read': [
    () => cambium.readModel(wrong(5)),
    'the path of a model file must be a string, not a number',
  ],
  'a model to refit': [
    () => cambium.refit(wrong(undefined), data),
    'expected a model, found nothing (train gives one, readModel reads one from a file)',
  ],
  'a model for a table of trees': [
    () => cambium.treesToTable(wrong('m.txt')),
    'expected a model, found "m.txt" (readModel reads one from a file)',
  ],
  'title: a number': [
    () => cambium.plotImportance(model, { title: wrong(5) }),
    'title must be a string, not a number',
  ],
  'metrics of a plot: a text': [
    () => cambium.plotMetric([], { metrics: wrong('l2') }),
    'metrics must be a list, not "l2"',
  ],
  'what is no partial dependence': [
    () => cambium.plotPartialDependence(wrong({})),
    'what is to be drawn is not a partial dependence (plotPartialDependence(await partialDependence(model, table, { features })))',
  ],
  'features of a partial dependence: a number': [
    () => cambium.partialDependence(model, rows, { features: wrong(5) }),
    'features must be a list, not a number',
  ],
  'a matrix without its columns': [
    () => cambium.csrFromArrays([0, 1], wrong(undefined), wrong(undefined)),
    'indices is undefined: expected an array of numbers',
  ],
  'a matrix of bigints': [
    () => cambium.csrFromArrays(wrong([0n, 1n]), [0], [1]),
    'indptr[0] is the bigint 0: expected a number',
  ],
  'rawScore: a text': [
    () => estimator.predict(rows, { rawScore: wrong('yes') }),
    'rawScore must be true or false, not "yes"',
  ],
  'options: null': [
    () => estimator.predict(rows, wrong(null)),
    'expected an object, each option of predict by its name, found null',
  ],
};

test.each(Object.entries(calls))('%s', async (_, [call, message]) => {
  const error: unknown = await (async () => call())().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(cambium.CambiumError);
  expect((error as Error).message).toBe(message);
});

test('folds that a cross-validation gives are taken again', async () => {
  const first = await cambium.crossValidate(parameters, data, { folds: 3 });
  const again = await cambium.crossValidate(parameters, data, { folds: first.folds });
  expect(again.metrics).toEqual(first.metrics);
});

test('a partial dependence takes one feature by name, and rows of data in memory', async () => {
  const table = cambium.tableFrom(rows, { names: model.featureNames });
  const expected = await cambium.partialDependence(model, table, {
    features: [model.featureNames[0] as string],
  });
  const found = await cambium.partialDependence(model, rows, {
    features: model.featureNames[0] as string,
  });
  expect(found).toEqual(expected);
});

test('a data set tells of parameters without effect', async () => {
  const notices: string[] = [];
  const onNotice = (line: string) => notices.push(line);
  await cambium.createDataset({ ...parameters, force_col_wise: true }, data, { onNotice });
  expect(notices.join('\n')).toContain('force_col_wise');
});
