/** The whole example by its commands: run, score, deploy, ask, delete. */
import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TripMetrics } from '../../../examples/nyc-taxi/src/pipelines/data_science/nodes.js';
import predictor from '../../../examples/nyc-taxi/src/predictor.js';
import { createScorer, numericColumn, readModel, readTable } from '../../../src/index.js';
import { ExampleCopy, type Ran } from '../project.js';

const project = new ExampleCopy('nyc-taxi');
const MODEL = 'data/06_models/trip_duration.txt';
const TEST = 'data/05_model_input/test.arrow';
const PREDICTIONS = 'data/07_model_output/predictions.parquet';
let first: Ran;

beforeAll(async () => {
  first = await project.cambium('run', '--params', 'trips.rows=20000');
}, 120_000);
afterAll(async () => {
  await project.cambium('delete', 'trip-estimator');
  project.remove();
}, 60_000);

describe('cambium run', () => {
  test('logs each node and completes', () => {
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    for (const line of [
      'Generating 20000 trips (seed 1)...',
      'Running node: extract_features: extractFeatures([clean_trips]) -> [trip_features]',
      'Saving data to `trip_features` (ArrowDataset)...',
      'Round 100 of 100',
      'Completed 7 out of 7 tasks',
      'Pipeline execution completed successfully in',
    ]) {
      expect(first.stdout).toContain(line);
    }
  });

  test('leaves out what is no trip, and keeps the rest', async () => {
    const table = await readTable(project.path('data/04_feature/trip_features.arrow'));
    expect(table.numRows).toBeGreaterThan(19_500);
    expect(table.numRows).toBeLessThan(20_000);
    expect(table.schema.fields).toHaveLength(14);
    const duration = numericColumn(table, 'log_duration');
    for (const value of duration) {
      expect(value >= Math.fround(Math.log(61)) && value <= Math.fround(Math.log(21_601))).toBe(
        true,
      );
    }
    for (const longitude of numericColumn(table, 'dropoff_longitude')) {
      expect(longitude > -74.31 && longitude < -73.59).toBe(true);
    }
    // Not required, so kept, with the value missing.
    expect(numericColumn(table, 'passenger_count').some((value) => Number.isNaN(value))).toBe(true);
  });

  test('splits all rows into training and held-out ones', async () => {
    const [all, train, held] = await Promise.all(
      ['04_feature/trip_features', '05_model_input/train', '05_model_input/test'].map((name) =>
        readTable(project.path(`data/${name}.arrow`)),
      ),
    );
    const rows = all?.numRows ?? 0;
    expect((train?.numRows ?? 0) + (held?.numRows ?? 0)).toBe(rows);
    expect((held?.numRows ?? 0) / rows).toBeCloseTo(0.2, 1);
  });

  test('makes a model that is far better than the median', () => {
    const { rows, model, baseline } = project.json<TripMetrics>('data/08_reporting/metrics.json');
    expect(rows.test).toBeGreaterThan(3_500);
    expect(model.rmse_log).toBeGreaterThan(0.38);
    expect(model.rmse_log).toBeLessThan(0.5);
    expect(baseline.rmse_log / model.rmse_log).toBeGreaterThan(1.5);
    expect(model.mae_minutes).toBeLessThan(baseline.mae_minutes * 0.7);
    const importance = project.json<{ feature: string; gain: number }[]>(
      'data/08_reporting/importance.json',
    );
    expect(importance).toHaveLength(13);
    expect(importance[0]?.feature).toBe('distance');
    expect(importance.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(1, 9);
  });

  test('gives the same bytes again, from the file that is there', async () => {
    const before = project.read(MODEL);
    const again = await project.cambium('run', '--params', 'trips.rows=20000');
    expect(again.stdout).toContain('Using generated trips, data/01_raw/trips-20000-seed-1-v1.csv');
    expect(project.read(MODEL)).toBe(before);
  });

  test('another number of rows replaces the generated file', async () => {
    const nodes = ['run', '--nodes', 'find_trips', '--params'];
    const { status } = await project.cambium(...nodes, 'trips.rows=100,trips.seed=2');
    expect(status).toBe(0);
    const raw = () =>
      readdirSync(project.path('data/01_raw')).filter((name) => name !== '.gitkeep');
    expect(raw()).toEqual(['trips-100-seed-2-v1.csv']);
    await project.cambium(...nodes, 'trips.rows=20000');
    expect(raw()).toEqual(['trips-20000-seed-1-v1.csv']);
  });

  test("Kaggle's own file is used where it is", async () => {
    const kaggle = project.path('data/01_raw/train.csv');
    copyFileSync(project.path('data/01_raw/trips-20000-seed-1-v1.csv'), `${kaggle}.partial`);
    renameSync(`${kaggle}.partial`, kaggle);
    const ran = await project.cambium('run', '--nodes', 'find_trips', '--params', 'trips.rows=9');
    expect(ran.stdout).toContain("Using Kaggle's own trips, data/01_raw/train.csv");
    expect(existsSync(project.path('data/01_raw/trips-9-seed-1-v1.csv'))).toBe(false);
  });
});

test('cambium score gives the figures of the evaluation', async () => {
  const args = ['score', MODEL, TEST, '--backend', 'wasm', '--output', PREDICTIONS];
  const { status, stderr } = await project.cambium(...args);
  expect(stderr).not.toContain('error');
  expect(status).toBe(0);
  const predicted = numericColumn(await readTable(project.path(PREDICTIONS)), 'prediction');
  const actual = numericColumn(await readTable(project.path(TEST)), 'log_duration');
  expect(predicted).toHaveLength(actual.length);
  let sum = 0;
  for (const [row, value] of predicted.entries()) sum += (value - (actual[row] as number)) ** 2;
  const { model } = project.json<TripMetrics>('data/08_reporting/metrics.json');
  expect(Math.sqrt(sum / predicted.length)).toBeCloseTo(model.rmse_log, 9);
});

test('the deployed API answers as the model does, and names what is wrong', async () => {
  const trip = {
    vendor_id: 2,
    pickup_datetime: '2016-03-14 17:24:55',
    passenger_count: 1,
    pickup_longitude: -73.982155,
    pickup_latitude: 40.767937,
    dropoff_longitude: -73.96463,
    dropoff_latitude: 40.765602,
  };
  const deployed = await project.cambium('deploy', 'trip-estimator.yml');
  // Where the uWebSockets addon has no build, a warning says that node:http serves.
  expect(deployed.stderr).not.toContain('error');
  expect(deployed.status).toBe(0);
  const { endpoint } = JSON.parse(
    (await project.cambium('get', 'trip-estimator', '-o', 'json')).stdout,
  ) as { endpoint: string };
  const post = (body: unknown) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const model = await readModel(project.path(MODEL));
  const scorer = await createScorer(model, { backend: 'wasm', threads: 1 });
  const context = { api: 'trip-estimator', directory: project.folder, config: {}, env: {} };
  const row = {
    ...trip,
    pickup_datetime: new Date('2016-03-14T17:24:55Z'),
    store_and_fwd_flag: null,
  };
  const values = predictor.features(row, context);
  const [score] = await scorer.score(
    model.featureNames.map((name) => Float64Array.of(values[name] as number)),
    1,
  );
  await scorer.close();
  const answer = await post(trip);
  expect(answer.status).toBe(200);
  const seconds = Number(await answer.text());
  expect(seconds).toBe(predictor.answer?.(score as number, row, context));
  expect(seconds).toBeGreaterThan(120);
  expect(seconds).toBeLessThan(3600);

  const both = await post([trip, { ...trip, pickup_datetime: '2016-03-14 03:24:55' }]);
  const list = (await both.json()) as number[];
  expect(list[0]).toBe(seconds);
  expect(list[1]).toBeLessThan(seconds);

  const wrong = await post({ ...trip, passenger_count: 'two' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('passenger_count');

  expect((await project.cambium('delete', 'trip-estimator')).status).toBe(0);
  await expect(post(trip)).rejects.toThrow();
}, 60_000);
