import { describe, expect, test } from 'vitest';
import {
  type DatasetNames,
  type Node,
  type NodeFunction,
  node,
} from '../../../src/pipeline/index.js';
import { callNode } from '../../../src/pipeline/node/index.js';

const add = (a: number, b: number) => a + b;

describe('names', () => {
  test('a node says its name, function, inputs and outputs', () => {
    expect(String(node(add, ['a', 'b'], 'c', { name: 'sum' }))).toBe('sum: add([a;b]) -> [c]');
    expect(String(node(add, ['a', 'b'], 'c', { name: 'sum', namespace: 'x.y' }))).toBe(
      'x.y.sum: add([a;b]) -> [c]',
    );
    expect(String(node(() => 1, null, 'c', { name: 'one' }))).toBe('one: anonymous([]) -> [c]');
  });

  test('the default name is the function and 8 hexadecimal digits of what it reads and writes', () => {
    const one = node(add, ['a', 'b'], 'c');
    expect(one.name).toMatch(/^add__[0-9a-f]{8}$/);
    expect(node(add, ['a', 'b'], 'c').name).toBe(one.name);
    expect(node(add, ['a', 'b'], 'd').name).not.toBe(one.name);
  });

  test.each(['two words', 'a/b', '', 'naïve'])('refuses the name "%s"', (name) => {
    expect(() => node(add, ['a', 'b'], 'c', { name })).toThrow('is not a valid name of a node');
  });

  test('refuses bad tags and namespaces', () => {
    expect(() => node(add, ['a', 'b'], 'c', { tags: ['ok', 'not ok'] })).toThrow('"not ok"');
    expect(() => node(add, ['a', 'b'], 'c', { namespace: 'a b' })).toThrow('valid namespace');
  });
});

