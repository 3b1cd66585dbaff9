import { expect, test } from 'vitest';
import { rangeOf } from '../../../src/boosting/model/index.js';

test.each([
  ['[0:1]', ['0', '1']],
  ['[-1e-05:inf]', ['-1e-05', 'inf']],
  ['none', undefined],
  ['0:1:2', undefined],
  ['[1]', undefined],
  ['[:1]', undefined],
  ['[1:]', undefined],
  ['[', undefined],
  ['', undefined],
])('%j', (info, range) => {
  expect(rangeOf(info)).toEqual(range);
});

test('many colons take linear time', () => {
  expect(rangeOf(`[${':'.repeat(1_000_000)}`)).toBeUndefined();
});
