import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDouble,
  formatShort,
  parseNumber,
} from '../../../../src/boosting/numeric/number-text.js';

/** Numbers with what C's `printf` makes of them with `%.17g` and `%g`. */
const cases: [string, string, string][] = JSON.parse(
  readFileSync(new URL('./printf-cases.json', import.meta.url), 'utf8'),
);

describe('numbers as text', () => {
  it.each(cases)('%s is written as C writes it', (number, long, short) => {
    expect(formatDouble(Number(number))).toBe(long);
    expect(formatShort(Number(number))).toBe(short);
  });

  it('rounds a tie to the even digit', () => {
    // 2⁻²⁵ has exactly 18 digits, the last of them 5.
    expect(formatDouble(2 ** -25)).toBe('2.9802322387695312e-08');
    expect(formatShort(1000.125)).toBe('1000.12');
    expect(formatShort(1000.375)).toBe('1000.38');
  });

  it('names what is no number', () => {
    expect([NaN, Infinity, -Infinity].map(formatDouble)).toEqual(['nan', 'inf', '-inf']);
    expect(parseNumber('inf')).toBe(Infinity);
    expect(parseNumber('-inf')).toBe(-Infinity);
    expect(parseNumber('nan')).toBeNaN();
  });

  it.each(['', ' ', 'x', '0x10', '1,5', '1 2', '1e', '--1', '1_0', 'Infinity0'])(
    'does not take "%s" for a number',
    (text) => expect(parseNumber(text)).toBeUndefined(),
  );

  it('reads back every double that it writes', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(parseNumber(formatDouble(number))).toBe(number);
      }),
    );
  });
});
