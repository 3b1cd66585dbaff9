/** Reads an API's file: YAML with one API, a list of them, or several documents. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  check,
  formatLocation,
  type Location,
  type PathSegment,
  readYamlText,
  YamlFile,
} from '../../src/catalog/configuration/index.js';
import { CambiumError, throwAll } from '../../src/errors.js';
import { checkInput } from '../../src/runtime/index.js';
import { deployHint } from './api-files.js';
import { type Entry, refuse, subjectOf } from './entry.js';
import { modelFile } from './model-file.js';
import { CLUSTER_KEYS, realtimeApi } from './schema.js';

/** One API as its file asks for it; paths are absolute. */
export interface ApiSpecification {
  readonly name: string;
  readonly kind: 'RealtimeAPI';
  /** The file's folder. */
  readonly directory: string;
  readonly endpoint: string;
  readonly modelPath: string;
  readonly predictorPath?: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly maxBodyBytes: number;
  readonly maxItems: number;
  readonly modelType?: 'regression' | 'classification';
  /** Where fields of the API stand in its file, for errors. */
  locate(path: readonly PathSegment[]): Location;
}

export interface SpecificationFile {
  readonly apis: readonly ApiSpecification[];
  /** At most one line on keys that have no effect on one machine. */
  readonly notices: readonly string[];
}

function entries(text: string, name: string): Entry[] {
  const found: Entry[] = [];
  for (const file of YamlFile.parseAll(text, name)) {
    if (file.value === null || file.value === undefined) continue;
    if (!Array.isArray(file.value)) {
      found.push({ value: file.value, locate: (path) => file.locate(path) });
    } else {
      file.value.forEach((value: unknown, i) => {
        found.push({ value, locate: (path) => file.locate([i, ...path]) });
      });
    }
  }
  return found;
}

/** The error of a field's file, with the field's place in front. */
function atField(entry: Entry, field: string, error: unknown): CambiumError {
  if (!(error instanceof CambiumError)) throw error;
  const place = formatLocation(entry.locate(['predictor', field]));
  const { code, problem, hint } = error;
  return new CambiumError(
    code,
    `${place}: ${subjectOf(entry)}: field "predictor.${field}": ${problem}`,
    { hint },
  );
}

async function moduleFile(path: string): Promise<string> {
  checkInput(path, { expected: 'a module' });
  return path;
}

/** @returns the specification; undefined after errors, which it adds to `errors`. */
async function toSpecification(
  entry: Entry,
  directory: string,
  errors: CambiumError[],
): Promise<ApiSpecification | undefined> {
  const refused = refuse(entry);
  if (refused !== undefined) {
    errors.push(refused);
    return undefined;
  }
  const checked = check(realtimeApi, entry.value, {
    name: subjectOf(entry),
    locate: entry.locate,
  });
  if (checked.errors !== undefined) {
    errors.push(...checked.errors);
    return undefined;
  }
  const api = checked.value;
  const { model, version, path } = api.predictor;
  const file = async (field: string, find: Promise<string>) => {
    try {
      return await find;
    } catch (error) {
      errors.push(atField(entry, field, error));
      return undefined;
    }
  };
  const pinned = version === undefined ? 'model' : 'version';
  const modelPath = await file(
    (await stat(resolve(directory, model)).catch(() => undefined)) === undefined ? 'model' : pinned,
    modelFile(resolve(directory, model), version),
  );
  const predictorPath =
    path === undefined ? undefined : await file('path', moduleFile(resolve(directory, path)));
  if (modelPath === undefined || (path !== undefined && predictorPath === undefined)) {
    return undefined;
  }
  return {
    name: api.name,
    kind: 'RealtimeAPI',
    directory,
    endpoint: api.networking.endpoint ?? `/${api.name}`,
    modelPath,
    ...(predictorPath === undefined ? {} : { predictorPath }),
    config: api.predictor.config,
    env: api.predictor.env,
    maxBodyBytes: api.networking.max_request_size,
    maxItems: api.networking.max_list_length,
    ...(api.monitoring === undefined ? {} : { modelType: api.monitoring.model_type }),
    locate: entry.locate,
  };
}

function checkUnique(apis: readonly ApiSpecification[], errors: CambiumError[]): void {
  for (const field of ['name', 'endpoint'] as const) {
    const seen = new Map<string, ApiSpecification>();
    for (const api of apis) {
      const first = seen.get(api[field]);
      // Two of one name have one endpoint by that alone.
      if (first !== undefined && (field === 'name' || first.name !== api.name)) {
        const path = field === 'name' ? ['name'] : ['networking', 'endpoint'];
        const place = formatLocation(api.locate(path));
        errors.push(
          new CambiumError(
            'duplicate-api',
            `${place}: ${field} "${api[field]}" is already that of the API at ${formatLocation(first.locate(path))}`,
          ),
        );
      }
      seen.set(api[field], api);
    }
  }
}

function notices(values: readonly unknown[]): string[] {
  const idle = CLUSTER_KEYS.filter((key) =>
    values.some(
      (value) => typeof value === 'object' && value !== null && Object.hasOwn(value, key),
    ),
  );
  if (idle.length === 0) return [];
  return [`note: ${idle.join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect in local`];
}

/**
 * Reads and checks an API's file; the model and the predictor module must exist, and are not opened.
 * @throws CambiumError with file, line, column, field, what was expected and found, and a near miss; where several
 *   things are wrong, `invalid-specification` with all of them as its `errors`.
 */
export async function readSpecification(path: string): Promise<SpecificationFile> {
  const full = resolve(path);
  const text = await readYamlText(full, path);
  const found = entries(text, path);
  if (found.length === 0) {
    throw new CambiumError(
      'empty-specification',
      `${path}: expected at least one API, found none`,
      { hint: deployHint(dirname(full)) },
    );
  }
  const apis: ApiSpecification[] = [];
  const errors: CambiumError[] = [];
  for (const entry of found) {
    const api = await toSpecification(entry, dirname(full), errors);
    if (api !== undefined) apis.push(api);
  }
  checkUnique(apis, errors);
  throwAll(
    'invalid-specification',
    path,
    errors.map((error) => withFiles(error, full)),
  );
  return { apis, notices: notices(found.map((entry) => entry.value)) };
}

/** A file of another kind lies where one with APIs may lie, too. */
function withFiles(error: CambiumError, path: string): CambiumError {
  if (error.code !== 'no-api') return error;
  return new CambiumError(error.code, error.problem, { hint: deployHint(dirname(path)) });
}
