/** What the local environment writes down: its APIs, their traffic, its supervisor, its port. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PartialFile } from '../../../src/runtime/index.js';
import type { LocalHome } from './home.js';
import { draftJson, readJson, removeFile, writeJson } from './json-file.js';
import { processIdentity } from './process-identity.js';

const servedApi = z.object({
  name: z.string(),
  id: z.string(),
  endpoint: z.string(),
  directory: z.string(),
  modelPath: z.string(),
  predictorPath: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  env: z.record(z.string(), z.string()),
  maxBodyBytes: z.number(),
  maxItems: z.number(),
});

/** A deployed API. Its model is the home's own copy: the deployed version outlives changes of the original. */
export const apiRecord = z.object({
  api: servedApi,
  kind: z.literal('RealtimeAPI'),
  /** The API's file, and the model that it names. */
  source: z.object({ file: z.string(), model: z.string() }),
  deployedAt: z.number(),
  /** A payload that the API accepts, for people. */
  example: z.record(z.string(), z.unknown()),
});
export type ApiRecord = z.output<typeof apiRecord>;

const trafficTotals = z.object({
  codes: z.record(z.string(), z.number()),
  count: z.number(),
  seconds: z.number(),
});

/** How commands reach the supervisor. */
export const supervisorState = processIdentity.extend({
  version: z.string(),
  controlPort: z.int(),
  token: z.string(),
});
export type SupervisorState = z.output<typeof supervisorState>;

const network = z.object({ host: z.string(), port: z.int() });
export type Network = z.output<typeof network>;

const recordPath = (home: LocalHome, name: string) => join(home.apis, `${name}.json`);
const trafficPath = (home: LocalHome, name: string) => join(home.traffic, `${name}.json`);

export async function readRecords(home: LocalHome): Promise<ApiRecord[]> {
  const files = await readdir(home.apis).catch((): string[] => []);
  const names = files.filter((file) => file.endsWith('.json')).sort();
  const records = await Promise.all(
    names.map((file) => readJson(join(home.apis, file), apiRecord)),
  );
  return records.filter((record) => record !== undefined);
}

/** Writes a record beside its place; committed when the API is live. @throws CambiumError `unwritable` */
export function draftRecord(home: LocalHome, record: ApiRecord): PartialFile {
  return draftJson(recordPath(home, record.api.name), record);
}

/** Forgets an API: no supervisor will serve it any more. Needs no room on the disk. */
export function removeRecord(home: LocalHome, name: string): Promise<void> {
  return removeFile(recordPath(home, name));
}

/** Removes all files of an API: its record, models, counts and log. */
export async function removeApiFiles(home: LocalHome, name: string): Promise<void> {
  await removeRecord(home, name);
  await removeFile(trafficPath(home, name));
  await removeModels(home, name);
  for (const suffix of ['', '.1', '.2', '.3']) await removeFile(home.log(name) + suffix);
}

/** The folder of an API's model copies, one a version. */
export function modelFolder(home: LocalHome, name: string): string {
  return join(home.models, name);
}

/** Removes an API's model copies, except one. */
export async function removeModels(home: LocalHome, name: string, except?: string): Promise<void> {
  const folder = modelFolder(home, name);
  if (except === undefined) return removeFile(folder);
  for (const file of await readdir(folder).catch((): string[] => [])) {
    if (join(folder, file) !== except) await removeFile(join(folder, file));
  }
}

export function readTraffic(home: LocalHome, name: string) {
  return readJson(trafficPath(home, name), trafficTotals);
}

export function writeTraffic(
  home: LocalHome,
  name: string,
  totals: z.output<typeof trafficTotals>,
): Promise<void> {
  return writeJson(trafficPath(home, name), totals);
}

export const readSupervisor = (home: LocalHome) => readJson(home.supervisor, supervisorState);
export const readNetwork = (home: LocalHome) => readJson(home.network, network);
