/** The data catalog: every dataset of a project by name, made when first asked for. */
import { CambiumError, checkNames, didYouMean } from '../errors.js';
import { logger } from '../runtime/index.js';
import { Configuration, isMap, type Subject, valueAt } from './configuration/index.js';
import type { ChunkWriter, Dataset } from './dataset.js';
import { type DatasetType, datasetTypes, MemoryDataset } from './datasets/index.js';
import { parseEntry } from './entry.js';
import { baseName, isParameter, parameterPath } from './names.js';
import { type DatasetPattern, isPattern, sortPatterns } from './pattern.js';
import { checkVersion, timestamp } from './version.js';

/** Where a catalog's files are, and which versions of them count. */
export interface CatalogOptions {
  /** The project: relative paths start here. */
  readonly root: string;
  /** Version under which versioned datasets are saved; default the present time. */
  readonly saveVersion?: string | undefined;
  /** Pinned versions by dataset. */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Types beside the built-in ones. */
  readonly types?: ReadonlyMap<string, DatasetType> | undefined;
}

const log = logger('cambium.io.data_catalog');

/** Loads, saves and releases datasets by name. Names that are not declared live in memory. */
export class DataCatalog {
  readonly saveVersion: string;
  readonly #configuration: Configuration;
  readonly #options: CatalogOptions;
  readonly #types: ReadonlyMap<string, DatasetType>;
  readonly #patterns: readonly DatasetPattern[];
  readonly #declared: ReadonlySet<string>;
  readonly #datasets = new Map<string, Dataset>();
  /** What nothing declares, by base name: formats of one dataset share what is in memory. */
  readonly #undeclared = new Map<string, MemoryDataset>();
  #parameters: Record<string, unknown> | undefined;

