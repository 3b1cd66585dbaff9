import { expect, test } from 'vitest';
import { didYouMean, listNames, nearest } from '../src/errors.js';

test('the near miss is the nearest name, and none where nothing is near', () => {
  expect(nearest('pickup_longitud', ['pickup_latitude', 'pickup_longitude'])).toBe(
    'pickup_longitude',
  );
  expect(didYouMean('LABEL', ['table', 'label'])).toBe('did you mean "label"?');
  expect(nearest('abcdef', ['uvwxyz'])).toBeUndefined();
});

test('a short name shares a letter with its near miss', () => {
  expect(nearest('z', ['a', 'b'])).toBeUndefined();
  expect(nearest('zz', ['ab', 'b'])).toBeUndefined();
  expect(nearest('bb', ['a', 'b'])).toBe('b');
  expect(nearest('Y', ['x', 'y'])).toBe('y');
  expect(nearest('', ['a'])).toBeUndefined();
});

test('thousands of names are not listed', () => {
  expect(listNames(['a', 'b'])).toBe('a, b');
  const many = Array.from({ length: 5000 }, (_, i) => `c${i}`);
  expect(listNames(many)).toBe('c0, c1, c2, c3, c4, c5, c6, c7 and 4992 more');
});
