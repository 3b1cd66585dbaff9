/** Reads an API's file: YAML with one API, a list of them, or several documents. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  formatLocation,
  type Location,
  type PathSegment,
  readYamlText,
  validate,
  YamlFile,
} from '../../src/catalog/configuration/index.js';
import { CambiumError } from '../../src/errors.js';
import { CLUSTER_KEYS, KINDS, realtimeApi } from './schema.js';

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

/** An entry of the file: its value, and where its fields stand. */
interface Entry {
  readonly value: unknown;
  locate(path: readonly PathSegment[]): Location;
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

function nameOf(value: unknown): string | undefined {
  const name = typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

function checkKind(entry: Entry, subject: string): void {
  const kind =
    typeof entry.value === 'object' && entry.value !== null
      ? Reflect.get(entry.value, 'kind')
      : undefined;
  if (kind === 'RealtimeAPI' || !KINDS.some((known) => known === kind)) return;
  throw new CambiumError(
    'unsupported-kind',
    `${formatLocation(entry.locate(['kind']))}: ${subject}: kind ${kind} is not supported in the environment "local" yet`,
    { hint: 'supported: RealtimeAPI' },
  );
}

function checkShape(entry: Entry, subject: string): void {
  if (typeof entry.value === 'object' && entry.value !== null && !Array.isArray(entry.value)) {
    const value = entry.value as Record<string, unknown>;
    if (value['predictor'] === undefined && value['pod'] !== undefined) {
      throw new CambiumError(
        'unsupported-pod',
        `${formatLocation(entry.locate(['pod']))}: ${subject}: containers do not run in the environment "local" yet`,
        { hint: 'give predictor.model, the path of a model file' },
      );
    }
    return;
  }
  throw new CambiumError(
    'invalid-configuration',
    `${formatLocation(entry.locate([]))}: expected an API with name, kind and predictor`,
  );
}

async function fileField(
  entry: Entry,
  subject: string,
  field: 'model' | 'path',
  path: string,
): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isFile()) return;
  throw new CambiumError(
    'missing-file',
    `${formatLocation(entry.locate(['predictor', field]))}: ${subject}: field "predictor.${field}": ${status === undefined ? 'there is no file' : 'expected a file, found a folder at'} ${path}`,
  );
}

async function toSpecification(entry: Entry, directory: string): Promise<ApiSpecification> {
  const subject = `API "${nameOf(entry.value) ?? '?'}"`;
  checkShape(entry, subject);
  checkKind(entry, subject);
  const api = validate(realtimeApi, entry.value, { name: subject, locate: entry.locate });
  const modelPath = resolve(directory, api.predictor.model);
  await fileField(entry, subject, 'model', modelPath);
  const predictorPath =
    api.predictor.path === undefined ? undefined : resolve(directory, api.predictor.path);
  if (predictorPath !== undefined) await fileField(entry, subject, 'path', predictorPath);
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

function checkUnique(apis: readonly ApiSpecification[]): void {
  for (const field of ['name', 'endpoint'] as const) {
    const seen = new Map<string, ApiSpecification>();
    for (const api of apis) {
      const first = seen.get(api[field]);
      if (first !== undefined) {
        const path = field === 'name' ? ['name'] : ['networking', 'endpoint'];
        throw new CambiumError(
          'duplicate-api',
          `${formatLocation(api.locate(path))}: ${field} "${api[field]}" is already that of the API at ${formatLocation(first.locate(path))}`,
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
 * @throws CambiumError with file, line, column, field, what was expected and found, and a near miss.
 */
export async function readSpecification(path: string): Promise<SpecificationFile> {
  const full = resolve(path);
  const text = await readYamlText(full, path);
  const found = entries(text, path);
  if (found.length === 0) {
    throw new CambiumError('empty-specification', `${path}: expected at least one API, found none`);
  }
  const apis: ApiSpecification[] = [];
  for (const entry of found) apis.push(await toSpecification(entry, dirname(full)));
  checkUnique(apis);
  return { apis, notices: notices(found.map((entry) => entry.value)) };
}
