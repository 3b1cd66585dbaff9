/** The file of raw trips: Kaggle's own if it is there, else a generated one of the size and seed that are asked for. */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logger } from 'cambium';
import { GENERATOR_VERSION, generateTrips } from './generator/index.js';

/** Parameters `trips`. */
export interface TripsParameters {
  readonly rows: number;
  readonly seed: number;
}

const log = logger('nyc-taxi.trips');

/** `data/01_raw` of this project. */
export const RAW: string = fileURLToPath(new URL('../data/01_raw', import.meta.url));

/** All that a generated file's bytes depend on is in its name: a file that is there is the right one. */
const nameOf = ({ rows, seed }: TripsParameters): string =>
  `trips-${rows}-seed-${seed}-v${GENERATOR_VERSION}.csv`;

/**
 * Path of the CSV file to use. It is generated when it is not there, and those of other sizes and
 * seeds are then deleted, for each can be had again and takes 200 MB at Kaggle's size.
 */
export async function findTripsFile(parameters: TripsParameters, folder = RAW): Promise<string> {
  const kaggle = join(folder, 'train.csv');
  if (existsSync(kaggle)) {
    log.info("Using Kaggle's own trips, data/01_raw/train.csv");
    return kaggle;
  }
  const name = nameOf(parameters);
  const path = join(folder, name);
  if (existsSync(path)) {
    log.info(`Using generated trips, data/01_raw/${name}`);
    return path;
  }
  log.info(`Generating ${parameters.rows} trips (seed ${parameters.seed})...`);
  let reported = Date.now();
  await generateTrips(path, {
    ...parameters,
    onProgress: (rows) => {
      if (Date.now() - reported < 1000) return;
      reported = Date.now();
      log.info(`Generated ${rows} of ${parameters.rows} trips`);
    },
  });
  for (const other of await readdir(folder)) {
    if (/^trips-\d+-seed-\d+-v\d+\.csv$/.test(other) && other !== name)
      await rm(join(folder, other));
  }
  return path;
}