  /**
   * Checks every entry, so that a typing error is found before a run.
   * @throws CambiumError with file, line and field.
   */
  constructor(configuration: Configuration, options: CatalogOptions) {
    checkNames('option of DataCatalog', options, {
      root: true,
      saveVersion: true,
      loadVersions: true,
      types: true,
    });
    this.#configuration = configuration;
    this.#options = options;
    this.saveVersion = checkVersion(options.saveVersion ?? timestamp());
    this.#types = new Map([...datasetTypes, ...(options.types ?? [])]);
    const names = configuration.datasetNames;
    this.#patterns = sortPatterns(names.filter(isPattern));
    this.#declared = new Set(names.filter((name) => !isPattern(name)));
    for (const name of names) {
      parseEntry(configuration.dataset(name), this.#types, this.#subject(name, name));
    }
    for (const [name, version] of Object.entries(options.loadVersions ?? {})) {
      checkVersion(version);
      if (!this.has(name)) throw this.#unknown(name, 'a version is pinned for it, but the');
      const entry = this.declaration(name) as { readonly versioned?: unknown } | undefined;
      if (entry?.versioned === true) continue;
      throw new CambiumError('not-versioned', `dataset "${name}" is not versioned`, {
        hint: `a version is pinned for it: ${version}`,
      });
    }
  }

  /** A catalog of values in memory, for programs and tests. */
  static of(values: Readonly<Record<string, unknown>> = {}): DataCatalog {
    const catalog = new DataCatalog(Configuration.of({}), { root: process.cwd() });
    for (const [name, value] of Object.entries(values)) catalog.set(name, value);
    return catalog;
  }

  /** Names that are declared, without patterns and parameters. */
  get names(): string[] {
    return [...new Set([...this.#declared, ...this.#datasets.keys()])]
      .filter((name) => !isParameter(name))
      .sort();
  }

  /** Patterns in the order in which they are tried. */
  get patterns(): string[] {
    return this.#patterns.map((pattern) => pattern.text);
  }

  /** True when the dataset is declared, matches a pattern, holds a value, or is an existing parameter. */
  has(name: string): boolean {
    if (this.#datasets.has(name) || this.#declared.has(name)) return true;
    if (isParameter(name)) return this.#parameter(name) !== undefined;
    if (this.#undeclared.get(baseName(name))?.filled) return true;
    return this.#patterns.some((pattern) => pattern.match(name) !== undefined);
  }

  /** The dataset of this name; one in memory if nothing declares it. */
  get(name: string): Dataset {
    const present = this.#datasets.get(name);
    if (present !== undefined) return present;
    const made = isParameter(name) ? this.#makeParameter(name) : this.#make(name);
    if (made !== undefined) {
      this.#datasets.set(name, made);
      return made;
    }
    const base = baseName(name);
    const memory = this.#undeclared.get(base) ?? new MemoryDataset();
    this.#undeclared.set(base, memory);
    return memory;
  }

  /** Puts a dataset under a name, in place of what was declared. */
  add(name: string, dataset: Dataset): void {
    this.#datasets.set(name, dataset);
  }

  /** Puts a value in memory under a name, in place of what was declared. */
  set(name: string, value: unknown): void {
    this.add(name, new MemoryDataset(value));
  }

  /** @throws CambiumError that names the dataset. */
  async load(name: string): Promise<unknown> {
    const dataset = this.get(name);
    log.info(`Loading data from \`${name}\` (${dataset.kind})...`, { dataset: name });
    try {
      return await dataset.load();
    } catch (error) {
      throw this.has(name) ? about(name, dataset, error) : this.#unknown(name, 'the');
    }
  }

  /** @throws CambiumError `null-data`, and whatever goes wrong, naming the dataset. */
  async save(name: string, data: unknown): Promise<void> {
    const dataset = this.#writable(name);
    log.info(`Saving data to \`${name}\` (${dataset.kind})...`, { dataset: name });
    refuseNull(name, data);
    await guard(name, dataset, async () => dataset.save(data));
  }

  /** Begins a save in parts. */
  async openWriter(name: string): Promise<ChunkWriter> {
    const dataset = this.#writable(name);
    log.info(`Saving data to \`${name}\` (${dataset.kind})...`, { dataset: name });
    const writer = await guard(name, dataset, async () => dataset.openWriter());
    return {
      async write(chunk) {
        refuseNull(name, chunk);
        await guard(name, dataset, async () => writer.write(chunk));
      },
      close: () => guard(name, dataset, async () => writer.close()),
      abort: () => writer.abort(),
    };
  }

  /** True when loading would find something. */
  async exists(name: string): Promise<boolean> {
    if (!this.has(name)) return false;
    const dataset = this.get(name);
    return guard(name, dataset, async () => dataset.exists());
  }

  /** What changes with the data, as {@link Dataset.state} tells it; undefined when that cannot be told. */
  async state(name: string): Promise<string | undefined> {
    const dataset = this.get(name);
    const state: unknown = await guard(name, dataset, async () => dataset.state?.());
    return state === undefined || state === null ? undefined : String(state);
  }

  /** Drops what is held in memory. */
  release(name: string): void {
    (this.#datasets.get(name) ?? this.#undeclared.get(baseName(name)))?.release();
  }

  /** The catalog's entry for a dataset, filled in; undefined for what is not declared. */
  declaration(name: string): unknown {
    if (this.#declared.has(name)) return this.#configuration.dataset(name);
    if (isParameter(name)) return undefined;
    for (const pattern of this.#patterns) {
      const values = pattern.match(name);
      if (values !== undefined) {
        return pattern.fill(this.#configuration.dataset(pattern.text), values);
      }
    }
    return undefined;
  }

  /** Entry of a dataset for people; credentials are left out. */
  describe(name: string): Readonly<Record<string, unknown>> {
    return { name, ...this.get(name).describe() };
  }

  #writable(name: string): Dataset {
    if (!isParameter(name)) return this.get(name);
    throw new CambiumError('read-only', `"${name}" is a parameter: a run cannot save to it`);
  }

  #values(): Record<string, unknown> {
    this.#parameters ??= this.#configuration.parameters();
    return this.#parameters;
  }

  #parameter(name: string): unknown {
    const path = parameterPath(name);
    return path === undefined ? this.#values() : lookUp(this.#values(), path);
  }

  #makeParameter(name: string): Dataset {
    const value = this.#parameter(name);
    if (value === undefined) throw this.#unknown(name, 'the');
    return new ParameterDataset(value);
  }

  #make(name: string): Dataset | undefined {
    const entry = this.declaration(name);
    if (entry === undefined) return undefined;
    const pattern = this.#patterns.find((one) => one.match(name) !== undefined);
    return this.#build(name, entry, this.#declared.has(name) ? name : (pattern?.text ?? name));
  }

  #subject(name: string, declared: string): Subject {
    return {
      name: `dataset "${name}"`,
      locate: (path) => this.#configuration.locateDataset([declared, ...path]),
    };
  }

  #build(name: string, declaredEntry: unknown, declared: string): Dataset {
    const subject = this.#subject(name, declared);
    const { type, fields, entry } = parseEntry(declaredEntry, this.#types, subject);
    const pinned = this.#options.loadVersions?.[name];
    const { credentials } = entry;
    return type.create(fields, {
      root: this.#options.root,
      version: entry['versioned'] === true ? { load: pinned, save: this.saveVersion } : undefined,
      credentials:
        typeof credentials === 'string' ? this.#configuration.credentials(credentials) : undefined,
    });
  }

  #unknown(name: string, subject: string): CambiumError {
    const path = parameterPath(name);
    if (path !== undefined) {
      return new CambiumError('unknown-parameter', `there is no parameter "${path}"`, {
        hint:
          didYouMean(path, paths(this.#values())) ?? 'parameters are in conf/base/parameters.yml',
      });
    }
    return new CambiumError('unknown-dataset', `${subject} catalog has no dataset "${name}"`, {
      hint: didYouMean(name, this.names) ?? 'nothing has been saved under this name either',
    });
  }
}

/** A parameter: each loader gets its own copy, and a release changes nothing. */
class ParameterDataset extends MemoryDataset {
  constructor(value: unknown) {
    super(value, { copy: true });
  }

  override release(): void {}
}

function lookUp(values: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(values, path)) return values[path];
  return valueAt(values, path.split('.'));
}

/** Every dotted path into the parameters. */
function paths(values: unknown, prefix = ''): string[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => [
    `${prefix}${key}`,
    ...paths(value, `${prefix}${key}.`),
  ]);
}

function refuseNull(name: string, data: unknown): void {
  if (data !== null && data !== undefined) return;
  throw new CambiumError('null-data', `saving null to dataset "${name}" is not allowed`, {
    hint: 'does the function return its result?',
  });
}

/** Names the dataset in whatever goes wrong with it. */
async function guard<T>(name: string, dataset: Dataset, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw about(name, dataset, error);
  }
}

function about(name: string, dataset: Dataset, error: unknown): CambiumError {
  const place = `dataset "${name}" (${dataset.kind})`;
  if (error instanceof CambiumError) {
    const { code, problem, hint } = error;
    return new CambiumError(code, `${place}: ${problem}`, { hint, cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CambiumError('dataset-failed', `${place}: ${message}`, { cause: error });
}
