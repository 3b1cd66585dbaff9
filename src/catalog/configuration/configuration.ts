/** The configuration of a project: `conf/base` with an environment over it. */
import { type Dirent, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import { interpolate } from './interpolate.js';
import { isMap, type Layer, type MergeStrategy, Section } from './section.js';
import { describe } from './validate.js';
import { type Location, type PathSegment, YamlFile } from './yaml-file.js';

/** Which files make a configuration, and what a run adds to them. */
export interface ConfigurationOptions {
  /** The folder that has `base` and the environments, e.g. `/project/conf`. */
  readonly folder: string;
  /** Folder that shown paths are relative to: the project. */
  readonly root: string;
  /** Default: `CAMBIUM_ENV`, else `local`. */
  readonly environment?: string | undefined;
  /** What `--params` gives: overrides parameters, and answers `${runtime_params:…}`. Dotted keys are nested. */
  readonly runtimeParameters?: Readonly<Record<string, unknown>> | undefined;
  /** How parameters of the environment are merged over the base's. */
  readonly mergeParameters?: MergeStrategy | undefined;
  /** What `${env:…}` reads; default `process.env`. */
  readonly variables?: Readonly<Record<string, string | undefined>> | undefined;
}

const KINDS = ['catalog', 'parameters', 'credentials', 'globals'] as const;
type Kind = (typeof KINDS)[number];

/** Reads and merges everything once; values are interpolated when asked for. */
export class Configuration {
  readonly environment: string;
  readonly #sections: Readonly<Record<Kind, Section>>;
  readonly #runtime: Readonly<Record<string, unknown>>;
  /** Dotted names of what the run gives. */
  readonly #given: readonly string[];
  readonly #variables: Readonly<Record<string, string | undefined>>;

  private constructor(
    environment: string,
    sections: Readonly<Record<Kind, Section>>,
    given: Readonly<Record<string, unknown>>,
    variables: Readonly<Record<string, string | undefined>>,
  ) {
    this.environment = environment;
    this.#sections = sections;
    this.#runtime = nested(given);
    this.#given = Object.keys(given);
    this.#variables = variables;
  }

  /**
   * @throws CambiumError `no-configuration`, `unknown-environment`, `yaml-syntax`, `duplicate-key`
   */
  static async load(options: ConfigurationOptions): Promise<Configuration> {
    checkNames('option of Configuration.load', options, {
      folder: true,
      root: true,
      environment: true,
      runtimeParameters: true,
      mergeParameters: true,
      variables: true,
    });
    const { folder, root } = options;
    for (const [name, path] of Object.entries({ folder, root })) {
      if (typeof path === 'string') continue;
      throw new CambiumError(
        'invalid-option',
        `Configuration.load: ${name} must be the path of a folder as text, found ${describe(path)}`,
      );
    }
    const environment = options.environment ?? (process.env['CAMBIUM_ENV'] || 'local');
    const shown = relative(root, folder) || '.';
    if (!existsSync(folder)) {
      throw new CambiumError('no-configuration', `there is no configuration folder ${shown}`, {
        hint: 'a project keeps catalog.yml and parameters.yml in conf/base',
      });
    }
    const chosen = join(folder, environment);
    // The local environment is for one's own machine: a fresh clone does not have it.
    if (environment !== 'local' && !existsSync(chosen)) {
      const known = (await list(folder)).filter((one) => one.isDirectory()).map((one) => one.name);
      throw new CambiumError(
        'unknown-environment',
        `there is no environment "${environment}" in ${shown}`,
        { hint: didYouMean(environment, known) ?? `there are: ${known.join(', ')}` },
      );
    }
    const folders = [...new Set([join(folder, 'base'), chosen])];
    const section = async (kind: Kind, noun: string, merge: MergeStrategy = 'replace') =>
      new Section(noun, await Promise.all(folders.map((one) => layer(one, kind, root))), merge);
    const [catalog, parameters, credentials, globals] = await Promise.all([
      section('catalog', 'dataset'),
      section('parameters', 'parameter', options.mergeParameters),
      section('credentials', 'credentials'),
      section('globals', 'global'),
    ]);
    return new Configuration(
      environment,
      { catalog, parameters, credentials, globals },
      options.runtimeParameters ?? {},
      options.variables ?? process.env,
    );
  }

  /** Configuration without files: for tests and programs. */
  static of(values: {
    catalog?: Readonly<Record<string, unknown>>;
    parameters?: Readonly<Record<string, unknown>>;
    credentials?: Readonly<Record<string, unknown>>;
  }): Configuration {
    checkNames('section of Configuration.of', values, {
      catalog: true,
      parameters: true,
      credentials: true,
    });
    const section = (kind: string, noun: string, value: unknown = {}) =>
      new Section(noun, [
        { folder: 'program', files: [YamlFile.parse(JSON.stringify(value), `${kind} (program)`)] },
      ]);
    const sections = {
      catalog: section('catalog', 'dataset', values.catalog),
      parameters: section('parameters', 'parameter', values.parameters),
      credentials: section('credentials', 'credentials', values.credentials),
      globals: section('globals', 'global'),
    };
    return new Configuration('program', sections, {}, process.env);
  }

  /** Names of the catalog's entries and patterns, in the order of the files. */
  get datasetNames(): string[] {
    return this.#sections.catalog.keys;
  }

  /** The interpolated catalog entry of a dataset. */
  dataset(name: string): unknown {
    return this.#value('catalog', [name]);
  }

  /** Where a catalog entry, or a field of it, stands. */
  locateDataset(path: readonly PathSegment[]): Location | undefined {
    return this.#sections.catalog.locate(path);
  }

  /** All parameters, interpolated, with those of the run over them. */
  parameters(): Record<string, unknown> {
    const { parameters } = this.#sections;
    const values = parameters.keys.map((key) => [key, this.#value('parameters', [key])]);
    return overlay(Object.fromEntries(values), this.#runtime);
  }

  /** Where a parameter stands; undefined for one that the run was given. */
  locateParameter(path: readonly PathSegment[]): Location | undefined {
    return this.#sections.parameters.locate(path);
  }

  /** What the run gives, by dotted names, and no file of parameters has or `${runtime_params:…}` asks for. */
  unknownRuntimeParameters(): readonly string[] {
    const texts = KINDS.flatMap((kind) => this.#sections[kind].rawValues);
    const asked = [...JSON.stringify(texts).matchAll(/\$\{\s*runtime_params\s*:\s*([^,}]+)/g)];
    const names = new Set(asked.map(([, name = '']) => name.trim()));
    return this.#given.filter(
      (name) => this.#sections.parameters.find(name) === undefined && !names.has(name),
    );
  }

  /** Dotted names of all parameters in files. */
  get parameterNames(): readonly string[] {
    return this.#sections.parameters.references();
  }

  /**
   * A named entry of `credentials.yml`. Its values must never be printed.
   * @throws CambiumError `unknown-credentials`
   */
  credentials(name: string): Readonly<Record<string, unknown>> {
    const section = this.#sections.credentials;
    const value = section.raw(name) === undefined ? undefined : this.#value('credentials', [name]);
    if (isMap(value)) return value;
    throw new CambiumError(
      'unknown-credentials',
      value === undefined
        ? `there are no credentials "${name}"`
        : `credentials "${name}" must be a map`,
      { hint: didYouMean(name, section.keys) ?? 'they are declared in conf/local/credentials.yml' },
    );
  }

  #value(kind: Kind, path: readonly PathSegment[]): unknown {
    return interpolate(this.#sections[kind], path, {
      globals: this.#sections.globals,
      runtimeParameters: this.#runtime,
      ...(kind === 'credentials' ? { environment: this.#variables } : {}),
    });
  }
}

/** The YAML files `<kind>*.yml` of an environment, and all those in folders `<kind>*`, sorted by path. */
async function layer(folder: string, kind: Kind, root: string): Promise<Layer> {
  const paths: string[] = [];
  const walk = async (inside: string, all: boolean) => {
    for (const entry of await list(inside)) {
      const path = join(inside, entry.name);
      const ours = all || entry.name.startsWith(kind);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) await walk(path, ours);
      } else if (ours && /\.ya?ml$/.test(entry.name)) paths.push(path);
    }
  };
  await walk(folder, false);
  const files = await Promise.all(paths.sort().map((path) => YamlFile.read(path, root)));
  return { folder: relative(root, folder).replaceAll('\\', '/'), files };
}

async function list(folder: string): Promise<Dirent[]> {
  if (!existsSync(folder)) return [];
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOTDIR' ? 'it is a file' : message;
    throw new CambiumError('no-configuration', `${folder} cannot be read: ${why}`, {
      hint: 'a folder with base and environments is expected',
      cause,
    });
  }
}

/** `{'a.b': 1}` as `{a: {b: 1}}`. */
function nested(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  let result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const inner = key.split('.').reduceRight<unknown>((rest, part) => ({ [part]: rest }), value);
    result = overlay(result, inner as Record<string, unknown>);
  }
  return result;
}

function overlay(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  // A map on the way, because a key may be called __proto__.
  const result = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = result.get(key);
    result.set(key, isMap(below) && isMap(value) ? overlay(below, value) : value);
  }
  return Object.fromEntries(result);
}
