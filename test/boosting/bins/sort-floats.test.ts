import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortFloats } from '../../../src/boosting/bins/sort-floats.js';

describe('sortFloats', () => {
  it.each([1, 3, 8191, 100_000])('sorts %i numbers of all sizes as the engine does', (length) => {
    let state = 1;
    const bits = Uint32Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state;
    });
    const values = new Float32Array(bits.buffer).map((value) => (Number.isNaN(value) ? -0 : value));
    const expected = values.slice().sort();
    expect(sortFloats(values)).toBe(values);
    // Bits, so that -0 and 0 differ.
    expect(new Uint32Array(values.buffer)).toEqual(new Uint32Array(expected.buffer));
  });

  it('sorts a view into a larger buffer, and leaves the rest alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 32_768, max: 34_000 }), fc.nat(1000), (length, range) => {
        const all = Float32Array.from(
          { length: length + 2 },
          (_, i) => ((i * 7919) % 5003) % (range + 1),
        );
        const expected = all.slice(1, -1).sort();
        const [first, last] = [all[0], all[length + 1]];
        sortFloats(all.subarray(1, -1));
        expect(all.subarray(1, -1)).toEqual(expected);
        expect([all[0], all[length + 1]]).toEqual([first, last]);
      }),
      { numRuns: 20 },
    );
  });

  it('sorts 64-bit numbers too', () => {
    expect(sortFloats(Float64Array.of(3, -1, Infinity, 0, -0))).toEqual(
      Float64Array.of(-1, -0, 0, 3, Infinity),
    );
  });
});
