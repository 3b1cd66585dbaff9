import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSorter } from '../../../src/boosting/metrics/row-sorter.js';

/** The engine's sort is stable; -0 and 0 are equal to it as to the metrics. */
function plain(scores: ArrayLike<number>, first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i).sort(
    (a, b) => scores[b]! - scores[a]! || a - b,
  );
}

/** Numbers that tie, that differ in their last bits only, and that differ in sign and size. */
const score = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324),
  fc.integer({ min: 0, max: 40 }).map((bits) => 1 + bits * 2 ** -52),
  fc.integer({ min: 0, max: 40 }).map((bits) => -1000 - bits * 2 ** -42),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }),
);

describe('rows by falling score', () => {
  const sorter = new RowSorter();

  it.each([
    ['few', 0, 40],
    ['some', 30, 400],
    ['many', 1000, 4000],
  ])('%s rows, equal scores in their own order', (_, minLength, maxLength) => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength, maxLength, size: 'max' }),
        fc.nat(20),
        fc.boolean(),
        (values, skipped, narrow) => {
          const scores = narrow ? Float32Array.from(values) : Float64Array.from(values);
          const first = Math.min(skipped, scores.length);
          const found = sorter.falling(scores, first, scores.length);
          expect(Array.from(found.subarray(0, scores.length - first))).toEqual(
            plain(scores, first, scores.length),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('only the best are wanted', () => {
    fc.assert(
      fc.property(
        fc.array(score, { maxLength: 300 }),
        fc.integer({ min: 1, max: 60 }),
        (values, most) => {
          const scores = Float64Array.from(values);
          const kept = Math.min(most, scores.length);
          const found = sorter.falling(scores, 0, scores.length, most);
          expect(Array.from(found.subarray(0, kept))).toEqual(
            plain(scores, 0, scores.length).slice(0, kept),
          );
        },
      ),
    );
  });

  it('infinite scores come first and last', () => {
    const scores = new Float64Array(2000);
    scores[7] = Number.NEGATIVE_INFINITY;
    scores[1500] = Number.POSITIVE_INFINITY;
    const found = sorter.falling(scores, 0, 2000);
    expect([found[0], found[1999]]).toEqual([1500, 7]);
  });

  it('the scores stay as they are', () => {
    const scores = Float64Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3000);
    const copy = scores.slice();
    sorter.falling(scores, 0, 3000);
    expect(scores).toEqual(copy);
  });
});
