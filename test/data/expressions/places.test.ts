/** Distances and bearings in SQL and in JavaScript. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bearingDegrees,
  column,
  type Expression,
  haversineKilometres,
} from '../../../src/data/index.js';

import { both, expectEqual } from './both.js';

describe('places', () => {
  const coordinates = ['lat1', 'lon1', 'lat2', 'lon2'].map((name) => column(name));
  const [a, b, c, d] = coordinates as [
    Expression<'any'>,
    Expression<'any'>,
    Expression<'any'>,
    Expression<'any'>,
  ];
  const distance = haversineKilometres(a, b, c, d);
  const bearing = bearingDegrees(a, b, c, d);

  test('distances and bearings of known places', () => {
    const london = { lat1: 51.5074, lon1: -0.1278 };
    // Great-circle distance of London and Paris: 343.5 km by any calculator with the mean radius.
    expect(distance.evaluate({ ...london, lat2: 48.8566, lon2: 2.3522 })).toBeCloseTo(343.56, 1);
    expect(distance.evaluate({ ...london, lat2: 51.5074, lon2: -0.1278 })).toBe(0);
    const half = distance.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: 180 });
    expect(half).toBeCloseTo(Math.PI * 6371.0088, 6);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 1, lon2: 0 })).toBe(0);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: 1 })).toBe(90);
    expect(bearing.evaluate({ lat1: 0, lon1: 0, lat2: 0, lon2: -1 })).toBe(-90);
    expect(distance.evaluate({ ...london, lat2: 48.8566, lon2: null })).toBeNull();
  });

  test('agree between SQL and JavaScript', async () => {
    const degree = (range: number) =>
      fc.double({ min: -range, max: range, noNaN: true }).map(String);
    const place = fc.record({
      lat1: degree(89),
      lon1: degree(180),
      lat2: degree(89),
      lon2: degree(180),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 40 }), async (rows) => {
        const { sql, js } = await both(rows, { distance, bearing });
        expectEqual(js, sql, 1e-9);
      }),
      { numRuns: 20 },
    );
  });
});
