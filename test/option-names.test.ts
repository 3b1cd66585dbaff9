/** Every function of the package that takes an object of options refuses a name that it does not know. */
import { tableFromArrays } from 'apache-arrow';
import { expect, test } from 'vitest';
import * as cambium from '../src/index.js';

const table = tableFromArrays({ x: Float64Array.from({ length: 60 }, (_, i) => i % 7) });
const data = { table, label: Float64Array.from({ length: 60 }, (_, i) => i % 7) };
const parameters = { num_iterations: 2, min_data_in_leaf: 5, num_threads: 1, verbosity: -1 };
const { model } = await cambium.train(parameters, data);
const catalog = cambium.DataCatalog.of({});
const empty = cambium.pipeline([]);
const configuration = cambium.Configuration.of({});
const wrong = (options: object) => options as never;
const first = async (rows: AsyncIterable<unknown>) => {
  for await (const row of rows) return row;
  return undefined;
};

/** A call with one misspelt name each, and the hint. */
const calls: Readonly<Record<string, readonly (readonly [() => unknown, string])[]>> = {
  train: [
    [() => cambium.train(parameters, data, wrong({ valids: [] })), 'valid'],
    [() => cambium.train(parameters, wrong({ ...data, wieght: 'x' })), 'weight'],
    [() => cambium.train(parameters, wrong({ table, lable: 'x' })), 'label'],
    [() => cambium.train(parameters, wrong({ table, tabel: 'x' })), 'label'],
    [
      () => cambium.train(parameters, data, { valid: [wrong({ table, name: 'v', labl: 'x' })] }),
      'label',
    ],
    [() => cambium.train(parameters, data, { snapshot: wrong({ evry: 1, path: 'm' }) }), 'every'],
    [() => cambium.train({ ...parameters, num_leavess: 3 } as never, data), 'num_leaves'],
  ],
  Booster: [
    [
      () =>
        cambium.Booster.create(parameters, data, {
          metrics: [wrong({ name: 'own', higherIsBeter: true, evaluate: () => 1 })],
        }),
      'higherIsBetter',
    ],
    [() => cambium.Booster.create(parameters, data, wrong({ initModell: model })), 'initModel'],
    [
      async () =>
        (await cambium.Booster.create(parameters, data)).addValid(wrong({ ...data, nam: 'v' })),
      'name',
    ],
  ],
  crossValidate: [
    [() => cambium.crossValidate(parameters, data, wrong({ fold: 3 })), 'folds'],
    [() => cambium.crossValidate(parameters, wrong({ table, lable: 'x' })), 'label'],
    [
      () =>
        cambium.crossValidate(parameters, data, { folds: [wrong({ train: [0, 1], tst: [2] })] }),
      'test',
    ],
    [
      () =>
        cambium.crossValidate(parameters, data, {
          metrics: [wrong({ name: 'own', higherIsBeter: true, evaluate: () => 1 })],
        }),
      'higherIsBetter',
    ],
  ],
  createDataset: [
    [() => cambium.createDataset(parameters, data, wrong({ onNotce() {} })), 'onNotice'],
    [() => cambium.createDataset(parameters, wrong({ ...data, feature: ['x'] })), 'features'],
  ],
  createMetric: [[() => cambium.createMetric('l2', wrong({ eval_att: [1] })), 'eval_at']],
  createMetrics: [[() => cambium.createMetrics(['l2'], wrong({ num_clas: 2 })), 'num_class']],
  dumpModel: [[() => cambium.dumpModel(model, wrong({ numIterations: 1 })), 'numIteration']],
  refit: [
    [() => cambium.refit(model, data, wrong({ decai: 1 })), 'decay'],
    [() => cambium.refit(model, wrong({ table, labl: 'x' })), 'label'],
  ],
  tableFrom: [[() => cambium.tableFrom([[1]], wrong({ name: ['x'] })), 'names']],
  readTable: [
    [() => cambium.readTable('x.csv', wrong({ separater: ';' })), 'separator'],
    [
      () => cambium.readTable('x.csv', { split: wrong({ testsize: 0.5, seed: 1, part: 'test' }) }),
      'testSize',
    ],
  ],
  scanColumns: [[() => first(cambium.scanColumns('x.csv', wrong({ batchRow: 5 }))), 'batchRows']],
  readLibsvm: [[() => cambium.readLibsvm('x.svm', wrong({ colums: 3 })), 'columns']],
  trainTestSplit: [
    [() => cambium.trainTestSplit(table, wrong({ testsize: 0.5, seed: 1 })), 'testSize'],
  ],
  writeTable: [[() => cambium.writeTable(table, 'x.csv', wrong({ formt: 'csv' })), 'format']],
  createScorer: [
    [() => cambium.createScorer(model, wrong({ backened: 'wasm' })), 'backend'],
    [() => cambium.createScorer(model, { earlyStop: wrong({ freqq: 1 }) }), 'freq'],
  ],
  scoreFiles: [
    [
      () => cambium.scoreFiles(wrong({ model, inputs: ['x.csv'], output: 'y.csv', kinds: 'raw' })),
      'kind',
    ],
  ],
  plotImportance: [[() => cambium.plotImportance(model, wrong({ tops: 3 })), 'top']],
  plotTree: [[() => cambium.plotTree(model, wrong({ maxdept: 3 })), 'maxDepth']],
  plotMetric: [[() => cambium.plotMetric([], wrong({ metric: ['l2'] })), 'metrics']],
  plotSplitValueHistogram: [
    [() => cambium.plotSplitValueHistogram({} as never, 0, wrong({ titel: 'x' })), 'title'],
  ],
  splitValueHistogram: [
    [() => cambium.splitValueHistogram({} as never, 0, wrong({ bin: 3 })), 'bins'],
  ],
  plotPartialDependence: [
    [() => cambium.plotPartialDependence({} as never, wrong({ titel: 'x' })), 'title'],
  ],
  partialDependence: [
    [() => cambium.partialDependence(model, table, wrong({ feature: ['x'] })), 'features'],
  ],
  node: [[() => cambium.node(() => 1, null, 'x', wrong({ nam: 'x' })), 'name']],
  Node: [[() => new cambium.Node(() => 1, null, 'x', wrong({ tag: 'x' })), 'tags']],
  pipeline: [[() => cambium.pipeline([], wrong({ namspace: 'x' })), 'namespace']],
  Pipeline: [[() => empty.slice(wrong({ fromNode: ['x'] })), 'fromNodes']],
  runProject: [
    [() => cambium.runProject(wrong({ parameter: {} })), 'parameters'],
    [() => cambium.runProject({ hooks: [wrong({ afterNodeRunn() {} })] }), 'afterNodeRun'],
  ],
  SequentialRunner: [
    [() => new cambium.SequentialRunner().run(empty, catalog, wrong({ hook: [] })), 'hooks'],
    [
      () =>
        new cambium.SequentialRunner().run(empty, catalog, {
          hooks: [wrong({ onNodeErrors() {} })],
        }),
      'onNodeError',
    ],
  ],
  Configuration: [
    [
      () => cambium.Configuration.load(wrong({ folder: '.', root: '.', enviroment: 'x' })),
      'environment',
    ],
    [() => cambium.Configuration.of(wrong({ parameter: {} })), 'parameters'],
  ],
  DataCatalog: [
    [
      () => new cambium.DataCatalog(configuration, wrong({ root: '.', saveversion: 'x' })),
      'saveVersion',
    ],
  ],
  GradientBoosting: [],
  GradientBoostingRegressor: [
    [() => new cambium.GradientBoostingRegressor().fit(data, wrong({ valids: [] })), 'valid'],
  ],
  GradientBoostingClassifier: [
    [
      () =>
        new cambium.GradientBoostingClassifier().fit(data as never, wrong({ onIterations() {} })),
      'onIteration',
    ],
  ],
  GradientBoostingRanker: [
    [() => new cambium.GradientBoostingRanker().fit(data, wrong({ metric: [] })), 'metrics'],
  ],
  definePredictor: [
    [
      () => cambium.definePredictor(wrong({ input: {}, features: () => ({}), anser() {} })),
      'answer',
    ],
    [
      () =>
        cambium.definePredictor(
          wrong({ input: { x: { type: 'number', minimun: 1 } }, features: () => ({}) }),
        ),
      'minimum',
    ],
  ],
};

