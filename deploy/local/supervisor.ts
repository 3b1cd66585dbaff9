/** Keeps the server process of one home running: starts it, loads its APIs, restarts it when it crashes. */
import { addTraffic, NO_TRAFFIC, type TrafficTotals } from '../../server/index.js';
import { CambiumError } from '../../src/errors.js';
import type { LocalHome } from './home.js';
import { removeFile, writeJson } from './json-file.js';
import {
  type ApiStatus,
  type EnvironmentStatus,
  type Listening,
  plainError,
  type SupervisedApi,
  type TrafficByName,
} from './messages.js';
import { ServerProcess } from './server-process.js';
import {
  type ApiRecord,
  type Network,
  readRecords,
  readTraffic,
  removeApiFiles,
  removeModels,
  writeRecord,
  writeTraffic,
} from './state.js';

/** Waits between restarts, in milliseconds; the last repeats. */
const BACK_OFF = [100, 500, 1000, 2000, 5000, 10_000];
/** A server that ran this long has recovered. */
const HEALTHY_MS = 30_000;
/** How often counts are written down. */
const SAVE_MS = 2000;

interface Entry {
  record: ApiRecord;
  status: ApiStatus;
  reason?: string | undefined;
  /** Counts of server processes that have ended. */
  before: TrafficTotals;
  /** Counts of the one that runs. */
  now: TrafficTotals;
}

export class Supervisor {
  readonly #home: LocalHome;
  readonly #entries = new Map<string, Entry>();
  readonly #log: (message: string) => void;
  #network: Network;
  #server: ServerProcess;
  #listening: Listening | undefined;
  #saver: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #stopping = false;
  #crashes = 0;

  private constructor(home: LocalHome, network: Network, log: (message: string) => void) {
    this.#home = home;
    this.#network = network;
    this.#log = log;
    this.#server = new ServerProcess(home.folder);
  }

