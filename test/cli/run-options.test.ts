import { describe, expect, test } from 'vitest';
import { parseParameters, parseVersions, splitList } from '../../src/cli/run-options.js';

describe('lists', () => {
  test.each([
    ['a,b', ['a', 'b']],
    [' a , b ,', ['a', 'b']],
    ['x=[1,2],y={a: 1, b: 2},z="p,q"', ['x=[1,2]', 'y={a: 1, b: 2}', 'z="p,q"']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(splitList(text)).toEqual(expected);
  });
});

describe('parameters', () => {
  test('values are YAML', () => {
    expect(parseParameters('a=1,b.c=true,d=x y,e=[1, z],f=,g=a=b,h="1"')).toEqual({
      a: 1,
      'b.c': true,
      d: 'x y',
      e: [1, 'z'],
      f: null,
      g: 'a=b',
      h: '1',
    });
  });
  test.each(['a', '=1', 'a=[1', 'a=1,b'])('%j is refused', (text) => {
    expect(() => parseParameters(text)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

test('versions', () => {
  expect(parseVersions('a:2026-01-31T10.20.30.456Z,b:v1')).toEqual({
    a: '2026-01-31T10.20.30.456Z',
    b: 'v1',
  });
  expect(() => parseVersions('a')).toThrow('--load-versions: expected dataset:version, found "a"');
});
