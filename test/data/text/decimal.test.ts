import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMissing, parseDecimal } from '../../../src/data/text/decimal.js';

const encoder = new TextEncoder();
function parse(text: string): number {
  const bytes = encoder.encode(`9${text}9`);
  return parseDecimal(bytes, 1, bytes.length - 1);
}

describe('a decimal in bytes', () => {
  test('is read as JavaScript reads it, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        // Text has no negative zero.
        const value = double + 0;
        expect(parse(String(value))).toBe(value);
        expect(parse(value.toExponential())).toBe(value);
        expect(parse(value.toExponential(19))).toBe(Number(value.toExponential(19)));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: -400, max: 400 }), (a, b, e) => {
        const text = `${a}.${b}e${e}`;
        expect(parse(text)).toBe(Number(text));
        expect(parse(`${b}${a}${b}${a}`)).toBe(Number(`${b}${a}${b}${a}`));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['1', '-1', '+1', '.5', '5.', '0e5', '1E+3', '-0', '00012', '9007199254740993'])(
    '%s',
    (text) => expect(parse(text)).toBe(Number(text)),
  );

  test.each(['inf', '-Infinity', '+INF'])('%s is infinite', (text) => {
    expect(parse(text)).toBe(text.startsWith('-') ? -Infinity : Infinity);
  });

  test.each(['', '.', '-', '+-1', 'e5', '1e', '1e+', '1x', '0x10', '1,5', '1 ', 'infin', '1.2.3'])(
    '%j is none',
    (text) => expect(parse(text)).toBeNaN(),
  );

  test('a missing value is not the same as no number', () => {
    const missing = (text: string) => isMissing(encoder.encode(text), 0, text.length);
    expect(['', 'na', 'NaN', 'NULL', '-nan'].map(missing)).toEqual([true, true, true, true, true]);
    expect(['n', 'nano', '0', 'none'].map(missing)).toEqual([false, false, false, false]);
  });
});
