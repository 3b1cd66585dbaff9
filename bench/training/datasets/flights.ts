/** The real flights of vega-datasets: more than 15 minutes late or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { flightFeatures, LABEL } from '../../../examples/flights/src/features.js';
import {
  extractFeatures,
  listAirports,
} from '../../../examples/flights/src/pipelines/data_engineering/nodes.js';
import { closeDatabase, numericColumn } from '../../../src/data/index.js';
import { CambiumError } from '../../../src/errors.js';
import { packageRoot } from '../../../src/runtime/index.js';
import { DenseTable } from './columns.js';

const SOURCE = join(packageRoot, 'node_modules/vega-datasets/data/flights-3m.parquet');
const CODES = ['origin', 'destination'];
const MINUTES = 15;

/** Writes those of the first `rows` flights whose delay is known. */
export async function makeFlights(folder: string, rows: number): Promise<void> {
  if (!existsSync(SOURCE)) {
    throw new CambiumError('missing-file', `the flights of vega-datasets are not at ${SOURCE}`, {
      hint: 'npm ci brings them, a development dependency',
    });
  }
  try {
    const airports = await listAirports(SOURCE);
    const { names } = flightFeatures(airports);
    const flights = await extractFeatures(SOURCE, airports, MINUTES);
    const columns = names.map((name) => numericColumn(flights, name));
    const late = numericColumn(flights, LABEL);
    const count = Math.min(rows, flights.numRows);
    const table = new DenseTable(names, count);
    const values = new Float32Array(names.length);
    for (let row = 0; row < count; row++) {
      columns.forEach((column, feature) => {
        values[feature] = column[row]!;
      });
      table.set(row, values, late[row]!);
    }
    table.write(folder, { objective: 'binary', categorical: CODES });
  } finally {
    await closeDatabase();
  }
}
