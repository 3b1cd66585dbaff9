/** Gives each test a folder, and runs pipelines over it, with what they log. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Configuration, DataCatalog } from '../../../../src/index.js';
import {
  type Pipeline,
  PipelineError,
  type RunOptions,
  SequentialRunner,
} from '../../../../src/pipeline/index.js';
import type { LogRecord } from '../../../../src/runtime/index.js';

/** Where the files of the test's catalog lie. */
export let folder: string;
/** What the test's runs have logged. */
export let records: LogRecord[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cambium-runner-'));
  records = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs a pipeline; its log goes to {@link records}. */
export const run = (what: Pipeline, catalog: DataCatalog, options: RunOptions = {}) =>
  new SequentialRunner().run(what, catalog, { log: (record) => records.push(record), ...options });
/** A catalog of entries as they stand in catalog.yml. */
export const catalogOf = (entries: Record<string, unknown>, parameters = {}) =>
  new DataCatalog(Configuration.of({ catalog: entries, parameters }), { root: folder });
/** An entry of a catalog: a text file. */
export const text = (name: string) => ({ type: 'text', filepath: `${name}.txt` });
/** The error of a run that must fail. */
export async function failure(work: Promise<unknown>): Promise<PipelineError> {
  const error = await work.then(
    () => new Error('expected the run to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof PipelineError) return error;
  throw error;
}
