/** The inference server: a table of APIs that can change while requests are answered. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CambiumError } from '../src/errors.js';
import { counted, traceOf } from '../src/runtime/index.js';
import { ApiTable, type KnownApi, LoadedApi, loadApi, type ServedApi } from './api/index.js';
import { InferenceApplication } from './application.js';
import { ApiLog, printingTo } from './log/index.js';
import { metricsText } from './metrics.js';
import type { TrafficTotals } from './traffic/index.js';
import {
  limitsFromEnvironment,
  openTransport,
  type ServerLimits,
  type Transport,
  type TransportChoice,
} from './transport/index.js';

export interface InferenceServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly transport?: TransportChoice;
  /** Folder of the APIs' logs, `<name>.log`. */
  readonly logFolder: string;
  /** APIs that will be loaded: until then, or when that fails, requests to them are answered 503. */
  readonly known?: readonly KnownApi[];
  /** Default: those of the environment. */
  readonly limits?: ServerLimits;
  readonly warn?: (message: string) => void;
}

/** Milliseconds that requests have to finish when the server closes. */
const GRACE_MS = 10_000;

export class InferenceServer {
  readonly #apis: ApiTable;
  readonly #logs = new Map<string, ApiLog>();
  readonly #logFolder: string;
  #transport: Transport | undefined;
  #closed: Promise<void> | undefined;

  private constructor(logFolder: string, known: readonly KnownApi[] | undefined) {
    this.#logFolder = logFolder;
    this.#apis = new ApiTable(known);
    mkdirSync(logFolder, { recursive: true });
  }

  /**
   * Starts to listen. No API is live yet.
   * @throws CambiumError `port-in-use`, `cannot-listen`, `no-transport`, `bad-limit`.
   */
  static async listen(options: InferenceServerOptions): Promise<InferenceServer> {
    const limits = options.limits ?? limitsFromEnvironment();
    const server = new InferenceServer(options.logFolder, options.known);
    const application = new InferenceApplication(
      server.#apis,
      () => server.#closed === undefined,
      () => metricsText(server.#measured(), server.transport),
    );
    server.#transport = await openTransport(application, {
      host: options.host,
      port: options.port,
      transport: options.transport ?? 'auto',
      limits,
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

  /**
   * Loads an API, then puts it in the place of the version that is live, if any: requests that have
   * begun end with the version they began with.
   * @throws CambiumError for what cannot be served; the live version stays.
   */
  async load(spec: ServedApi): Promise<void> {
    const log = this.#log(spec.name);
    let parts: Awaited<ReturnType<typeof loadApi>>;
    try {
      parts = await printingTo(log, () => loadApi(spec));
    } catch (error) {
      this.#apis.fail(spec.name, error);
      log.error(error instanceof CambiumError ? error.message : traceOf(error));
      await log.flush();
      throw error;
    }
    try {
      this.#apis.checkEndpoint(spec);
    } catch (error) {
      await parts.predictions.close();
      throw error;
    }
    const entry = this.#apis.place(spec);
    const previous = entry.live;
    entry.live = new LoadedApi(spec, parts.predictions, parts.model, entry.traffic, log);
    previous?.retire();
    const { objective, features, trees } = parts.model;
    log.info(
      `${previous === undefined ? 'serving' : 'updated'} at ${spec.endpoint}: ${counted(trees, 'tree')}, ${counted(features, 'feature')}, ${objective} (version ${spec.id}, ${this.transport})`,
    );
  }

  /** Takes an API away; requests that have begun finish. Unknown names are ignored. */
  async unload(name: string): Promise<void> {
    const entry = this.#apis.remove(name);
    if (entry === undefined) return;
    entry.live?.retire();
    const log = this.#log(name);
    log.info('deleted');
    this.#logs.delete(name);
    await log.close();
  }

  /** Counts since the server's start, by API. */
  traffic(): Readonly<Record<string, TrafficTotals>> {
    const entries = this.#apis.entries();
    return Object.fromEntries(entries.map(({ name, traffic }) => [name, traffic.totals()]));
  }

  /** Why a log cannot be written at present; undefined when all can. */
  get logFault(): string | undefined {
    for (const { fault } of this.#logs.values()) if (fault !== undefined) return fault;
    return undefined;
  }

  /** Ends the server: no new connection, requests under way finish. */
  close(graceMs = GRACE_MS): Promise<void> {
    // Once: a native socket must not be closed twice.
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    await this.#transport?.close(graceMs);
    for (const { live } of this.#apis.entries()) await live?.predictions.close();
    await Promise.all([...this.#logs.values()].map((log) => log.flush()));
  }

  /** Writes what the logs still hold, for a process that is about to die. */
  flushLogs(): void {
    for (const log of this.#logs.values()) log.flushSync();
  }

  #measured() {
    return this.#apis.entries().map(({ name, traffic, live }) => ({
      name,
      traffic,
      live,
      lostLogLines: this.#logs.get(name)?.lost ?? 0,
    }));
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
