import { describe, expect, it } from 'vitest';

import { addTraffic, LATENCY_BOUNDS, NO_TRAFFIC, Traffic } from '../../../server/traffic/index.js';

describe('Traffic', () => {
  it('counts codes, seconds and buckets', () => {
    const traffic = new Traffic();
    traffic.observe(200, performance.now());
    traffic.observe(200, performance.now() - 1500);
    traffic.observe(400, performance.now() - 60_000);
    const totals = traffic.totals();
    expect(totals.codes).toEqual({ 200: 2, 400: 1 });
    expect(totals.count).toBe(3);
    expect(totals.seconds).toBeGreaterThan(61.4);
    expect(traffic.buckets[LATENCY_BOUNDS.indexOf(2.5)]).toBe(1);
    expect(traffic.buckets.at(-1)).toBe(1);
    expect(traffic.buckets.reduce((sum, count) => sum + count)).toBe(3);
  });

  it('adds up over server processes', () => {
    const one = { codes: { 200: 2 }, count: 2, seconds: 0.5 };
    const two = { codes: { 200: 1, 500: 1 }, count: 2, seconds: 1 };
    expect(addTraffic(one, two)).toEqual({ codes: { 200: 3, 500: 1 }, count: 4, seconds: 1.5 });
    expect(addTraffic(NO_TRAFFIC, one)).toEqual(one);
  });
});
