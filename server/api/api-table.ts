/** The APIs of a server: those that are live, and those that it is to serve and cannot yet, or cannot at all. */
import { CambiumError } from '../../src/errors.js';
import { Traffic } from '../traffic/index.js';
import type { LoadedApi } from './loaded-api.js';

/** An API that is known by name and path before it is loaded. */
export interface KnownApi {
  readonly name: string;
  /** Path of its requests. */
  readonly endpoint: string;
  /** The code of the error that keeps it from being loaded, if it is not even tried. */
  readonly fault?: string | undefined;
}

/** Where an API is that has no live version. */
export type AbsentState =
  | { readonly state: 'loading' }
  /** @param code that of the error, e.g. `bad-model-file`: its text may name paths of the machine. */
  | { readonly state: 'failed'; readonly code: string };

/** One API of the table: with a live version, or the reason why it has none. */
export class ApiEntry implements KnownApi {
  readonly name: string;
  /** Outlives the versions. */
  readonly traffic = new Traffic();
  endpoint: string;
  live: LoadedApi | undefined;
  absent: AbsentState = { state: 'loading' };

  constructor({ name, endpoint }: KnownApi) {
    this.name = name;
    this.endpoint = endpoint;
  }

  /** `live`, `loading` or `failed`. */
  get state(): 'live' | AbsentState['state'] {
    return this.live === undefined ? this.absent.state : 'live';
  }
}

export class ApiTable {
  readonly #byName = new Map<string, ApiEntry>();
  readonly #byEndpoint = new Map<string, ApiEntry>();

  /** @param known what the server is to load: until then it answers 503 for them. */
  constructor(known: readonly KnownApi[] = []) {
    for (const api of known) {
      const entry = new ApiEntry(api);
      if (api.fault !== undefined) entry.absent = { state: 'failed', code: api.fault };
      this.#enter(entry);
    }
  }

  #enter(entry: ApiEntry): void {
    this.#byName.set(entry.name, entry);
    this.#byEndpoint.set(entry.endpoint, entry);
  }

  at(endpoint: string): ApiEntry | undefined {
    return this.#byEndpoint.get(endpoint);
  }

  named(name: string): ApiEntry | undefined {
    return this.#byName.get(name);
  }

  endpoints(): Iterable<string> {
    return this.#byEndpoint.keys();
  }

  names(): Iterable<string> {
    return this.#byName.keys();
  }

  entries(): ApiEntry[] {
    return [...this.#byName.values()];
  }

  /** Whether all APIs are live. */
  get ready(): boolean {
    for (const { live } of this.#byName.values()) if (live === undefined) return false;
    return true;
  }

  /** @throws CambiumError `endpoint-in-use`. */
  checkEndpoint({ name, endpoint }: KnownApi): void {
    const other = this.#byEndpoint.get(endpoint);
    if (other === undefined || other.name === name) return;
    throw new CambiumError(
      'endpoint-in-use',
      `endpoint ${endpoint} of "${name}" is already that of "${other.name}"`,
    );
  }

  /** The entry of an API that is about to be live, at the endpoint that it then has. */
  place({ name, endpoint }: KnownApi): ApiEntry {
    const entry = this.#byName.get(name) ?? new ApiEntry({ name, endpoint });
    this.#byEndpoint.delete(entry.endpoint);
    entry.endpoint = endpoint;
    this.#enter(entry);
    return entry;
  }

  /** An API that is known and has no live version could not be loaded. */
  fail(name: string, error: unknown): void {
    const entry = this.#byName.get(name);
    if (entry === undefined) return;
    const code = error instanceof CambiumError ? error.code : 'internal';
    entry.absent = { state: 'failed', code };
  }

  remove(name: string): ApiEntry | undefined {
    const entry = this.#byName.get(name);
    if (entry === undefined) return undefined;
    this.#byName.delete(name);
    this.#byEndpoint.delete(entry.endpoint);
    return entry;
  }
}
