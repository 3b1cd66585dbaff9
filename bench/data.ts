/** Reading and writing tables: CSV and Parquet to columns in shared memory, features, splits, files. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sqlString, withConnection } from '../src/data/engine/index.js';
import {
  bearingDegrees,
  closeDatabase,
  column,
  configureDatabase,
  FeatureSet,
  haversineKilometres,
  readTable,
  trainTestSplit,
  writeTable,
} from '../src/data/index.js';
import { built } from '../src/runtime/index.js';
import { interleave, type SuiteOptions, type SuiteResult, time } from './suite.js';

const at = column('pickup_datetime');
const from = [column('pickup_latitude'), column('pickup_longitude')] as const;
const to = [column('dropoff_latitude'), column('dropoff_longitude')] as const;

/** The thirteen features of a taxi trip. */
const features = new FeatureSet({
  vendor: column('vendor_id').cast('float64'),
  passengers: column('passenger_count').cast('float64'),
  pickup_latitude: from[0].cast('float64'),
  pickup_longitude: from[1].cast('float64'),
  dropoff_latitude: to[0].cast('float64'),
  dropoff_longitude: to[1].cast('float64'),
  hour: at.hour(),
  weekday: at.weekday(),
  day: at.day(),
  month: at.month(),
  kilometres: haversineKilometres(...from, ...to),
  bearing: bearingDegrees(...from, ...to),
  forwarded: column('store_and_fwd_flag').mapValues({ Y: 1, N: 0 }),
});

/** Writes a table with the columns of Kaggle's NYC taxi set; the same rows every time. */
async function writeTrips(path: string, rows: number): Promise<void> {
  const uniform = (salt: number) => `(hash(i * 31 + ${salt}) % 1000000) / 1000000.0::DOUBLE`;
  const start = `TIMESTAMP '2016-01-01' + to_seconds(CAST(${uniform(1)} * 15724800 AS BIGINT))`;
  const duration = `CAST(60 + ${uniform(2)} * 2940 AS BIGINT)`;
  await withConnection((connection) =>
    connection.run(
      `COPY (SELECT 'id' || lpad(i::VARCHAR, 7, '0') AS id, 1 + hash(i) % 2 AS vendor_id,
         ${start} AS pickup_datetime, ${start} + to_seconds(${duration}) AS dropoff_datetime,
         1 + hash(i + 7) % 6 AS passenger_count,
         -74.05 + ${uniform(3)} / 4 + 1e-13 AS pickup_longitude, 40.6 + ${uniform(4)} / 4 + 1e-13 AS pickup_latitude,
         -74.05 + ${uniform(5)} / 4 + 1e-13 AS dropoff_longitude, 40.6 + ${uniform(6)} / 4 + 1e-13 AS dropoff_latitude,
         CASE WHEN hash(i + 9) % 180 = 0 THEN 'Y' ELSE 'N' END AS store_and_fwd_flag,
         ${duration} AS trip_duration
       FROM range(${rows}) AS t(i)) TO ${sqlString(path)} (FORMAT csv, HEADER)`,
    ),
  );
}

/** Peak memory of a fresh process that makes the features of a file, in MB. */
function peakMemory(path: string, threads: number): number {
  const script = `import { configureDatabase, FeatureSet, readTable } from ${JSON.stringify(pathToFileURL(built('src/data/index.js')).href)};
    configureDatabase({ threads: ${threads} });
    const features = FeatureSet.fromJSON(${JSON.stringify(features)});
    await readTable(${JSON.stringify(path)}, { select: features.expressions, numberType: 'float32' });
    console.log(process.resourceUsage().maxRSS);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return Number(child.stdout) / 1000;
}

/** Measures the data layer on a taxi table of `rows` rows. */
export async function suite(options: SuiteOptions): Promise<SuiteResult> {
  const { rows, rounds, threads, log } = options;
  const folder = mkdtempSync(join(tmpdir(), 'cambium-bench-data-'));
  const file = (name: string) => join(folder, name);
  await closeDatabase();
  configureDatabase({ threads });
  try {
    log(`writing ${rows} trips`);
    await writeTrips(file('trips.csv'), rows);
    const table = await readTable(file('trips.csv'));
    await writeTable(table, file('trips.parquet'));
    await writeTable(table, file('trips.arrow'));
    const select = { select: features.expressions, numberType: 'float32' } as const;
    log('reading and writing');
    const timings = await interleave(
      {
        'CSV → 13 float32 features': () => readTable(file('trips.csv'), select),
        'Parquet → 13 float32 features': () => readTable(file('trips.parquet'), select),
        'CSV → all 11 columns': () => readTable(file('trips.csv')),
        'Parquet → all 11 columns': () => readTable(file('trips.parquet')),
        'Arrow IPC → all 11 columns': () => readTable(file('trips.arrow')),
        'all columns → CSV': () => writeTable(table, file('copy.csv')),
        'all columns → Parquet, zstd': () => writeTable(table, file('copy.parquet')),
        'all columns → Arrow IPC': () => writeTable(table, file('copy.arrow')),
        'split by id': () => trainTestSplit(table, { testSize: 0.2, seed: 1, key: ['id'] }),
      },
      rounds,
    );
    const peak = peakMemory(file('trips.csv'), threads);
    const online = await timeOneRow();
    const size = (statSync(file('trips.csv')).size / 1e6).toFixed(0);
    return {
      title: 'Data',
      intro: `A taxi table of ${rows.toLocaleString('en')} rows and 11 columns (CSV of ${size} MB), ${threads} threads.`,
      table: [
        ['step', 'seconds', 'CPU seconds', 'million rows/s'],
        ...Object.entries(timings).map(([name, { seconds, cpuSeconds }]) => [
          name,
          seconds.toFixed(2),
          cpuSeconds.toFixed(2),
          (rows / seconds / 1e6).toFixed(2),
        ]),
      ],
      notes: [
        `A process of its own that makes the features from the CSV takes ${peak.toFixed(0)} MB at most, of which the columns are ${((rows * 13 * 4) / 1e6).toFixed(0)} MB.`,
        `The same 13 features of one row take ${online.toFixed(1)} µs in JavaScript.`,
      ],
    };
  } finally {
    await closeDatabase();
    configureDatabase({});
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Microseconds for the features of one row, as the server computes them. */
async function timeOneRow(): Promise<number> {
  const row = {
    vendor_id: 2,
    pickup_datetime: '2016-03-14 17:24:55',
    passenger_count: 1,
    pickup_longitude: -73.982,
    pickup_latitude: 40.767,
    dropoff_longitude: -73.964,
    dropoff_latitude: 40.765,
    store_and_fwd_flag: 'N',
  };
  const target = new Float32Array(features.names.length);
  const count = 20_000;
  const run = (): void => {
    for (let i = 0; i < count; i++) features.evaluateInto(row, target);
  };
  run();
  return ((await time(run)).seconds / count) * 1e6;
}