describe('inputs and outputs', () => {
  const cases: [string, () => Node, string][] = [
    ['no function', () => node('add' as never, 'a', 'b'), 'a node needs a function, found string'],
    ['neither', () => node(() => {}, null, null), 'has neither inputs nor outputs'],
    ['empty lists', () => node(() => {}, [], []), 'has neither inputs nor outputs'],
    [
      'same name in and out',
      () => node(add, ['a', 'b'], 'a', { name: 'n' }),
      'node "n": a node cannot have the same inputs and outputs: a',
    ],
    [
      'same base name in and out',
      () => node((a: number) => a, 'a@csv', 'a@parquet', { name: 'n' }),
      'a node cannot have the same inputs and outputs: a@parquet',
    ],
    ['output twice', () => node(() => [], null, ['a', 'a']), 'returns the same output twice'],
    ['two @', () => node((a: number) => a, 'a@b@c', 'd'), '"a@b@c" has more than one "@"'],
    ['a number', () => node((a: number) => a, 5 as never, 'd'), 'expected names, found number'],
    ['an empty name', () => node((a: number) => a, '', 'd'), `expected a dataset's name, found ""`],
  ];
  test.each(cases)('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  const mismatches: [NodeFunction, DatasetNames, string | undefined][] = [
    [add, ['a'], "inputs of 'add' expected [a, b], but got [a]"],
    [add, ['a', 'b', 'c'], "inputs of 'add' expected [a, b], but got [a, b, c]"],
    [add, 'a', "inputs of 'add' expected [a, b], but got [a]"],
    [(a: number, b = 2) => a + b, ['x'], undefined],
    [(a: number, b = 2) => a + b, ['x', 'y'], undefined],
    [(...all: number[]) => all, ['x', 'y', 'z'], undefined],
    [(a: number, ...all: number[]) => [a, all], null, 'expected [a], but got []'],
    [async (a: number) => a, ['x', 'y'], 'expected [a], but got [x, y]'],
    [
      function* (a: number) {
        yield a;
      },
      ['x', 'y'],
      'expected [a], but got [x, y]',
    ],
    [({ a, b = 1 }: { a: number; b?: number }) => a + b, { a: 'x' }, undefined],
    [({ a, b }: { a: number; b: number }) => a + b, { a: 'x' }, 'expected [a, b], but got [a]'],
    [({ table }: { table: number }) => table, { tabel: 'x' }, 'expected [table], but got [tabel]'],
    [({ a, ...more }: { a: number }) => [a, more], { a: 'x', b: 'y' }, undefined],
    [add, { a: 'x', b: 'y' }, 'expected [a, b], but got [a, b]'],
    [(text = ')', other = "a,'") => text + other, ['x', 'y'], undefined],
    [(/* a, b */ text: string) => text, ['x', 'y'], 'expected [text], but got [x, y]'],
    [Math.max, ['x', 'y', 'z'], undefined],
    [add.bind(null), ['x'], undefined],
    [
      function () {
        // biome-ignore lint/complexity/noArguments: such functions take more than they declare
        return arguments.length;
      },
      ['x', 'y'],
      undefined,
    ],
  ];
  test.each(mismatches)('checks the arguments of %s against %j', (func, inputs, message) => {
    const make = () => node(func, inputs, 'out');
    if (message === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(message);
  });

  test('a misspelt argument has its near miss', () => {
    const func = ({ table }: { table: number }) => table;
    expect(() => node(func, { tabel: 'x' }, 'out')).toThrow(
      expect.objectContaining({ code: 'argument-mismatch', hint: 'did you mean "table"?' }),
    );
  });
});

describe('call', () => {
  const inputs = new Map<string, unknown>([
    ['a', 1],
    ['b', 2],
  ]);
  const values = async (made: Node) => {
    const result = await callNode(made, inputs);
    if (!('values' in result)) throw new Error('expected all values at once');
    return Object.fromEntries(result.values);
  };

  test('by position, by name, and the same dataset twice', async () => {
    expect(await values(node(add, ['a', 'b'], 'c'))).toEqual({ c: 3 });
    expect(await values(node(add, ['b', 'b'], 'c'))).toEqual({ c: 4 });
    const named = ({ x, y }: { x: number; y: number }) => x - y;
    expect(await values(node(named, { x: 'a', y: 'b' }, 'c'))).toEqual({ c: -1 });
  });

  test('outputs as one, list, map, none; async too', async () => {
    expect(await values(node(async () => [1, 2], null, 'c'))).toEqual({ c: [1, 2] });
    expect(await values(node(() => [1, 2], null, ['c', 'd']))).toEqual({ c: 1, d: 2 });
    const both = () => ({ y: 2, x: 1 });
    expect(await values(node(both, null, { x: 'c', y: 'd' }))).toEqual({ c: 1, d: 2 });
    expect(await values(node((a: number) => a, 'a', null))).toEqual({});
  });

  test.each([
    [
      ['c', 'd'],
      [1, 2, 3],
      'declares a list of 2 outputs [c, d], but its function returned a list of 3',
    ],
    [['c', 'd'], 5, 'but its function returned number 5'],
    [{ x: 'c' }, { z: 1 }, 'declares a map of outputs {x}, but its function returned a map of {z}'],
    [{ x: 'c' }, { x: 1, z: 1 }, 'returned a map of {x, z}'],
    [{ x: 'c' }, [1], 'returned a list of 1'],
  ] as [DatasetNames, unknown, string][])(
    'outputs %j do not fit %j',
    async (outputs, returned, message) => {
      await expect(
        callNode(
          node(() => returned, null, outputs),
          inputs,
        ),
      ).rejects.toThrow(message);
    },
  );

  test('generators give parts', async () => {
    async function* parts(a: number) {
      yield [a, 'x'];
      yield [a + 1, 'y'];
    }
    const result = await callNode(node(parts, 'a', ['c', 'd']), inputs);
    if (!('parts' in result)) throw new Error('expected parts');
    const seen = [];
    for await (const part of result.parts) seen.push(Object.fromEntries(part));
    expect(seen).toEqual([
      { c: 1, d: 'x' },
      { c: 2, d: 'y' },
    ]);
  });
});
