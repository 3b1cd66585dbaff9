import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from '../../../src/data/text/index.js';

const read = (text: string) => parseTime(text)?.milliseconds;

describe('parseTime', () => {
  it('reads what Date writes, to the millisecond', () => {
    const dates = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const text = date.toISOString();
        expect(read(text)).toBe(date.getTime());
        expect(read(text.slice(0, 19).replace('T', ' '))).toBe(
          Math.floor(date.getTime() / 1000) * 1000,
        );
      }),
    );
  });

  it.each([
    ['2016-03-14 17:24:55', '2016-03-14T17:24:55Z'],
    ['2016-03-14', '2016-03-14T00:00:00Z'],
    ['2016-03-14 17:24', '2016-03-14T17:24:00Z'],
    ['2016-03-14T17:24:55+02:00', '2016-03-14T15:24:55Z'],
    ['2016-03-14T17:24:55-0530', '2016-03-14T22:54:55Z'],
    ['2016-02-29T00:00:00.123456Z', '2016-02-29T00:00:00.123Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(read(text)).toBe(Date.parse(iso));
  });

  it.each([
    '2016-02-30',
    '2015-02-29',
    '2016-13-01',
    '2016-00-01',
    '2016-01-01 24:00',
    '14/03/2016',
    '1457976295',
    '',
    'now',
    '2016-03-14 17:24:55 EST',
  ])('refuses %j', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
