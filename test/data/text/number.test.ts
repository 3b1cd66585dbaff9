/** The grammar of numbers and truths in texts, and that no text takes long to refuse. */
import { describe, expect, test } from 'vitest';
import { parseNumber, parseTime, parseTruth } from '../../../src/data/text/index.js';

describe('a number in a text', () => {
  test.each([
    ['0', 0],
    ['-0', -0],
    ['+0.12', 0.12],
    ['00712', 712],
    ['-007', -7],
    ['.5', 0.5],
    ['5.', 5],
    ['1e5', 1e5],
    ['1.E+5', 1e5],
    [' 5\t', 5],
    ['1e400', Infinity],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['', NaN],
    ['  ', NaN],
    ['NA', NaN],
    ['n/a', NaN],
    ['-NaN', NaN],
    ['null', NaN],
  ])('%j is %d', (text, number) => expect(parseNumber(text)).toBe(number));

  test.each([
    ...[
      '1_000',
      '1,000',
      '1,5',
      "1'000",
      '1 000',
      '0x10',
      '0b1',
      '1e',
      '1e5.5',
      '1d',
      '+-1',
      '--1',
    ],
    ...[
      '- 1',
      '.',
      '+',
      'e5',
      '1.2.3',
      '1%',
      '$1',
      '5\u00a0',
      '\uff11',
      'nan(1)',
      'none',
      'true',
      '-',
    ],
  ])('%j is none', (text) => expect(parseNumber(text)).toBeUndefined());

  test('may have so many characters, and is refused at once beyond', () => {
    expect(parseNumber('1'.repeat(4096))).toBe(Infinity);
    expect(parseNumber(`0.${'0'.repeat(1000)}1`)).toBe(0);
    for (const text of ['1'.repeat(4097), `${'1'.repeat(1e6)}x`, ' '.repeat(1e6)]) {
      expect(parseNumber(text)).toBeUndefined();
      expect(parseTruth(text)).toBeUndefined();
      expect(parseTime(text)).toBeUndefined();
    }
  });
});

describe('true and false in a text', () => {
  test.each([
    ['true', true],
    ['T', true],
    [' Yes ', true],
    ['FALSE', false],
    ['f', false],
    ['no', false],
    ['y', undefined],
    ['1', undefined],
    ['', undefined],
  ])('%j is %s', (text, truth) => expect(parseTruth(text)).toBe(truth));
});
