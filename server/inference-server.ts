/** The inference server: a table of APIs that can change while requests are answered. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { CambiumError } from '../src/errors.js';
import { LoadedApi, loadApi, type ServedApi } from './api/index.js';
import { InferenceApplication, type MetricsText } from './application.js';
import { ApiLog, printTo } from './log/index.js';
import { Traffic, type TrafficTotals } from './traffic/index.js';
import { openTransport, type Transport, type TransportChoice } from './transport/index.js';

export interface InferenceServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly transport?: TransportChoice;
  /** Folder of the APIs' logs, `<name>.log`. */
  readonly logFolder: string;
  readonly warn?: (message: string) => void;
}

/** Milliseconds that requests have to finish when the server closes. */
const GRACE_MS = 10_000;

export class InferenceServer {
  readonly #byEndpoint = new Map<string, LoadedApi>();
  readonly #byName = new Map<string, LoadedApi>();
  readonly #traffic = new Map<string, Traffic>();
  readonly #logs = new Map<string, ApiLog>();
  readonly #logFolder: string;
  #transport: Transport | undefined;
  #ready = true;
  #closed: Promise<void> | undefined;
  #metrics: Promise<Registry> | undefined;

  private constructor(logFolder: string) {
    this.#logFolder = logFolder;
    mkdirSync(logFolder, { recursive: true });
  }

  /**
   * Starts to listen. No API is there yet.
   * @throws CambiumError `port-in-use`, `cannot-listen`, `no-transport`.
   */
  static async listen(options: InferenceServerOptions): Promise<InferenceServer> {
    const server = new InferenceServer(options.logFolder);
    const application = new InferenceApplication(
      server.#byEndpoint,
      () => server.#ready,
      () => server.#printMetrics(),
    );
    server.#transport = await openTransport(application, {
      host: options.host,
      port: options.port,
      transport: options.transport ?? 'auto',
      warn: options.warn ?? ((message) => process.emitWarning(message)),
    });
    return server;
  }

  get port(): number {
    return this.#transport?.port ?? 0;
  }

  get transport(): string {
    return this.#transport?.name ?? '';
  }

  /** What `/healthz/ready` says; the server is ready unless told otherwise. */
  set ready(ready: boolean) {
    this.#ready = ready;
  }

  /**
   * Loads an API, then puts it in the place of the version that is live, if any: requests that have
   * begun end with the version they began with.
   * @throws CambiumError for what cannot be served; the live version stays.
   */
  async load(spec: ServedApi): Promise<void> {
    const log = this.#log(spec.name);
    let parts: Awaited<ReturnType<typeof loadApi>>;
    const before = printTo(log);
    try {
      parts = await loadApi(spec);
    } catch (error) {
      log.error(error instanceof CambiumError ? error.describe() : String(error));
      await log.flush();
      throw error;
    } finally {
      printTo(before);
    }
    const other = this.#byEndpoint.get(spec.endpoint);
    if (other !== undefined && other.name !== spec.name) {
      await parts.predictions.close();
      throw new CambiumError(
        'endpoint-in-use',
        `endpoint ${spec.endpoint} of "${spec.name}" is already that of "${other.name}"`,
      );
    }
    const traffic = this.#traffic.get(spec.name) ?? new Traffic();
    this.#traffic.set(spec.name, traffic);
    const api = new LoadedApi(spec, parts.predictions, parts.model, traffic, log);
    const previous = this.#byName.get(spec.name);
    if (previous !== undefined && previous.spec.endpoint !== spec.endpoint) {
      this.#byEndpoint.delete(previous.spec.endpoint);
    }
    this.#byName.set(spec.name, api);
    this.#byEndpoint.set(spec.endpoint, api);
    previous?.retire();
    const { objective, features, trees } = parts.model;
    log.info(
      `${previous === undefined ? 'serving' : 'updated'} at ${spec.endpoint}: ${trees} trees, ${features} features, ${objective} (version ${spec.id}, ${this.transport})`,
    );
  }

  /** Takes an API away; requests that have begun finish. Unknown names are ignored. */
  async unload(name: string): Promise<void> {
    const api = this.#byName.get(name);
    if (api === undefined) return;
    this.#byName.delete(name);
    this.#byEndpoint.delete(api.spec.endpoint);
    this.#traffic.delete(name);
    api.retire();
    api.log.info('deleted');
    this.#logs.delete(name);
    await api.log.flush();
  }

  /** Counts since the server's start, by API. */
  traffic(): Readonly<Record<string, TrafficTotals>> {
    const entries = [...this.#traffic].map(([name, traffic]) => [name, traffic.totals()] as const);
    return Object.fromEntries(entries);
  }

  /** Ends the server: no new connection, requests under way finish. */
  close(graceMs = GRACE_MS): Promise<void> {
    // Once: a native socket must not be closed twice.
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    this.#ready = false;
    await this.#transport?.close(graceMs);
    for (const api of this.#byName.values()) await api.predictions.close();
    await Promise.all([...this.#logs.values()].map((log) => log.flush()));
  }

  /** Writes what the logs still hold, for a process that is about to die. */
  flushLogs(): void {
    for (const log of this.#logs.values()) log.flushSync();
  }

  async #printMetrics(): Promise<MetricsText> {
    // Loaded for those who scrape: many servers on a laptop are never asked.
    this.#metrics ??= import('./metrics.js').then(({ createMetrics }) =>
      createMetrics(
        () => this.#byName.values(),
        () => this.transport,
      ),
    );
    const registry = await this.#metrics;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }

  #log(name: string): ApiLog {
    let log = this.#logs.get(name);
    if (log === undefined) {
      log = new ApiLog(join(this.#logFolder, `${name}.log`), name);
      this.#logs.set(name, log);
    }
    return log;
  }
}
