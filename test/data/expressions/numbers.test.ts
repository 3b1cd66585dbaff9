/** Numbers in SQL and in JavaScript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atan2, column, type Expression, literal } from '../../../src/data/index.js';

import { both, exact, expectEqual, number, x, y } from './both.js';

describe('numbers', () => {
  test('arithmetic, comparison and choice agree to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: number, y: number }), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          const { sql, js } = await both(rows, exact);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('roots, logarithms and angles agree to a few units in the last place', async () => {
    const near: Record<string, Expression> = {
      exp: x.exp(),
      log: x.log(),
      log1p: x.log1p(),
      log2: x.log2(),
      log10: x.log10(),
      sin: x.sin(),
      cos: x.cos(),
      tan: x.tan(),
      asin: x.asin(),
      acos: x.acos(),
      atan: x.atan(),
      atan2: atan2(x, y),
      power: x.abs().power(y.min(20)),
    };
    const tame = fc.oneof(
      fc.double({ min: -30, max: 30, noNaN: true }).map(String),
      fc.constantFrom('', '0', '1', '-1', '0.5'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ x: tame, y: tame }), { minLength: 1, maxLength: 60 }),
        async (rows) => {
          const { sql, js } = await both(rows, near);
          expectEqual(js, sql, 1e-13);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('what has no finite result is missing', () => {
    const row = { x: 0, y: -1 };
    expect(y.dividedBy(x).evaluate(row)).toBeNull();
    expect(x.modulo(0).evaluate(row)).toBeNull();
    expect(y.sqrt().evaluate(row)).toBeNull();
    expect(x.log().evaluate(row)).toBeNull();
    expect(y.log1p().evaluate(row)).toBeNull();
    expect(literal(1e308).times(10).evaluate(row)).toBeNull();
    expect(column('absent').plus(1).evaluate(row)).toBeNull();
  });
});
