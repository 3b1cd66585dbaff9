/** Features of any size of 64-bit float: splits, model files, scores. */
import { makeVector, Table } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import {
  formatModel,
  type Model,
  parseModel,
  readModel,
  train,
} from '../../../src/boosting/index.js';
import { createScorer } from '../../../src/scoring/index.js';
import { webGpuAdapter } from '../../../src/scoring/webgpu/index.js';
import { trainingFixture } from './support/fixture-tables.js';

const ROWS = 400;
const LARGEST = Number.MAX_VALUE;
const adapter = await webGpuAdapter();

/** Rows whose label is the number of their value in the list. */
function rowsOf(values: readonly number[]) {
  const x = Float64Array.from({ length: ROWS }, (_, row) => values[row % values.length]!);
  const label = Float64Array.from({ length: ROWS }, (_, row) => row % values.length);
  return { x, label };
}

async function trained(values: readonly number[], parameters = {}) {
  const { x, label } = rowsOf(values);
  const { model } = await train(
    { num_leaves: 8, min_data_in_leaf: 5, learning_rate: 1, num_iterations: 1, ...parameters },
    { table: new Table({ x: makeVector(x) }), label },
  );
  return model;
}

describe.each<[string, readonly number[]]>([
  ['above 1e300', [1.1e300, 1e301, 1e303, 1e306]],
  ['below -1e300', [-LARGEST, -1.5e308, -1.2e308, -9.1e307, -1e301]],
  ['whose sums are infinite', [9e307, 1.1e308, 1.3e308, 1.5e308, LARGEST]],
  ['of both signs', [-LARGEST, -1.2e308, 0, 1.2e308, LARGEST]],
  ['and missing ones', [Number.NaN, 1e305, 1.5e308, LARGEST]],
])('values %s', (_, values) => {
  const model = trained(values);

  test('each gets a leaf of its own, in the model and in its file', async () => {
    const read = parseModel(formatModel(await model));
    expect(read.trees[0]!.numLeaves).toBe(values.length);
    expect(read.trees[0]!.threshold).toEqual((await model).trees[0]!.threshold);
  });

  test.each(['wasm', 'webgpu'] as const)('%s scores them', async (backend) => {
    if (backend === 'webgpu' && adapter === undefined) return;
    const { x, label } = rowsOf(values);
    const scorer = await createScorer(parseModel(formatModel(await model)), { backend });
    const found = await scorer.score([x], ROWS);
    await scorer.close();
    label.forEach((wanted, row) => void expect(found[row]).toBeCloseTo(wanted, 5));
  });
});

test('thresholds above 1e300 are those of LightGBM', async () => {
  const [tree] = (await trained([1.1e300, 1e301, 1e303, 1e306])).trees;
  // LightGBM 4.7.0 prints these for the same rows.
  expect([...tree!.threshold].sort((a, b) => a - b)).toEqual([
    5.5500000000000019e300, 5.0500000000000007e302, 5.0050000000000011e305,
  ]);
});

test('a split that parts missing values from all numbers is at infinity, as in LightGBM', async () => {
  const { parameters, data, modelPath } = trainingFixture('missing_nan');
  const { model } = await train(parameters, data);
  const wanted = await readModel(modelPath);
  const thresholds = ({ trees }: Model) => trees.map(({ threshold }) => [...threshold]);
  expect(thresholds(wanted).flat()).toContain(Number.POSITIVE_INFINITY);
  expect(thresholds(model)).toEqual(thresholds(wanted));
});
