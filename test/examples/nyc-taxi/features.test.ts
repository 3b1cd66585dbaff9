/** What the API computes for one trip is what the pipeline computes for a million. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features, LABEL, label, secondsOf } from '../../../examples/nyc-taxi/src/features.js';
import { generateTrips } from '../../../examples/nyc-taxi/src/generator/index.js';
import predictor from '../../../examples/nyc-taxi/src/predictor.js';
import { numericColumn, readTable } from '../../../src/index.js';

const ROWS = 3000;
const context = { api: 'trip-estimator', directory: '.', config: {}, env: {} };
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-features-'));
  file = join(folder, 'trips.csv');
  await generateTrips(file, { rows: ROWS, seed: 3 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A CSV row as a request's payload comes to the predictor. */
function payload(line: string, names: readonly string[]): Record<string, unknown> {
  const cells = Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell]));
  return Object.fromEntries(
    Object.entries(predictor.input).map(([name, { type }]) => {
      const cell = cells[name] ?? '';
      if (cell === '') return [name, null];
      if (type === 'timestamp') return [name, new Date(`${cell.replace(' ', 'T')}Z`)];
      return [name, type === 'string' ? cell : Number(cell)];
    }),
  );
}

test('13 features of each row, online as offline', async () => {
  expect(features.names).toHaveLength(13);
  const table = await readTable(file, {
    select: { ...features.expressions, [LABEL]: label },
    numberType: 'float32',
  });
  const columns = features.names.map((name) => numericColumn(table, name));
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const names = header.split(',');
  expect(lines).toHaveLength(ROWS);
  expect(table.numRows).toBe(ROWS);
  let missing = 0;
  lines.forEach((line, row) => {
    const online = predictor.features(payload(line, names), context);
    features.names.forEach((name, i) => {
      const offline = columns[i]?.[row] as number;
      if (Number.isNaN(offline)) missing++;
      // Sines of two libraries differ in the last place of 64 bits, so these two in that of 32.
      const bound = name === 'distance' || name === 'bearing' ? Math.abs(offline) * 2 ** -22 : 0;
      const off = Math.abs((online[name] as number) - offline);
      if (Number.isNaN(offline) ? !Number.isNaN(online[name]) : !(off <= bound)) {
        throw new Error(`row ${row}, ${name}: ${online[name]} online, ${offline} offline: ${line}`);
      }
    });
  });
  expect(missing).toBeGreaterThan(5);
});

test('known values: hour, weekday, distance, bearing, flag', () => {
  const trip = {
    vendor_id: 2,
    // A Monday.
    pickup_datetime: new Date('2016-03-14T17:24:55Z'),
    passenger_count: 1,
    pickup_longitude: -73.9,
    pickup_latitude: 40.7,
    dropoff_longitude: -73.9,
    dropoff_latitude: 40.8,
    store_and_fwd_flag: 'Y',
  };
  const values = predictor.features(trip, context);
  expect(values).toMatchObject({ hour: 17, weekday: 0, day: 14, month: 3, store_and_fwd_flag: 1 });
  // A tenth of a degree of latitude is 11.12 km, due north.
  expect(values['distance']).toBeCloseTo(11.1195, 3);
  expect(values['bearing']).toBeCloseTo(0, 5);
});

test('an answer is in seconds', () => {
  expect(predictor.answer?.(Math.log1p(780), {}, context)).toBe(780);
  expect(secondsOf(-1)).toBe(0);
});
