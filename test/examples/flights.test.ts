/** The flights example on every hundredth of the real flights, by its commands. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flightFeatures } from '../../examples/flights/src/features.js';
import type { FlightMetrics } from '../../examples/flights/src/pipelines/data_science/nodes.js';
import makePredictor from '../../examples/flights/src/predictor.js';
import { numericColumn, readTable, writeTable } from '../../src/index.js';
import { packageRoot } from '../../src/runtime/index.js';
import { ExampleCopy, type Ran } from './project.js';

const project = new ExampleCopy('flights');
const ROWS = 30_000;
let ran: Ran;

beforeAll(async () => {
  const sample = await readTable(
    `${packageRoot}/node_modules/vega-datasets/data/flights-3m.parquet`,
    {
      sql: `SELECT date, delay, distance, origin, destination
          FROM (SELECT *, row_number() OVER () AS number FROM source) WHERE number % 100 = 0`,
    },
  );
  expect(sample.numRows).toBe(ROWS);
  const path = project.path('data/01_raw/flights.parquet');
  await writeTable(sample, path);
  ran = await project.cambium('run', '--params', `flights=${path}`);
}, 120_000);
afterAll(() => project.remove());

test('cambium run completes', () => {
  expect(ran.stderr).toBe('');
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain('Completed 7 out of 7 tasks');
});

test('tells late flights from others better than their share does', () => {
  const { rows, late, model, baseline } = project.json<FlightMetrics>(
    'data/08_reporting/metrics.json',
  );
  expect(rows.train + rows.test).toBe(ROWS);
  expect(rows.test / ROWS).toBeCloseTo(0.2, 1);
  expect(late).toBeCloseTo(0.2, 1);
  expect(baseline.auc).toBe(0.5);
  expect(model.auc).toBeGreaterThan(0.62);
  expect(model.log_loss).toBeLessThan(baseline.log_loss);
});

describe('features', () => {
  test('hold codes of airports, and a label of 0 and 1', async () => {
    const airports = project.json<string[]>('data/04_feature/airports.json');
    expect(airports).toEqual([...airports].sort());
    expect(airports.length).toBeGreaterThan(150);
    const table = await readTable(project.path('data/04_feature/flight_features.arrow'));
    const origin = numericColumn(table, 'origin');
    expect(Math.max(...origin)).toBeLessThan(airports.length);
    expect(Math.min(...origin)).toBeGreaterThanOrEqual(0);
    expect([...new Set(numericColumn(table, 'late'))].sort()).toEqual([0, 1]);
  });

  test('are the same online: known airports by their place, others missing', () => {
    const airports = project.json<string[]>('data/04_feature/airports.json');
    const config = { airports: 'data/04_feature/airports.json' };
    const context = { api: 'late-flight', directory: project.folder, config, env: {} };
    const flight = {
      date: new Date('2001-06-29T18:30:00Z'),
      distance: 733,
      origin: 'LGA',
      destination: 'Atlantis',
    };
    const values = makePredictor(context).features(flight, context);
    expect(Object.keys(values)).toEqual(flightFeatures(airports).names);
    expect(values).toEqual({
      hour: 18,
      // A Friday.
      weekday: 4,
      month: 6,
      distance: 733,
      origin: airports.indexOf('LGA'),
      destination: Number.NaN,
    });
  });

  test('an API without the list of airports says what it needs', () => {
    const context = { api: 'late-flight', directory: project.folder, config: {}, env: {} };
    expect(() => makePredictor(context)).toThrow('config.airports must be a path');
  });
});
