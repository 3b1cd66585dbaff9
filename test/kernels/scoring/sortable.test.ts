import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  previous64,
  roundDown32,
  sortable32,
  sortable64,
} from '../../../kernels/scoring/sortable.js';

const any64 = fc.double({ noNaN: true });
const any32 = fc.float({ noNaN: true });

function key64(value: number): bigint {
  const words = new Uint32Array(2);
  sortable64(value, words, 0);
  return (BigInt(words[0]!) << 32n) | BigInt(words[1]!);
}

test('keys of 32-bit floats are ordered as the values, -0 just below 0', () => {
  fc.assert(
    fc.property(any32, any32, (a, b) => {
      if (a < b) expect(sortable32(a)).toBeLessThan(sortable32(b));
      if (Object.is(a, b)) expect(sortable32(a)).toBe(sortable32(b));
    }),
  );
  expect(sortable32(-0)).toBe(sortable32(0) - 1);
  expect(sortable32(Number.NEGATIVE_INFINITY)).toBeGreaterThan(0);
});

test('keys of 64-bit floats are ordered as the values', () => {
  fc.assert(
    fc.property(any64, any64, (a, b) => {
      if (a < b) expect(key64(a) < key64(b)).toBe(true);
    }),
  );
  expect(key64(0) - key64(-0)).toBe(1n);
});

test('the previous float is the neighbour below', () => {
  fc.assert(
    fc.property(any64, (value) => {
      fc.pre(Number.isFinite(value) && value !== -Number.MAX_VALUE && value !== 0);
      expect(key64(value) - key64(previous64(value))).toBe(1n);
    }),
  );
  expect(previous64(0)).toBe(-5e-324);
  expect(previous64(1)).toBe(1 - 2 ** -53);
});

test('a 32-bit value is below a threshold exactly when it is below the rounded one', () => {
  fc.assert(
    fc.property(any32, any64, (value, threshold) => {
      const rounded = roundDown32(threshold);
      expect(value <= rounded).toBe(value <= threshold);
      expect(Math.fround(rounded)).toBe(rounded);
    }),
    { numRuns: 1000 },
  );
  for (const value of [0.1, -0.1, 1e-50, -1e-50, 1e39, -1e39]) {
    const rounded = roundDown32(value);
    expect(rounded).toBeLessThanOrEqual(value);
    for (const near of [rounded, Math.fround(value)]) expect(near <= rounded).toBe(near <= value);
  }
});
