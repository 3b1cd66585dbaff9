/** One kind of configuration (catalog, parameters, …) merged over its environments, with the place of every value. */
import { CambiumError } from '../../errors.js';
import { formatLocation, type Location, type PathSegment, type YamlFile } from './yaml-file.js';

/** `replace`: an environment's top-level key replaces the base's. `soft`: maps are merged key by key. */
export type MergeStrategy = 'replace' | 'soft';

export type ConfigurationMap = Readonly<Record<string, unknown>>;

/** The files of one kind in one environment. */
export interface Layer {
  /** Folder as shown to the user, e.g. `conf/base`. */
  readonly folder: string;
  readonly files: readonly YamlFile[];
}

/** Merged values that are not interpolated yet. */
export class Section {
  /** What a top-level key names, for messages: `dataset`, `parameter`, … */
  readonly noun: string;
  readonly #values = new Map<string, unknown>();
  /** Files that say something about a top-level key, the strongest last. */
  readonly #sources = new Map<string, YamlFile[]>();

  /**
   * @param layers the weakest (base) first.
   * @throws CambiumError `duplicate-key` when two files of one layer declare the same key, naming both.
   */
  constructor(noun: string, layers: readonly Layer[], merge: MergeStrategy = 'replace') {
    this.noun = noun;
    for (const layer of layers) this.#add(layer, merge);
  }

  #add(layer: Layer, merge: MergeStrategy): void {
    const seen = new Map<string, YamlFile>();
    for (const file of layer.files) {
      for (const [key, value] of Object.entries(topLevel(file))) {
        const before = seen.get(key);
        // Keys that start with an underscore hold YAML anchors and values to interpolate.
        if (before !== undefined && !key.startsWith('_')) {
          const places = [before, file].map((one) => formatLocation(one.locate([key])));
          throw new CambiumError(
            'duplicate-key',
            `${this.noun} "${key}" is declared twice in ${layer.folder}: ${places.join(' and ')}`,
          );
        }
        seen.set(key, file);
        const soft = merge === 'soft' && this.#values.has(key);
        this.#values.set(key, soft ? mergeSoft(this.#values.get(key), value) : value);
        this.#sources.set(key, soft ? [...(this.#sources.get(key) ?? []), file] : [file]);
      }
    }
  }

  /** Top-level keys, without those that start with an underscore. */
  get keys(): string[] {
    return [...this.#values.keys()].filter((key) => !key.startsWith('_'));
  }

  /** All uninterpolated values. */
  get rawValues(): readonly unknown[] {
    return [...this.#values.values()];
  }

  /** The uninterpolated value under a top-level key. */
  raw(key: string): unknown {
    return this.#values.get(key);
  }

  /** The path of a dotted reference `a.b.c`, trying top-level keys that contain dots too; undefined if nothing is there. */
  find(reference: string): readonly PathSegment[] | undefined {
    const parts = reference.split('.');
    for (let taken = parts.length; taken > 0; taken -= 1) {
      const key = parts.slice(0, taken).join('.');
      if (!this.#values.has(key)) continue;
      const path = [key, ...parts.slice(taken)];
      if (this.at(path) !== undefined) return path;
    }
    return undefined;
  }

  /** The uninterpolated value at a path. */
  at(path: readonly PathSegment[]): unknown {
    const [key, ...rest] = path;
    return valueAt(this.#values.get(String(key)), rest);
  }

  /** Where the value at `path` stands, in the strongest file that has it; undefined for an unknown top-level key. */
  locate(path: readonly PathSegment[]): Location | undefined {
    const files = this.#sources.get(String(path[0])) ?? [];
    const holder = files.findLast((file) => valueAt(file.value, path) !== undefined);
    return (holder ?? files.at(-1))?.locate(path);
  }

  /** Every dotted reference that leads to a value, for near misses. */
  references(): string[] {
    const found: string[] = [];
    const walk = (prefix: string, value: unknown, depth: number) => {
      found.push(prefix);
      if (!isMap(value) || depth > 8) return;
      for (const [key, inner] of Object.entries(value)) walk(`${prefix}.${key}`, inner, depth + 1);
    };
    for (const [key, value] of this.#values) walk(key, value, 0);
    return found;
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: readonly PathSegment[]): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) {
      return undefined;
    }
    current = (current as Record<PathSegment, unknown>)[segment];
  }
  return current;
}

function mergeSoft(weak: unknown, strong: unknown): unknown {
  if (!isMap(weak) || !isMap(strong)) return strong;
  const merged = new Map(Object.entries(weak));
  for (const [key, value] of Object.entries(strong)) {
    merged.set(key, merged.has(key) ? mergeSoft(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

function topLevel(file: YamlFile): ConfigurationMap {
  if (file.value === null || file.value === undefined) return {};
  if (isMap(file.value)) return file.value;
  throw new CambiumError(
    'invalid-configuration',
    `${formatLocation(file.locate([]))}: expected a map of names to values, found ${Array.isArray(file.value) ? 'a list' : 'a single value'}`,
  );
}
