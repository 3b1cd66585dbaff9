import { describe, expect, test } from 'vitest';
import {
  DeviceLostError,
  type GpuDevice,
  GpuEnsemble,
  leaseDevice,
} from '../../../kernels/index.js';
import { parseModel } from '../../../src/boosting/formats/index.js';
import { createWebGpuScorer } from '../../../src/scoring/webgpu/index.js';
import { column, modelText, readTable } from '../../boosting/support/fixtures.js';
import { hasDevice } from '../support/has-device.js';

const model = parseModel(modelText('regression'), 'regression');
const table = readTable('regression', 'data.csv');
const columns = model.featureNames.map((_, index) => column(table, index));
const rows = table.rows.length;
const ensemble = { trees: model.trees, numFeatures: model.numFeatures, numClasses: 1 };

/** Rows enough that their scoring lasts longer than a look at the buffers. */
const many = columns.map((values) =>
  Float64Array.from({ length: 50 * rows }, (_, i) => values[i % rows]!),
);

/** Destroys the device behind its users' backs, once they have lent buffers of it. */
async function loseInFlight(device: GpuDevice): Promise<void> {
  while (device.pool.lent === 0) await new Promise((resolve) => setImmediate(resolve));
  device.raw.destroy();
}

describe.skipIf(!hasDevice)('a lost device', () => {
  test('rejects what is in flight, and is opened anew by the next call', async () => {
    const devices: GpuDevice[] = [];
    const gpu = await GpuEnsemble.create(ensemble, { onDevice: (device) => devices.push(device) });
    const before = await gpu.sums(columns, rows);
    const inFlight = gpu.sums(many, 50 * rows);
    inFlight.catch(() => {});
    await loseInFlight(devices[0]!);
    await expect(inFlight).rejects.toBeInstanceOf(DeviceLostError);
    const [again, too] = await Promise.all([gpu.sums(columns, rows), gpu.leaves(columns, rows)]);
    expect(again).toEqual(before);
    expect(too.length).toBe(rows * model.trees.length);
    expect(devices.length).toBe(2);
    await gpu.close();
  });

  test('is an error that says what to do, for users of the scorer', async () => {
    const scorer = await createWebGpuScorer(model);
    const device = await scorer.ensemble.device();
    const inFlight = scorer.score(many, 50 * rows);
    inFlight.catch(() => {});
    await loseInFlight(device);
    await expect(inFlight).rejects.toMatchObject({
      name: 'CambiumError',
      code: 'gpu-lost',
      hint: expect.stringContaining('wasm'),
    });
    await scorer.close();
  });

  test('does not disturb a device that was opened since', async () => {
    const first = await leaseDevice();
    first.device.raw.destroy();
    await first.device.lost;
    const second = await leaseDevice();
    expect(second.device).not.toBe(first.device);
    first.release();
    const third = await leaseDevice();
    expect(third.device).toBe(second.device);
    second.release();
    expect(third.device.isLost).toBe(false);
    third.release();
    await third.device.lost;
    expect(third.device.isLost).toBe(true);
  });
});
