import { describe, expect, test } from 'vitest';
import { DatasetPattern, sortPatterns } from '../../src/catalog/index.js';

describe('priority', () => {
  test('more literals, then more placeholders, then the alphabet; a catch-all last', () => {
    const texts = [
      '{any}',
      '{a}_csv',
      '{name}#csv',
      '{layer}.{name}_csv',
      '{x}{y}_csv',
      'raw_{name}_csv',
    ];
    expect(sortPatterns(texts).map((one) => one.text)).toEqual([
      'raw_{name}_csv',
      '{layer}.{name}_csv',
      '{x}{y}_csv',
      '{a}_csv',
      '{name}#csv',
      '{any}',
    ]);
  });

  test('one catch-all at most', () => {
    expect(() => sortPatterns(['{a}', '{b}'])).toThrow(
      'several dataset patterns match everything: "{a}", "{b}"',
    );
  });
});

describe('match and fill', () => {
  test('every placeholder takes a character at least', () => {
    const pattern = new DatasetPattern('{space}.{name}_csv');
    expect(pattern.match('uk.trips_csv')).toEqual({ space: 'uk', name: 'trips' });
    expect(pattern.match('a.b.c_csv')).toEqual({ space: 'a', name: 'b.c' });
    expect(pattern.match('.trips_csv')).toBeUndefined();
    expect(pattern.match('uk.trips_csv2')).toBeUndefined();
  });

  test('the same placeholder twice takes the same text', () => {
    const pattern = new DatasetPattern('{a}-{a}');
    expect(pattern.match('x-x')).toEqual({ a: 'x' });
    expect(pattern.match('x-y')).toBeUndefined();
  });

  test('characters of regular expressions are only characters', () => {
    expect(new DatasetPattern('a.{b}+').match('a.x+')).toEqual({ b: 'x' });
    expect(new DatasetPattern('a.{b}+').match('aax+')).toBeUndefined();
  });

  test('fills texts everywhere, and names an unknown placeholder', () => {
    const pattern = new DatasetPattern('{name}_csv');
    const entry = { filepath: 'data/{name}.csv', metadata: { list: ['{name}', 3] } };
    expect(pattern.fill(entry, { name: 'a' })).toEqual({
      filepath: 'data/a.csv',
      metadata: { list: ['a', 3] },
    });
    expect(() => pattern.fill('{nam}', { name: 'a' })).toThrow(
      expect.objectContaining({ hint: 'did you mean "name"?' }),
    );
  });

  test.each(['{a', 'a}', '{}', '{a}{', '{a b}'])('"%s" is refused', (text) => {
    expect(() => new DatasetPattern(text)).toThrow('unbalanced braces');
  });
});
