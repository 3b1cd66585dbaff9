/** Times in SQL and in JavaScript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { column, type Expression } from '../../../src/data/index.js';
import { failure } from '../folder.js';

import { both, expectEqual } from './both.js';

describe('times', () => {
  const at = column('at');
  const parts: Record<string, Expression> = {
    year: at.year(),
    quarter: at.quarter(),
    month: at.month(),
    day: at.day(),
    dayOfYear: at.dayOfYear(),
    weekday: at.weekday(),
    hour: at.hour(),
    minute: at.minute(),
    second: at.second(),
    epoch: at.epochSeconds(),
    after: at.atLeast('2016-03-01 12:00:00'),
    same: at.equals('2016-02-29'),
  };

  test('all parts agree, over centuries and before 1970', async () => {
    const moment = fc
      .date({
        min: new Date('1700-01-01T00:00:00Z'),
        max: new Date('2250-01-01T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
    const finer = fc
      .tuple(moment, fc.integer({ min: 0, max: 999_999 }))
      .map(([text, micros]) => `${text}.${String(micros).padStart(6, '0')}`);
    const known = fc.constantFrom(
      '2016-02-29 00:00:00',
      '1969-12-31 23:59:59',
      '1970-01-01 00:00:00',
      '1900-03-01 06:00:00',
      '',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.oneof(moment, finer, known), other: fc.constant('1') }), {
          minLength: 1,
          maxLength: 60,
        }),
        async (rows) => {
          const { sql, js } = await both(rows, parts);
          expectEqual(js, sql);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('known values', () => {
    const row = { at: '2016-03-14 17:24:55' };
    expect(Object.values(parts).map((part) => part.evaluate(row))).toEqual([
      2016,
      1,
      3,
      14,
      74,
      0,
      17,
      24,
      55,
      1457976295,
      true,
      false,
    ]);
    expect(at.weekday().evaluate({ at: '2016-03-20' })).toBe(6);
    expect(at.hour().evaluate({ at: new Date('2016-03-14T17:24:55Z') })).toBe(17);
  });

  test.each([
    '2016-02-30 00:00:00',
    '2015-02-29',
    '2016-13-01',
    'yesterday',
    '2016-01-01 24:00:00',
    '2016-01-01 00:60:00',
  ])('%s is no time, here or there', async (text) => {
    const error = await failure(() => at.hour().evaluate({ at: text }));
    expect(error.problem).toBe(
      `field "at": expected a time such as 2016-03-14 17:24:55, found "${text}"`,
    );
    await failure(() => both([{ at: text, other: '1' }], { hour: at.hour() }));
  });
});
