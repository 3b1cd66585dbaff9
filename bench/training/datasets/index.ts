/** The data sets to train on, made once from their seeds and kept in bench/data. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/runtime/index.js';

export { type Description, readDescription } from './columns.js';

export interface Dataset {
  readonly name: string;
  /** For people, Markdown; without its size. */
  readonly title: string;
  /** Training and held-out rows together, and the same for a trial. */
  readonly rows: number;
  readonly quickRows: number;
  /** Values of a training row that a histogram has to add up; to estimate times. */
  readonly width: number;
  readonly leaves: readonly number[];
  /** What LightGBM's best time over ours should be at least. */
  readonly target: number;
  /** Raised whenever the files' contents change. */
  readonly version: number;
  /** Writes the files into a folder. */
  make(folder: string, rows: number): Promise<void>;
}

// A maker is loaded when its files are missing: where they are there, what it needs may not be.
export const datasets: readonly Dataset[] = [
  {
    name: 'taxi',
    title: 'taxi features, squared error of log duration',
    rows: 1_458_645,
    quickRows: 5_000,
    width: 13,
    leaves: [31, 255],
    target: 2,
    version: 1,
    make: async (...to) => (await import('./taxi.js')).makeTaxi(...to),
  },
  {
    name: 'higgs',
    title: 'higgs-like, binary',
    rows: 2_000_000,
    quickRows: 5_000,
    width: 28,
    leaves: [31, 255],
    target: 2,
    version: 1,
    make: async (...to) => (await import('./higgs.js')).makeHiggs(...to),
  },
  {
    name: 'flights',
    title: 'flights, binary, two of the features categorical',
    rows: 3_000_000,
    quickRows: 20_000,
    width: 6,
    leaves: [31, 255],
    target: 1.5,
    version: 1,
    make: async (...to) => (await import('./flights.js')).makeFlights(...to),
  },
  {
    name: 'sparse',
    title: 'sparse, 5% non-zero, binary',
    rows: 500_000,
    quickRows: 5_000,
    width: 10,
    leaves: [31],
    target: 1,
    version: 1,
    make: async (...to) => (await import('./sparse.js')).makeSparse(...to),
  },
  {
    name: 'small',
    title: 'small, squared error',
    rows: 20_000,
    quickRows: 2_000,
    width: 10,
    leaves: [31],
    target: 1,
    version: 1,
    make: async (...to) => (await import('./small.js')).makeSmall(...to),
  },
];

/** The folder of a data set's files, which are made unless they are there. */
export async function datasetFolder(
  { name, version, make }: Dataset,
  rows: number,
  log: (line: string) => void,
): Promise<string> {
  const folder = join(packageRoot, 'bench/data', `train-${name}-${rows}-v${version}`);
  if (existsSync(folder)) return folder;
  log(`making ${name}, ${rows.toLocaleString('en')} rows …`);
  const partial = `${folder}.${process.pid}.partial`;
  mkdirSync(partial, { recursive: true });
  try {
    await make(partial, rows);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
