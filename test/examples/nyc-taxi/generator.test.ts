/** The generator of trips: the same bytes for a seed, rows that do not depend on the rows before, Kaggle's form. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  COLUMNS,
  generateTrips,
  TripMaker,
  tripBlocks,
} from '../../../examples/nyc-taxi/src/generator/index.js';

function csv(rows: number, seed: number): Buffer {
  const parts: Buffer[] = [];
  // A block is valid until the next one is asked for.
  for (const { bytes } of tripBlocks(rows, seed)) parts.push(Buffer.from(bytes));
  return Buffer.concat(parts);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-trips-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('bytes', () => {
  test('are those of every machine and version of Node for a seed', () => {
    const hash = createHash('sha256').update(csv(20_000, 7)).digest('hex');
    expect(hash).toBe('7775d6126b44da9028d5f69c8ec5b53060d6fda6dfe11b1627e76f38d201d069');
  });

  test('of a smaller file begin those of a larger one', () => {
    const large = csv(20_000, 1);
    for (const rows of [0, 1, 8_191, 8_192, 8_193]) {
      const small = csv(rows, 1);
      expect(small.equals(large.subarray(0, small.length))).toBe(true);
      expect(small.toString('latin1').split('\n').length).toBe(rows + 2);
    }
  });

  test('differ between seeds, also beyond 32 bits', () => {
    expect(csv(10, 1).equals(csv(10, 2))).toBe(false);
    expect(csv(10, 1).equals(csv(10, 2 ** 32 + 1))).toBe(false);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53])('of %d rows are refused', (rows) => {
    expect(() => csv(rows, 1)).toThrow(`rows must be a whole number of 0 or more, not ${rows}`);
  });
});

test('a row does not depend on those made before it', () => {
  const forwards = new TripMaker(3);
  const backwards = new TripMaker(3);
  const rows = Array.from({ length: 500 }, (_, index) => index * 7_919);
  const made = new Map(
    rows.map((row) => {
      forwards.make(row);
      return [row, { ...forwards.trip }];
    }),
  );
  for (const row of rows.reverse()) {
    backwards.make(row);
    expect({ ...backwards.trip }).toEqual(made.get(row));
  }
});

describe('the file', () => {
  test('is whole, and alone in its folder', async () => {
    const path = join(folder, 'deep/trips.csv');
    const progress: number[] = [];
    await generateTrips(path, { rows: 10_000, seed: 5, onProgress: (rows) => progress.push(rows) });
    expect(await readdir(join(folder, 'deep'))).toEqual(['trips.csv']);
    expect((await readFile(path)).equals(csv(10_000, 5))).toBe(true);
    expect(progress).toEqual([8_192, 10_000]);
  });

  test('is not left half written when it fails', async () => {
    const path = join(folder, 'failing/trips.csv');
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(generateTrips(path, { rows: 10_000, seed: 5, onProgress: stop })).rejects.toThrow(
      'stopped',
    );
    expect(await readdir(join(folder, 'failing'))).toEqual([]);
  });
});

describe("Kaggle's form", () => {
  const rows = 60_000;
  const lines = csv(rows, 11).toString('latin1').trimEnd().split('\n');
  const cells = lines.slice(1).map((line) => line.split(','));
  const column = (name: (typeof COLUMNS)[number]): string[] =>
    cells.map((row) => row[COLUMNS.indexOf(name)] as string);
  const share = (values: readonly string[], test: (value: string) => boolean): number =>
    values.filter(test).length / values.length;

  test('has its header, and cells of its formats', () => {
    expect(lines[0]).toBe(COLUMNS.join(','));
    const form =
      /^id\d{7},[12],2016-0[1-6]-\d\d \d\d:\d\d:\d\d,2016-\d\d-\d\d \d\d:\d\d:\d\d,[0-6]?,(-\d{2,3}\.\d{15}),(\d{2}\.\d{15}),(-\d{2,3}\.\d{15})?,(\d{2}\.\d{15})?,[NY]?,\d+$/;
    expect(lines.slice(1).filter((line) => !form.test(line))).toEqual([]);
  });

  test('has an id for each row, also past 2^22 rows', () => {
    expect(new Set(column('id')).size).toBe(rows);
    const maker = new TripMaker(1);
    const ids = [0, 1, 2 ** 22, 2 ** 22 + 1, 2 ** 23].map((row) => {
      maker.make(row);
      return maker.trip.id;
    });
    expect(new Set(ids).size).toBe(5);
    expect(ids[2]).toBe((ids[0] as number) + 2 ** 22);
  });

  test('ends a trip its duration after its begin', () => {
    for (const row of cells) {
      const [begin, end] = [row[2], row[3]].map((text) =>
        Date.parse(`${text?.replace(' ', 'T')}Z`),
      );
      expect(((end as number) - (begin as number)) / 1000).toBe(Number(row[10]));
    }
  });

  test('prints coordinates as C prints 32-bit floats', () => {
    for (const name of ['pickup_longitude', 'dropoff_latitude'] as const) {
      for (const text of column(name)) {
        if (text === '') continue;
        const value = Math.fround(Number(text));
        // toFixed rounds exact ties away from zero, C to even: leave those to the digits before.
        expect(value.toFixed(15).slice(0, -1)).toBe(text.slice(0, -1));
        expect(Math.abs(Number(text) - value)).toBeLessThan(1e-15 * 100);
      }
    }
  });

  test('has the outliers and gaps of real tables', () => {
    const durations = column('trip_duration');
    expect(share(durations, (text) => Number(text) > 80_000)).toBeGreaterThan(0.0005);
    expect(share(durations, (text) => Number(text) > 80_000)).toBeLessThan(0.003);
    expect(share(durations, (text) => Number(text) < 60)).toBeGreaterThan(0.003);
    expect(share(column('passenger_count'), (text) => text === '')).toBeGreaterThan(0.001);
    expect(share(column('dropoff_longitude'), (text) => text === '')).toBeGreaterThan(0.0005);
    expect(share(column('store_and_fwd_flag'), (text) => text === '')).toBeGreaterThan(0);
    const still = cells.filter((row) => row[5] === row[7] && row[6] === row[8]);
    expect(still.length / rows).toBeCloseTo(0.004, 2);
    const far = column('dropoff_longitude').filter((text) => text !== '' && Number(text) > -73.6);
    expect(far.length).toBeGreaterThan(0);
    expect(share(column('store_and_fwd_flag'), (text) => text === 'Y')).toBeCloseTo(0.0055, 2);
    expect(share(column('vendor_id'), (text) => text === '2')).toBeCloseTo(0.535, 1);
  });

  test('lasts as long as trips do, and longer at noon than at night', () => {
    const durations = cells.map((row) => ({
      hour: Number(row[2]?.slice(11, 13)),
      seconds: Number(row[10]),
    }));
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
    expect(median(durations.map(({ seconds }) => seconds))).toBeGreaterThan(550);
    expect(median(durations.map(({ seconds }) => seconds))).toBeLessThan(800);
    const at = (hour: number) =>
      median(durations.filter((trip) => trip.hour === hour).map(({ seconds }) => seconds));
    expect(at(14) / at(4)).toBeGreaterThan(1.3);
    const count = (hour: number) => durations.filter((trip) => trip.hour === hour).length;
    expect(count(19) / count(4)).toBeGreaterThan(3);
  });
});
