/** What features of more than 256 bins go through besides growing trees: validation, files, scoring, forced splits. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  createDataset,
  crossValidate,
  formatModel,
  loadDataset,
  type ParameterInput,
  parseModel,
  referencePredict,
  type TrainOptions,
  train,
} from '../../../src/boosting/index.js';
import { createWasmScorer } from '../../../src/scoring/index.js';
import { featuresOf, manyBins, NAMES } from './support/many-bins.js';

const ROWS = 12_000;
const VALID_ROWS = 3000;
const data = { table: manyBins(ROWS), label: 'label', categorical: ['k'] };
const valid = { name: 'valid', table: manyBins(VALID_ROWS, false, ROWS) };
const labels = valid.table.getChild('label')!.toArray() as Float64Array;
const base = { max_bin: 900, num_iterations: 6, learning_rate: 0.3, verbosity: -1 } as const;

const trained = (parameters: ParameterInput, options: TrainOptions = {}) =>
  train({ ...base, ...parameters }, data, { valid: [valid], ...options });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'many-bins-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  delete process.env['CAMBIUM_WASM'];
});

const kinds: Readonly<Record<string, ParameterInput>> = {
  plain: {},
  bagging: { bagging_fraction: 0.5, bagging_freq: 1 },
  dart: { boosting: 'dart', drop_rate: 0.5, skip_drop: 0 },
  'a random forest': { boosting: 'rf', bagging_fraction: 0.5, bagging_freq: 1 },
  'linear leaves': { linear_tree: true },
  'random thresholds': { extra_trees: true },
};

describe.each(Object.entries(kinds))('%s', (_, parameters) => {
  test('the metric of validation rows is that of the model, read from its text', async () => {
    const { model, evaluations } = await trained(parameters);
    const read = parseModel(formatModel(model));
    let sum = 0;
    for (let row = 0; row < VALID_ROWS; row++) {
      sum += (referencePredict(read, featuresOf(ROWS + row), 'value')[0]! - labels[row]!) ** 2;
    }
    const found = evaluations.at(-1)![0]!.value;
    expect(Math.abs(found / (sum / VALID_ROWS) - 1)).toBeLessThan(1e-6);
    expect(found).toBeLessThan(3);
  });

  test('the same bytes on any number of threads, and from the debug build', async () => {
    const one = formatModel((await trained({ ...parameters, num_threads: 1 })).model);
    for (const num_threads of [2, 3]) {
      const other = await trained({ ...parameters, num_threads });
      expect(formatModel(other.model) === one, `${num_threads} threads`).toBe(true);
    }
    process.env['CAMBIUM_WASM'] = 'debug';
    const debug = await trained({ ...parameters, num_threads: 1, num_iterations: 2 });
    delete process.env['CAMBIUM_WASM'];
    const release = await trained({ ...parameters, num_threads: 1, num_iterations: 2 });
    expect(formatModel(debug.model) === formatModel(release.model)).toBe(true);
  });
});

test('features of many bins only', async () => {
  const few = { ...data, features: ['a', 'k'] };
  const { model, evaluations } = await train(base, few, { evaluateTraining: true });
  const values = evaluations.map(([first]) => first!.value);
  for (let round = 1; round < values.length; round++) {
    expect(values[round]).toBeLessThan(values[round - 1]!);
  }
  expect(model.trees.every((tree) => tree.numLeaves === 31)).toBe(true);
});

test('the bins of a file are those of the table', async () => {
  const path = join(folder, 'data.bin');
  const wide = { ...base, max_bin_by_feature: [60_000, 900, 900, 900, 900, 900] };
  const dataset = await createDataset({ ...wide, min_data_in_bin: 1 }, data);
  await dataset.save(path);
  const models = await Promise.all(
    [data, dataset, await loadDataset(path)].map((from) =>
      train({ ...wide, min_data_in_bin: 1 }, from),
    ),
  );
  const [first, ...others] = models.map(({ model }) => formatModel(model));
  for (const text of others) expect(text === first).toBe(true);
});

test('cross-validation', async () => {
  const { metrics } = await crossValidate({ ...base, num_iterations: 10 }, data, { folds: 3 });
  const { mean } = metrics[0]!;
  expect(mean.at(-1)).toBeLessThan(mean[0]! * 0.5);
});

test('forced splits on numbers and on a category', async () => {
  const path = join(folder, 'forced.json');
  const right = { feature: 4, threshold: 3 };
  writeFileSync(path, JSON.stringify({ feature: 0, threshold: 1.25, right }));
  const { model } = await trained({ forcedsplits_filename: path });
  for (const { splitFeature, threshold, rightChild } of model.trees) {
    expect(splitFeature[0]).toBe(0);
    expect(Math.abs(threshold[0]! - 1.25)).toBeLessThan(0.01);
    expect(splitFeature[rightChild[0]!]).toBe(4);
  }
});

test('the scorer gives what the reference gives, and contributions that add up to it', async () => {
  const { model } = await trained({ objective: 'regression' });
  const scorer = await createWasmScorer(model);
  const table = manyBins(200);
  const columns = NAMES.map((name) => table.getChild(name)!.toArray() as Float64Array);
  const raw = await scorer.score(columns, 200, 'raw');
  const contributions = await scorer.score(columns, 200, 'contributions');
  for (let row = 0; row < 200; row++) {
    expect(raw[row]).toBe(referencePredict(model, featuresOf(row), 'raw')[0]);
    const width = NAMES.length + 1;
    const sum = contributions
      .slice(row * width, (row + 1) * width)
      .reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(raw[row]!, 8);
  }
  await scorer.close();
});
