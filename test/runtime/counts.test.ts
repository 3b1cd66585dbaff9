import { expect, test } from 'vitest';
import { formatCount } from '../../src/runtime/counts.js';

test.each([0, 7, 999, 1000, 12_345, 999_999, 1_458_645, -1234, -123, 2 ** 53])('%d', (number) => {
  expect(formatCount(number)).toBe(number.toLocaleString('en-US'));
});
