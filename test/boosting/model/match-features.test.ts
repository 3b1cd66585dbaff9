import { expect, test } from 'vitest';
import { matchFeatures, requireFeatures } from '../../../src/boosting/model/index.js';

const where = 'trips.csv';

test('white space in a column is an underscore in a model, and the same spelling goes first', () => {
  expect(requireFeatures(['a b', 'c'], ['c', 'a_b'], { where })).toEqual(['c', 'a b']);
  expect(requireFeatures(['a b', 'a_b'], ['a_b'], { where })).toEqual(['a_b']);
});

test('a feature that may lack has no column', () => {
  const optional = (place: number) => place === 1;
  expect(matchFeatures(['x'], ['x', 'y'], { where, optional })).toEqual(['x', undefined]);
});

test.each([
  [
    'the near miss is none of the other features',
    ['speeed', 'sped'],
    ['speed', 'sped'],
    'trips.csv has no column "speed" (did you mean "speeed"?)',
  ],
  [
    'the columns are listed where none is near',
    ['x', 'y'],
    ['distance'],
    'trips.csv has no column "distance" (it has x, y)',
  ],
])('%s', (_, names, features, message) => {
  expect(() => requireFeatures(names, features, { where })).toThrow(message);
});
