import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Column,
  type DeviceLease,
  type Ensemble,
  GpuEnsemble,
  type GpuEnsembleOptions,
  leaseDevice,
} from '../../../kernels/index.js';
import { referencePredict } from '../../../src/boosting/model/index.js';
import { hasDevice } from '../support/has-device.js';
import { asModel, ensembles, tables } from '../support/random-ensemble.js';

/** Scores the rows on the device, and compares with the plain reference: leaves the same, sums to rounding. */
async function expectReference(
  ensemble: Ensemble,
  rows: readonly number[][],
  wide: readonly boolean[],
  options: GpuEnsembleOptions,
): Promise<void> {
  const model = asModel(ensemble);
  const columns: Column[] = wide.map((is64, i) => {
    const values = rows.map((row) => row[i]!);
    return is64 ? Float64Array.from(values) : Float32Array.from(values);
  });
  const given = rows.map((_, row) => Float64Array.from(columns, (column) => column[row]!));
  const largest = ensemble.trees.reduce(
    (sum, tree) => sum + Math.max(...tree.leafValue.map(Math.abs)),
    0,
  );
  const gpu = await GpuEnsemble.create(ensemble, options);
  try {
    const leaves = await gpu.leaves(columns, rows.length);
    expect([...leaves]).toEqual(given.flatMap((row) => [...referencePredict(model, row, 'leaf')]));
    const sums = await gpu.sums(columns, rows.length);
    const expected = given.flatMap((row) => [...referencePredict(model, row, 'raw')]);
    expected.forEach((sum, i) => {
      expect(Math.abs(sum - sums[i]!)).toBeLessThanOrEqual(largest * 1e-14 + 1e-300);
    });
  } finally {
    await gpu.close();
  }
}

describe.skipIf(!hasDevice)('random ensembles and rows score as the reference does', () => {
  let lease: DeviceLease;
  beforeAll(async () => {
    lease = await leaseDevice();
  });
  afterAll(() => lease.release());

  test('bins, over any mix of 32- and 64-bit columns', async () => {
    const widths = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(ensembles, tables, widths, (ensemble, rows, wide) =>
        expectReference(ensemble, rows, wide, { representation: 'bins' }),
      ),
      { numRuns: 60 },
    );
  });

  test('keys, over 32-bit columns', async () => {
    const narrow = [false, false, false, false];
    await fc.assert(
      fc.asyncProperty(ensembles, tables, (ensemble, rows) =>
        expectReference(ensemble, rows, narrow, { representation: 'keys' }),
      ),
      { numRuns: 60 },
    );
  });
});
