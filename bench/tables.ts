/** The examples' feature tables as files that every contestant reads; made once, kept in bench/data. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  flightFeatures,
  LABEL as LATE,
  label as late,
  minute,
} from '../examples/flights/src/features.js';
import { listAirports } from '../examples/flights/src/pipelines/data_engineering/nodes.js';
import { features, LABEL, label } from '../examples/nyc-taxi/src/features.js';
import { GENERATOR_VERSION, generateTrips } from '../examples/nyc-taxi/src/generator/index.js';
import {
  column,
  type Expression,
  readTable,
  trainTestSplit,
  writeTable,
} from '../src/data/index.js';
import { packageRoot } from '../src/runtime/index.js';

/** Parquet files of 32-bit floats: the features and the label, nothing else. */
export interface FeatureTables {
  readonly train: string;
  readonly test: string;
  readonly features: readonly string[];
  readonly label: string;
}

const DATA = join(packageRoot, 'bench/data');
const SPLIT = { testSize: 0.2, seed: 42 };

interface Recipe {
  readonly source: string;
  readonly select: Readonly<Record<string, Expression>>;
  readonly where: Expression<'boolean'>;
  /** Columns that decide where a row goes. */
  readonly key: readonly string[];
  readonly features: readonly string[];
  readonly label: string;
}

/** Makes a folder of files and puts it in its place when it is whole. */
async function once(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(DATA, name);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}.partial`;
  mkdirSync(partial, { recursive: true });
  try {
    await make(partial);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

async function cook(recipe: Recipe, folder: string): Promise<void> {
  const { source, select, where, key } = recipe;
  const table = await readTable(source, { select, where, numberType: 'float32' });
  const parts = await trainTestSplit(table, { ...SPLIT, key });
  for (const [name, part] of Object.entries(parts)) {
    const wanted = part.select([...recipe.features, recipe.label]);
    await writeTable(wanted, join(folder, `${name}.parquet`));
  }
}

const paths = (folder: string, { features, label }: Pick<Recipe, 'features' | 'label'>) => ({
  train: join(folder, 'train.parquet'),
  test: join(folder, 'test.parquet'),
  features,
  label,
});

/** Generated trips as they are before anything is made of them. */
export async function taxiTrips(rows: number): Promise<string> {
  const name = `trips-${rows}-v${GENERATOR_VERSION}`;
  const make = (folder: string) => generateTrips(join(folder, 'trips.csv'), { rows, seed: 1 });
  return join(await once(name, make), 'trips.csv');
}

/** `rows` generated taxi trips, without those that are none; 13 features. */
export async function taxiTables(rows: number): Promise<FeatureTables> {
  const recipe = {
    select: { ...features.expressions, [LABEL]: label },
    where: column('trip_duration')
      .between(60, 21_600)
      .and(column('pickup_longitude').between(-74.3, -73.6))
      .and(column('dropoff_longitude').between(-74.3, -73.6)),
    key: ['pickup_longitude', 'pickup_latitude', 'dropoff_longitude', 'dropoff_latitude'],
    features: features.names,
    label: LABEL,
  };
  const folder = await once(`taxi-${rows}-v${GENERATOR_VERSION}`, async (to) => {
    await cook({ ...recipe, source: await taxiTrips(rows) }, to);
  });
  return paths(folder, recipe);
}

/** The real flights, or with `quick` those of the first days; 6 features. */
export async function flightTables(quick: boolean): Promise<FeatureTables> {
  const source = join(packageRoot, 'node_modules/vega-datasets/data/flights-3m.parquet');
  const airports = await listAirports(source);
  const known = column('delay').isNull().not();
  const recipe = {
    source,
    select: { ...flightFeatures(airports).expressions, minute, [LATE]: late(15) },
    where: quick ? known.and(minute.lessThan(4 * 24 * 60)) : known,
    key: ['minute', 'origin', 'destination'],
    features: flightFeatures(airports).names,
    label: LATE,
  };
  const folder = await once(quick ? 'flights-quick' : 'flights', (to) => cook(recipe, to));
  return paths(folder, recipe);
}