  /**
   * Starts the server and loads the home's APIs.
   * @throws CambiumError `port-in-use` and the like; then nothing runs.
   */
  static async start(
    home: LocalHome,
    network: Network,
    log: (message: string) => void,
  ): Promise<Supervisor> {
    const supervisor = new Supervisor(home, network, log);
    for (const record of await readRecords(home)) {
      supervisor.#entries.set(record.api.name, {
        record,
        status: 'updating',
        before: (await readTraffic(home, record.api.name)) ?? NO_TRAFFIC,
        now: NO_TRAFFIC,
      });
    }
    try {
      await supervisor.#listen();
    } catch (error) {
      supervisor.#stopping = true;
      await supervisor.#server.stop();
      throw error;
    }
    await writeJson(home.network, supervisor.#network);
    await supervisor.#loadAll();
    supervisor.#saver = setInterval(() => void supervisor.#saveTraffic(), SAVE_MS);
    return supervisor;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  async #listen(): Promise<void> {
    const { host, port } = this.#network;
    const server = this.#server;
    const logs = this.#home.logs;
    this.#listening = await server.call<Listening>({ do: 'listen', host, port, logs });
    // A port that the system chose is kept from now on.
    this.#network = { host, port: this.#listening.port };
    void server.ended.then((how) => this.#restart(how));
  }

  async #loadAll(): Promise<void> {
    for (const entry of this.#entries.values()) await this.#load(entry).catch(() => undefined);
    await this.#server.call({ do: 'ready' });
  }

  async #load(entry: Entry): Promise<void> {
    const { name } = entry.record.api;
    try {
      await this.#server.call({ do: 'load', api: entry.record.api });
      entry.status = 'live';
      entry.reason = undefined;
    } catch (error) {
      entry.status = 'error';
      entry.reason = plainError(error).message;
      this.#log(`${name}: ${entry.reason}`);
      throw error;
    }
  }

  async #restart(how: string): Promise<void> {
    const started = Date.now();
    while (!this.#stopping) {
      for (const entry of this.#entries.values()) {
        entry.before = addTraffic(entry.before, entry.now);
        entry.now = NO_TRAFFIC;
        entry.status = 'error';
        entry.reason = `the server process ended (${how}) and is being restarted`;
      }
      const wait = BACK_OFF[Math.min(this.#crashes, BACK_OFF.length - 1)] as number;
      this.#log(`the server process ended (${how}); starting it again in ${wait} ms`);
      this.#crashes++;
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#stopping) return;
      this.#server = new ServerProcess(this.#home.folder);
      try {
        await this.#listen();
        await this.#serialized(() => this.#loadAll());
        const server = this.#server;
        setTimeout(() => {
          if (this.#server === server && server.alive) this.#crashes = 0;
        }, HEALTHY_MS).unref();
        this.#log(`the server process runs again after ${Date.now() - started} ms`);
        return;
      } catch (error) {
        how = plainError(error).message;
        const listened = this.#server.alive === false && this.#listening !== undefined;
        await this.#server.stop();
        // A process that listened before it ended has started another round by itself.
        if (listened) return;
      }
    }
  }

  /** One change at a time. */
  #serialized<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(action);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /**
   * Makes a version of an API the live one, and writes it down.
   * @throws CambiumError when the server cannot serve it: what was live stays live.
   */
  deploy(record: ApiRecord): Promise<void> {
    return this.#serialized(async () => {
      const { name } = record.api;
      const previous = this.#entries.get(name);
      if (previous !== undefined) previous.status = 'updating';
      try {
        await this.#server.call({ do: 'load', api: record.api });
      } catch (error) {
        if (previous !== undefined) previous.status = 'live';
        throw error;
      }
      await writeRecord(this.#home, record);
      this.#entries.set(name, {
        record,
        status: 'live',
        before: previous?.before ?? NO_TRAFFIC,
        now: previous?.now ?? NO_TRAFFIC,
      });
      await removeModels(this.#home, name, record.api.modelPath);
    });
  }

  /** @throws CambiumError `unknown-api`. */
  delete(name: string): Promise<void> {
    return this.#serialized(async () => {
      if (!this.#entries.has(name)) {
        throw new CambiumError('unknown-api', `no API is named "${name}"`);
      }
      await this.#server.call({ do: 'unload', name }).catch(() => undefined);
      this.#entries.delete(name);
      await removeApiFiles(this.#home, name);
    });
  }

  async #refreshTraffic(): Promise<void> {
    const traffic = await this.#server
      .call<TrafficByName>({ do: 'traffic' }, 2000)
      .catch((): TrafficByName => ({}));
    for (const [name, totals] of Object.entries(traffic)) {
      const entry = this.#entries.get(name);
      if (entry !== undefined) entry.now = totals;
    }
  }

  readonly #saved = new Map<string, number>();

  async #saveTraffic(refresh = true): Promise<void> {
    if (refresh) await this.#refreshTraffic();
    for (const [name, entry] of this.#entries) {
      const totals = addTraffic(entry.before, entry.now);
      if (this.#saved.get(name) === totals.count) continue;
      this.#saved.set(name, totals.count);
      await writeTraffic(this.#home, name, totals).catch((error) => this.#log(String(error)));
    }
  }

  async status(): Promise<EnvironmentStatus> {
    await this.#refreshTraffic();
    const apis = [...this.#entries.values()].map(
      ({ record, status, reason, before, now }): SupervisedApi => ({
        record,
        status,
        reason,
        traffic: addTraffic(before, now),
      }),
    );
    return {
      pid: process.pid,
      serverPid: this.#server.pid,
      host: this.#network.host,
      port: this.#network.port,
      transport: this.#listening?.transport ?? '',
      warnings: this.#listening?.warnings ?? [],
      apis,
    };
  }

  /** Ends the server after its requests. APIs that are left start again with the next supervisor. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    clearInterval(this.#saver);
    await this.#queue;
    await this.#saveTraffic();
    await this.#server.stop();
    if (this.isEmpty) await removeFile(this.#home.network);
  }
}
