import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeviceLease, leaseDevice } from '../../../kernels/index.js';
import { parseModel } from '../../../src/boosting/formats/index.js';
import { Model, referencePredict } from '../../../src/boosting/model/index.js';
import { createScorer } from '../../../src/scoring/index.js';
import { createWebGpuScorer } from '../../../src/scoring/webgpu/index.js';
import { column, fixtureNames, modelText, readTable } from '../../boosting/support/fixtures.js';
import { hasDevice } from '../../kernels/support/has-device.js';

const flat = (rows: readonly Float64Array[]): number[] => rows.flatMap((row) => [...row]);

/** Largest difference, relative for numbers above 1. */
function largestError(actual: Float64Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - actual[i]!) / Math.max(1, Math.abs(value))),
    0,
  );
}

describe.skipIf(!hasDevice)("LightGBM's own models and predictions", () => {
  // Keeps the device and its pipelines open from test to test.
  let lease: DeviceLease;
  beforeAll(async () => {
    lease = await leaseDevice();
  });
  afterAll(() => lease.release());

  const names = fixtureNames.filter((name) => name !== 'linear_tree');
  test('there are all the kinds of models', () => {
    expect(names).toEqual(
      expect.arrayContaining(['regression', 'binary', 'missing_nan', 'multiclass', 'categorical']),
    );
  });

  test.each(names)('%s: raw scores, values and leaves equal', async (name) => {
    const model = parseModel(modelText(name), name);
    const table = readTable(name, 'data.csv');
    const rows = table.rows.length;
    const columns = model.featureNames.map((_, index) => column(table, index));
    const scorer = await createWebGpuScorer(model);
    try {
      const raw = await scorer.score(columns, rows, 'raw');
      expect(largestError(raw, flat(readTable(name, 'pred_raw.csv').rows))).toBeLessThan(1e-12);
      const values = await scorer.score(columns, rows, 'value');
      expect(largestError(values, flat(readTable(name, 'pred.csv').rows))).toBeLessThan(1e-12);
      const leaves = await scorer.score(columns, rows, 'leaf');
      expect(leaves).toEqual(Float64Array.from(flat(readTable(name, 'leaf_index.csv').rows)));
    } finally {
      await scorer.close();
    }
  });

  test.each(names)('%s: 32-bit columns, as bins and as keys', async (name) => {
    const model = parseModel(modelText(name), name);
    const table = readTable(name, 'data.csv');
    const columns = model.featureNames.map((_, index) => Float32Array.from(column(table, index)));
    const rows = table.rows.length;
    const expected = table.rows.map((row) =>
      referencePredict(model, Float64Array.from(row, Math.fround), 'leaf'),
    );
    for (const representation of ['bins', 'keys'] as const) {
      const scorer = await createWebGpuScorer(model, { kernels: { representation } });
      expect(await scorer.score(columns, rows, 'leaf')).toEqual(Float64Array.from(flat(expected)));
      await scorer.close();
    }
  });
});

describe.skipIf(!hasDevice)('a scorer on the GPU', () => {
  const model = parseModel(modelText('multiclass'), 'multiclass');
  const table = readTable('multiclass', 'data.csv');
  const columns = model.featureNames.map((_, index) => column(table, index));

  test('takes the rounds that it is asked for, and gives contributions of the CPU', async () => {
    const part = { startIteration: 2, numIteration: 3 };
    const gpu = await createScorer(model, { backend: 'webgpu', ...part });
    const cpu = await createScorer(model, { backend: 'wasm', threads: 0, ...part });
    const rows = table.rows.length;
    expect(gpu.numOutputs('leaf')).toBe(3 * model.numTreePerIteration);
    for (const kind of ['leaf', 'contributions'] as const) {
      expect(await gpu.score(columns, rows, kind)).toEqual(await cpu.score(columns, rows, kind));
    }
    const raw = await cpu.score(columns, rows, 'raw');
    expect(largestError(await gpu.score(columns, rows, 'raw'), [...raw])).toBeLessThan(1e-12);
    await gpu.close();
    await cpu.close();
  });
});

test('a linear tree is refused, naming the tree', async () => {
  const model = parseModel(modelText('linear_tree'), 'linear_tree');
  await expect(createWebGpuScorer(model)).rejects.toMatchObject({
    code: 'unsupported-model',
    message: expect.stringMatching(/tree \d+ is a linear tree/),
  });
});

test('an unknown objective is refused before a device is opened', async () => {
  const model = parseModel(modelText('regression'), 'regression');
  const unknown = new Model({ ...model, objective: 'regresion' });
  let opened = 0;
  const kernels = { onDevice: () => opened++ };
  await expect(createWebGpuScorer(unknown, { kernels })).rejects.toMatchObject({
    code: 'unknown-objective',
  });
  expect(opened).toBe(0);
});
