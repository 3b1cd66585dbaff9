import { expect, test } from 'vitest';
import { CambiumError, checkNames, didYouMean, listNames, nearest } from '../src/errors.js';

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

test('a swap of two neighbouring letters is one edit', () => {
  expect(nearest('lable', ['tables', 'label'])).toBe('label');
  expect(nearest('gian', ['split', 'gain'])).toBe('gain');
  expect(nearest('ab', ['ba'])).toBe('ba');
  expect(nearest('abcdefgh', ['badcfehg'])).toBeUndefined();
});

test('a name that is given beside the wrong one is not what was meant', () => {
  expect(didYouMean('tabel', ['table', 'label'], ['table'])).toBe('did you mean "label"?');
  expect(didYouMean('tabel', ['table'], ['table'])).toBeUndefined();
  const given: object = { table: 1, tabel: 2 };
  expect(() => checkNames('part', given, { table: true, label: true } as never)).toThrow(
    'unknown part "tabel" (did you mean "label"?)',
  );
});

test('thousands of long names that are all near are compared soon', () => {
  const name = 'x'.repeat(200);
  const many = Array.from({ length: 5000 }, (_, i) => `${'xy'.repeat(97)}${i}`);
  expect(nearest(name, many)).toBeUndefined();
});

test('a name of a stranger’s length has no near miss', () => {
  expect(nearest('x'.repeat(201), ['x'.repeat(200)])).toBeUndefined();
  expect(nearest('x'.repeat(200), ['x'.repeat(201)])).toBe('x'.repeat(201));
});

test('thousands of names are not listed', () => {
  expect(listNames(['a', 'b'])).toBe('a, b');
  const many = Array.from({ length: 5000 }, (_, i) => `c${i}`);
  expect(listNames(many)).toBe('c0, c1, c2, c3, c4, c5, c6, c7 and 4992 more');
});

test('a message has the hint in it, so that who logs it alone loses nothing', () => {
  const cause = new Error('why');
  const error = new CambiumError('missing-column', 'no column "a"', {
    hint: 'there is "b"',
    cause,
  });
  expect(error.message).toBe('no column "a" (there is "b")');
  expect(error.problem).toBe('no column "a"');
  expect(error.hint).toBe('there is "b"');
  expect(error.cause).toBe(cause);
  expect(error.stack).toContain('no column "a" (there is "b")');
  expect(new CambiumError('bad-data', 'no hint').message).toBe('no hint');
});
