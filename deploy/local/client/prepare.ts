/** Checks an API as far as possible before anything that runs is touched, and copies its model. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { loadApi, type ServedApi } from '../../../server/api/index.js';
import { formatLocation } from '../../../src/catalog/configuration/index.js';
import { CambiumError } from '../../../src/errors.js';
import { writeAtomically } from '../../../src/runtime/index.js';
import type { ApiSpecification } from '../../specification/index.js';
import type { TrialResult } from '../messages.js';
import type { LocalHome } from '../state/home.js';
import { modelFolder } from '../state/state.js';
import { tryApi } from './trial.js';

async function addFile(hash: Hash, path: string): Promise<void> {
  hash.update(`\0${(await stat(path)).size}\0`);
  await pipeline(createReadStream(path), hash, { end: false });
}

/** A name for exactly this version: the specification, the model's bytes, the predictor's files. */
async function identify(api: ApiSpecification, predictorFiles: readonly string[]): Promise<string> {
  const { locate: _, ...specification } = api;
  const hash = createHash('sha256').update(JSON.stringify(specification));
  await addFile(hash, api.modelPath);
  for (const file of predictorFiles) {
    hash.update(relative(api.directory, file));
    await addFile(hash, file);
  }
  return hash.digest('hex').slice(0, 12);
}

export interface PreparedApi {
  /** What the server is to load; its model is still the original. */
  readonly served: ServedApi;
  /** A payload that the API accepts. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** In this process where there is no code of the user's to run. */
async function load(api: ServedApi): Promise<TrialResult> {
  if (api.predictorPath !== undefined) return tryApi(api);
  const { predictions, example, predictorFiles } = await loadApi(api);
  await predictions.close();
  return { example, predictorFiles };
}

/**
 * Loads the model and the predictor as the server will, and tries the predictor once.
 * @throws CambiumError with the place in the API's file.
 */
export async function prepare(api: ApiSpecification): Promise<PreparedApi> {
  const served = {
    name: api.name,
    endpoint: api.endpoint,
    directory: api.directory,
    modelPath: api.modelPath,
    ...(api.predictorPath === undefined ? {} : { predictorPath: api.predictorPath }),
    config: api.config,
    env: api.env,
    maxBodyBytes: api.maxBodyBytes,
    maxItems: api.maxItems,
  };
  try {
    const { example, predictorFiles } = await load({ ...served, id: '' });
    const id = await identify(api, predictorFiles);
    return { served: { ...served, id }, example };
  } catch (cause) {
    if (!(cause instanceof CambiumError)) throw cause;
    const field = cause.code === 'bad-predictor' ? 'path' : 'model';
    const place = formatLocation(api.locate(['predictor', field]));
    throw new CambiumError(cause.code, `${place}: API "${api.name}": ${cause.problem}`, {
      hint: cause.hint,
      cause,
    });
  }
}

/** Copies the model into the home: what is deployed does not change when its original does. */
export async function keepModel(home: LocalHome, api: ServedApi): Promise<ServedApi> {
  const path = join(modelFolder(home, api.name), `${api.id}${extname(api.modelPath)}`);
  await writeAtomically(path, (partial) =>
    copyFile(api.modelPath, partial, constants.COPYFILE_FICLONE),
  );
  return { ...api, modelPath: path };
}