/** What takes no object of options. */
const plain = [
  ...['BinnedDataset', 'CambiumError', 'ColumnMemory', 'CsrMatrix', 'Expression', 'FeatureSet'],
  ...['FileDataset', 'MemoryDataset', 'Model', 'PipelineError', 'SparseTable', 'bearingDegrees'],
  ...['column', 'csrFromArrays', 'featureImportance', 'formatRecord', 'haversineKilometres'],
  ...['literal', 'loadDataset', 'logger', 'numericColumn', 'readModel', 'silentSink'],
  ...['treesToTable', 'when', 'writeModel'],
];

test('the whole package is looked at', () => {
  expect([...Object.keys(calls), ...plain].sort()).toEqual(Object.keys(cambium).sort());
});

const cases = Object.entries(calls).flatMap(([api, all]) =>
  all.map(([call, hint], index) => ({ api, call, hint, index })),
);

test.each(cases)('$api, $index: a misspelt $hint is named', async ({ call, hint }) => {
  const error: unknown = await (async () => call())().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(cambium.CambiumError);
  expect(error).toMatchObject({ hint: `did you mean "${hint}"?` });
});

test('names that are only set to undefined are no misspelling', async () => {
  expect(cambium.node(() => 1, null, 'x', wrong({ name: 'x', nam: undefined })).name).toBe('x');
});

test('what is no object is refused, too', async () => {
  await expect(cambium.train(parameters, data, 5 as never)).rejects.toThrow(
    'expected an object, each training option by its name, found a number',
  );
});
