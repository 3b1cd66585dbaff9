import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DeviceLease,
  type Ensemble,
  GpuEnsemble,
  type GpuLimits,
  leaseDevice,
} from '../../../kernels/index.js';
import { parseModel } from '../../../src/boosting/formats/index.js';
import { column, modelText, readTable } from '../../boosting/support/fixtures.js';
import { hasDevice } from '../support/has-device.js';

function fixture(name: string) {
  const model = parseModel(modelText(name), name);
  const table = readTable(name, 'data.csv');
  const ensemble: Ensemble = {
    trees: model.trees,
    numFeatures: model.numFeatures,
    numClasses: model.numTreePerIteration,
  };
  return {
    ensemble,
    columns: model.featureNames.map((_, index) => column(table, index)),
    rows: table.rows.length,
  };
}

describe.skipIf(!hasDevice)('what exceeds a limit is split, with the same result', () => {
  let lease: DeviceLease;
  beforeAll(async () => {
    lease = await leaseDevice();
  });
  afterAll(() => lease.release());

  async function scores(name: string, limits: Partial<GpuLimits>) {
    const { ensemble, columns, rows } = fixture(name);
    const gpu = await GpuEnsemble.create(ensemble, { limits });
    const result = {
      sums: await gpu.sums(columns, rows),
      leaves: await gpu.leaves(columns, rows),
    };
    await gpu.close();
    return result;
  }

  const cases: [string, string, Partial<GpuLimits>][] = [
    ['rows in chunks, trees in parts', 'multiclass', { maxStorageBufferBindingSize: 52_000 }],
    ['parts that begin at any class', 'multiclass', { maxBufferSize: 51_200 }],
    ['sets of categories in parts', 'categorical', { maxStorageBufferBindingSize: 41_000 }],
    ['grids in two dimensions', 'regression', { maxComputeWorkgroupsPerDimension: 7 }],
    ['rows too wide for a tile', 'regression', { maxComputeWorkgroupStorageSize: 64 }],
    ['one invocation a row', 'binary', { maxComputeInvocationsPerWorkgroup: 32 }],
  ];

  test.each(cases)('%s', async (_, name, limits) => {
    const whole = await scores(name, {});
    expect(await scores(name, limits)).toEqual(whole);
  });

  test('a tree larger than a binding is an error with both figures', async () => {
    const tree = fixture('regression').ensemble.trees[0]!;
    const ensemble = { trees: [tree], numFeatures: 11, numClasses: 1 };
    const limits = { maxStorageBufferBindingSize: 200 };
    await expect(GpuEnsemble.create(ensemble, { limits })).rejects.toMatchObject({
      code: 'gpu-limit',
      limit: 'maxStorageBufferBindingSize',
      allowed: 200,
      message: expect.stringMatching(/tree 0 needs maxStorageBufferBindingSize of \d+/),
    });
  });

  test('no rows give no scores', async () => {
    const { ensemble, columns } = fixture('regression');
    const gpu = await GpuEnsemble.create(ensemble);
    expect(await gpu.sums(columns, 0)).toEqual(new Float64Array(0));
    await gpu.close();
  });

  test('many rows flow through the ring, also from shared memory, and buffers are used again', async () => {
    const { ensemble, columns, rows } = fixture('missing_nan');
    const times = 40;
    const repeated = columns.map((values) => {
      const target = new Float64Array(new SharedArrayBuffer(8 * rows * times));
      for (let i = 0; i < times; i++) target.set(values, i * rows);
      return target;
    });
    const gpu = await GpuEnsemble.create(ensemble, {
      limits: { maxStorageBufferBindingSize: 200_000 },
    });
    const once = await gpu.sums(columns, rows);
    const many = await gpu.sums(repeated, rows * times);
    for (let i = 0; i < times; i++) {
      expect(many.subarray(i * rows, (i + 1) * rows)).toEqual(once);
    }
    const { pool } = await gpu.device();
    const created = pool.created;
    // Two at a time share no buffer; afterwards none is lent.
    await Promise.all([gpu.sums(repeated, rows * times), gpu.sums(columns, rows)]);
    const together = pool.created;
    expect(pool.lent).toBe(0);
    await Promise.all([gpu.sums(repeated, rows * times), gpu.sums(columns, rows)]);
    await gpu.sums(repeated, rows * times);
    expect(pool.created).toBe(together);
    expect(together).toBeGreaterThanOrEqual(created);
    await gpu.close();
  });
});
