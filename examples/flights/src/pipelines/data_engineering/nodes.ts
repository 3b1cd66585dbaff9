/** From flights to their features, in one streamed query. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { column, readTable, type Table } from 'cambium';
import { flightFeatures, LABEL, label, minute } from '../../features.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** The file of flights, found from any working directory. */
export function findFlights(path: string): string {
  return resolve(PROJECT, path);
}

/** All airports that a flight leaves or reaches, in alphabetical order. */
export async function listAirports(file: string): Promise<string[]> {
  const table = await readTable(file, {
    sql: `SELECT origin AS airport FROM source UNION SELECT destination FROM source ORDER BY airport`,
  });
  const airports: unknown[] = [...(table.getChild('airport') ?? [])];
  return airports.filter((name) => typeof name === 'string');
}

/** The six features and the label of each flight whose delay is known, in the order of the file. */
export function extractFeatures(
  file: string,
  airports: readonly string[],
  lateAfter: number,
): Promise<Table> {
  return readTable(file, {
    select: { ...flightFeatures(airports).expressions, minute, [LABEL]: label(lateAfter) },
    where: column('delay').isNull().not(),
    numberType: 'float32',
  });
}
