import { expect, test } from 'vitest';
import { parseJson } from '../../src/runtime/index.js';

test('values nested 1000 deep are read, deeper ones are refused', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(parseJson(nested(1000))).toBeInstanceOf(Array);
  expect(() => parseJson(nested(1001))).toThrow('nested more than 1000 deep, at position 1000');
  expect(() => parseJson('{"a":'.repeat(100_000))).toThrow('nested more than 1000 deep');
});

test('brackets in texts, and lists beside each other, are not depth', () => {
  const value = { '[[[': '{"\\"[['.repeat(1000), list: Array(3000).fill([]) };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test('bad JSON is a SyntaxError as JSON.parse has it', () => {
  for (const text of ['', '[1', '"open', '"\\', ']]', '{"a" 1}']) {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});
