/** The benchmarks' shared parts: fair timing and the table that is published. */
import { describe, expect, test } from 'vitest';
import {
  formatRate,
  formatRatio,
  formatSeconds,
  interleave,
  time,
  toMarkdown,
} from '../../bench/suite.js';

describe('interleave', () => {
  test('runs the contestants in turn and keeps the least of each', async () => {
    const order: string[] = [];
    const ours = [5, 3, 4];
    const result = await interleave(
      {
        ours: () => {
          order.push('ours');
          return { seconds: ours.shift() ?? 0, cpuSeconds: 10 - order.length };
        },
        theirs: () => {
          order.push('theirs');
          return { seconds: 7, cpuSeconds: 8 };
        },
      },
      3,
    );
    expect(order).toEqual(['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
    expect(result).toEqual({
      ours: { seconds: 3, cpuSeconds: 5 },
      theirs: { seconds: 7, cpuSeconds: 8 },
    });
  });

  test('times a contestant that does not time itself', async () => {
    const { seconds, cpuSeconds } = await time(
      () => new Promise((resolve) => setTimeout(resolve, 30)),
    );
    expect(seconds).toBeGreaterThan(0.02);
    expect(seconds).toBeLessThan(5);
    expect(cpuSeconds).toBeLessThan(seconds);
  });
});

describe('figures', () => {
  test.each([
    [0.99961, '1.00 s'],
    [1234.5, '1230 s'],
    [0.0123456, '12.3 ms'],
    [0.000007891, '7.89 µs'],
    [99.97, '100 s'],
  ])('%f seconds are %s', (value, text) => expect(formatSeconds(value)).toBe(text));

  test('rates and ratios', () => {
    expect(formatRate(1_458_645, 1)).toBe('1.46 M');
    expect(formatRate(999_600, 1)).toBe('1.00 M');
    expect(formatRate(50_000, 2)).toBe('25.0 k');
    expect(formatRate(3, 2)).toBe('1.50');
    expect(formatRatio(6, 2)).toBe('3.00×');
  });
});

describe('toMarkdown', () => {
  test('aligns the figures and escapes bars', () => {
    const text = toMarkdown({
      title: 'Reading',
      intro: 'A file.',
      table: [
        ['reader', 'seconds'],
        ['a|b', '1.0'],
      ],
      notes: ['Read ratios.'],
    });
    expect(text).toBe(
      '### Reading\n\nA file.\n\n| reader | seconds |\n|---|---:|\n| a\\|b | 1.0 |\n\nRead ratios.',
    );
  });

  test('refuses a row whose cells do not fit the header', () => {
    expect(() => toMarkdown({ title: 'x', table: [['a'], ['b', 'c']] })).toThrow(
      'suite "x": 2 cells under 1 headings',
    );
  });
});
