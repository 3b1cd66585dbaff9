import { describe, expect, test } from 'vitest';
import {
  column,
  type Expression,
  expressionFromJson,
  FeatureSet,
  literal,
} from '../../../src/data/index.js';
import { failure } from '../folder.js';

import { exact, x } from './both.js';

describe('the language', () => {
  test('refuses operands of the wrong kind while it is written', async () => {
    const hour = x.plus(1) as unknown as Expression<'any'>;
    expect((await failure(() => hour.hour())).problem).toBe(
      'hour() needs a time, but was given a number',
    );
    const text = literal('a') as unknown as Expression<'number'>;
    expect((await failure(() => x.plus(text))).problem).toBe(
      'add() needs a number, but was given a text',
    );
  });

  test('a field of the wrong kind is named', async () => {
    const error = await failure(() => x.plus(1).evaluate({ x: 'many' }));
    expect(error.problem).toBe('field "x": expected a number, found "many"');
    expect((await failure(() => x.plus(1).evaluate({ x: [1] }))).message).toContain('found object');
    expect(x.plus(1).evaluate(JSON.parse('{"__proto__": {"x": 1}}'))).toBeNull();
  });

  test('goes through JSON unchanged', () => {
    for (const expression of [...Object.values(exact), column('at').hour()]) {
      const back = expressionFromJson(JSON.parse(JSON.stringify(expression)));
      expect(back.toSql()).toBe(expression.toSql());
    }
  });

  test('refuses JSON that is no expression', async () => {
    const column = { op: 'column', name: 'x', kind: 'number' };
    const cases: unknown[] = [
      null,
      { op: 'call', function: 'system', arguments: [] },
      { op: 'call', function: 'constructor', arguments: [] },
      { op: 'call', function: 'add', arguments: [column] },
      { op: 'call', function: 'hour', arguments: [{ ...column, op: 'literal', value: 1 }] },
      { op: 'column', name: 'x"; DROP', kind: 'none' },
    ];
    for (const json of cases) {
      expect((await failure(() => expressionFromJson(json))).code).toMatch(/^expression/);
    }
  });

  test('names and texts are never code', () => {
    const name = 'a" OR ""="';
    expect(
      column(name)
        .equals("x'; DROP TABLE t; --")
        .toSql(new Map([[name, 'VARCHAR']])),
    ).toBe(`("a"" OR """"=""" = 'x''; DROP TABLE t; --')`);
  });

  test('a set of features fills a row, missing as NaN, and survives JSON', () => {
    const features = new FeatureSet({ hour: column('at').hour(), far: x.greaterThan(10) });
    expect([...features.inputs()]).toEqual([
      ['at', new Set(['time'])],
      ['x', new Set(['number'])],
    ]);
    const again = FeatureSet.fromJSON(JSON.parse(JSON.stringify(features)));
    for (const each of [features, again]) {
      const target = new Float32Array(5);
      each.evaluateInto({ at: '2016-01-01 05:00:00', x: 11 }, target, 1);
      each.evaluateInto({ x: 9 }, target, 3);
      expect(target).toEqual(new Float32Array([0, 5, 1, Number.NaN, 0]));
    }
  });
});
