import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeviceLease, GpuEnsemble, leaseDevice } from '../../../kernels/index.js';
import { chooseRepresentation, codeBits } from '../../../kernels/scoring/representation.js';
import { findSlots } from '../../../kernels/scoring/slots.js';
import { hasDevice } from '../support/has-device.js';
import { counter } from '../support/stumps.js';

const thresholds = (count: number) => Array.from({ length: count }, (_, i) => i + 0.1);

test('codes take 8 bits up to 255 thresholds of a feature, 16 up to 65,535, else 32', () => {
  const bits = [255, 256, 65_535, 65_536].map((count) =>
    codeBits(findSlots(counter(thresholds(count))).list, 'bins'),
  );
  expect(bits).toEqual([8, 16, 16, 32]);
});

test('keys are chosen for small models and wide codes, never for 64-bit columns', () => {
  const choose = (count: number, only32Bit: boolean) => {
    const ensemble = counter(thresholds(count));
    return chooseRepresentation(ensemble, findSlots(ensemble).list, only32Bit);
  };
  expect(choose(1, true)).toBe('keys');
  expect(choose(100, true)).toBe('bins');
  expect(choose(65_536, true)).toBe('keys');
  expect(choose(65_536, false)).toBe('bins');
});

describe.skipIf(!hasDevice)('every width of codes scores exactly', () => {
  let lease: DeviceLease;
  beforeAll(async () => {
    lease = await leaseDevice();
  });
  afterAll(() => lease.release());

  test.each([255, 256, 1000, 65_536])('%i thresholds of one feature', async (count) => {
    const gpu = await GpuEnsemble.create(counter(thresholds(count)), { representation: 'bins' });
    const values = [-1, 0.1, 0.100001, count / 2, count - 0.9, count - 0.8999999, count, Infinity];
    const expected = values.map((value) => thresholds(count).filter((t) => t < value).length);
    expect([...(await gpu.sums([Float64Array.from(values)], values.length))]).toEqual(expected);
    await gpu.close();
  });
});
