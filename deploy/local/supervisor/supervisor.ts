/** Keeps the server process of one home running: starts it, loads its APIs, restarts it when it crashes. */

import { setTimeout as sleep } from 'node:timers/promises';
import { addTraffic, NO_TRAFFIC, type TrafficTotals } from '../../../server/traffic/index.js';
import { CambiumError } from '../../../src/errors.js';
import { SerialQueue } from '../../../src/runtime/index.js';
import type { ApiStatus } from '../../environment.js';
import {
  type EnvironmentStatus,
  type Listening,
  LOAD_MS,
  plainError,
  type ServerCounts,
  type SupervisedApi,
} from '../messages.js';
import type { LocalHome } from '../state/home.js';
import { removeFile, writeJson } from '../state/json-file.js';
import { identify } from '../state/process-identity.js';
import {
  type ApiRecord,
  draftRecord,
  type Network,
  readRecords,
  readTraffic,
  removeApiFiles,
  removeModels,
  removeRecord,
  writeTraffic,
} from '../state/state.js';
import type { ProcessLog } from './process-log.js';
import { ServerProcess } from './server-process.js';

/** Waits between restarts, in milliseconds; the last repeats. */
const BACK_OFF = [100, 500, 1000, 2000, 5000, 10_000];
/** A server that ran this long has recovered. */
const HEALTHY_MS = 30_000;
/** How often counts are written down. */
const SAVE_MS = 2000;
/** Milliseconds that a change waits for a server that is being restarted. */
const UP_MS = 30_000;
/** A server that does not answer for so long, while it loads nothing, hangs. */
const HUNG_MS = 30_000;

/** An API that has ended the server so often while it was loaded is not loaded again. */
const MOST_ENDINGS = 3;

/** What errors call the counts of an API. */
const countsOf = (name: string) => `counts of ${name}`;

const isSilent = (error: unknown) =>
  error instanceof CambiumError && error.code === 'server-silent';

interface Entry {
  record: ApiRecord;
  status: ApiStatus;
  reason?: string | undefined;
  /** How often in a row the server ended, or hung, while it loaded this API. */
  endings: number;
  /** Counts of server processes that have ended. */
  before: TrafficTotals;
  /** Counts of the one that runs. */
  now: TrafficTotals;
}

export class Supervisor {
  readonly #home: LocalHome;
  readonly #entries = new Map<string, Entry>();
  readonly #log: ProcessLog;
  #network: Network;
  #server: ServerProcess;
  #listening: Listening | undefined;
  #saver: NodeJS.Timeout | undefined;
  #stopping = false;
  #crashes = 0;
  /** When the server was last heard of, by the clock that nobody sets. */
  #heard = performance.now();
  readonly #changes = new SerialQueue(() => {
    this.#heard = performance.now();
  });
  /** Counts as they were last written down. */
  readonly #saved = new Map<string, number>();
  /** Why state could not be written the last time, by what was to be written. */
  readonly #unwritten = new Map<string, string>();
  #logFault: string | undefined;

  private constructor(home: LocalHome, network: Network, server: ServerProcess, log: ProcessLog) {
    this.#home = home;
    this.#network = network;
    this.#log = log;
    this.#server = server;
  }

  /**
   * Has the server listen, and load the home's APIs.
   * @param server a process that has just been started.
   * @throws CambiumError `port-in-use` and the like; then nothing runs.
   */
  static async start(
    home: LocalHome,
    network: Network,
    server: ServerProcess,
    log: ProcessLog,
  ): Promise<Supervisor> {
    const supervisor = new Supervisor(home, network, server, log);
    for (const record of await readRecords(home)) {
      supervisor.#entries.set(record.api.name, {
        record,
        status: 'updating',
        endings: 0,
        before: (await readTraffic(home, record.api.name)) ?? NO_TRAFFIC,
        now: NO_TRAFFIC,
      });
    }
    try {
      await supervisor.#listen();
    } catch (error) {
      supervisor.#stopping = true;
      await supervisor.#server.stop();
      await removeFile(home.server);
      throw error;
    }
    await supervisor.#note('the port', () => writeJson(home.network, supervisor.#network));
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
    await this.#note('the server process', () =>
      writeJson(this.#home.server, identify(server.pid)),
    );
    const known = [...this.#entries.values()].map(({ record: { api }, endings }) => ({
      name: api.name,
      endpoint: api.endpoint,
      fault: endings < MOST_ENDINGS ? undefined : 'server-ended',
    }));
    this.#listening = await server.call<Listening>({ do: 'listen', host, port, logs, known });
    server.listens = true;
    // A port that the system chose is kept from now on.
    this.#network = { host, port: this.#listening.port };
    void server.ended.then((how) => this.#restart(how));
  }

  /** Writes down what is served as well without: a disk that is full or gone costs the note alone. */
  async #note(what: string, write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      if (this.#unwritten.delete(what)) this.#log.write(`${what}: written down again`);
      return true;
    } catch (error) {
      const reason = plainError(error).message;
      if (this.#unwritten.get(what) !== reason) this.#log.write(`${what}: ${reason}`);
      this.#unwritten.set(what, reason);
      return false;
    }
  }

  async #loadAll(): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (entry.endings < MOST_ENDINGS) await this.#load(entry).catch(() => undefined);
    }
  }

  async #load(entry: Entry): Promise<void> {
    const { name } = entry.record.api;
    const server = this.#server;
    const wasAlive = server.alive;
    try {
      await server.call({ do: 'load', api: entry.record.api }, LOAD_MS);
      entry.status = 'live';
      entry.reason = undefined;
      entry.endings = 0;
    } catch (error) {
      // A predictor that never ends holds up all others.
      if (isSilent(error)) server.kill();
      const ended = isSilent(error) || !server.alive;
      if (ended && wasAlive) entry.endings++;
      const isOut = entry.endings >= MOST_ENDINGS;
      entry.status = ended && !isOut ? 'updating' : 'error';
      entry.reason = isOut
        ? `the server process ended ${entry.endings} times while it loaded this API: it is left out until it is deployed again`
        : plainError(error).message;
      this.#log.write(`${name}: ${entry.reason}`);
      throw error;
    }
  }

  /** Starts the server again, and again, until it listens. */
  async #restart(how: string): Promise<void> {
    if (this.#stopping) return;
    for (const entry of this.#entries.values()) {
      entry.before = addTraffic(entry.before, entry.now);
      entry.now = NO_TRAFFIC;
      if (entry.endings >= MOST_ENDINGS) continue;
      entry.status = 'updating';
      entry.reason = `the server process ended (${how}) and is being restarted`;
    }
    for (let listens = false; !listens && !this.#stopping; ) {
      const wait = BACK_OFF[Math.min(this.#crashes, BACK_OFF.length - 1)] as number;
      this.#log.write(`the server process ended (${how}); starting it again in ${wait} ms`);
      this.#crashes++;
      await sleep(wait);
      if (this.#stopping) return;
      this.#server = new ServerProcess(this.#home.folder, this.#log);
      try {
        await this.#listen();
        listens = true;
      } catch (error) {
        how = plainError(error).message;
        await this.#server.stop();
      }
    }
    const server = this.#server;
    // Should it end while it loads, another round has begun already.
    await this.#changes.run(() => this.#loadAll()).catch(() => undefined);
    setTimeout(() => {
      if (this.#server === server && server.alive) this.#crashes = 0;
    }, HEALTHY_MS).unref();
  }

  /** Waits for a server that is being restarted. */
  async #serverUp(): Promise<ServerProcess> {
    for (let waited = 0; !(this.#server.alive && this.#server.listens); waited += 50) {
      if (waited > UP_MS || this.#stopping) {
        throw new CambiumError('server-down', 'the server process does not start', {
          hint: `see ${this.#home.supervisorLog}`,
        });
      }
      await sleep(50);
    }
    return this.#server;
  }

  /**
   * Makes a version of an API the live one, and writes it down.
   * @throws CambiumError when the server cannot serve it: what was live stays live.
   */
  deploy(record: ApiRecord): Promise<void> {
    return this.#changes.run(async () => {
      const { name } = record.api;
      const previous = this.#entries.get(name);
      const server = await this.#serverUp();
      // Before the server takes it: what cannot be written down must not be served either.
      const draft = draftRecord(this.#home, record);
      const before = previous?.status;
      if (previous !== undefined) previous.status = 'updating';
      try {
        await server.call({ do: 'load', api: record.api }, LOAD_MS);
      } catch (error) {
        draft.discard();
        if (previous !== undefined && before !== undefined && server.alive)
          previous.status = before;
        if (isSilent(error)) server.kill();
        else if (server.alive) throw error;
        throw new CambiumError(
          'server-ended',
          `API "${name}": ${plainError(error).message}, while it was loaded`,
          { cause: error },
        );
      }
      try {
        draft.commit();
      } catch (error) {
        if (previous !== undefined) await this.#load(previous).catch(() => undefined);
        else await server.call({ do: 'unload', name }, 5000).catch(() => undefined);
        throw error;
      }
      this.#entries.set(name, {
        record,
        status: 'live',
        endings: 0,
        before: previous?.before ?? NO_TRAFFIC,
        now: previous?.now ?? NO_TRAFFIC,
      });
      await removeModels(this.#home, name, record.api.modelPath);
    });
  }

  /** @throws CambiumError `unknown-api`. */
  delete(name: string): Promise<void> {
    return this.#changes.run(async () => {
      if (!this.#entries.has(name)) {
        throw new CambiumError('unknown-api', `no API is named "${name}"`);
      }
      // First what brings it back after a restart, and what may be refused.
      await removeRecord(this.#home, name);
      await this.#server.call({ do: 'unload', name }, 5000).catch(() => undefined);
      this.#entries.delete(name);
      this.#unwritten.delete(countsOf(name));
      await removeApiFiles(this.#home, name);
    });
  }

  async #refreshTraffic(): Promise<void> {
    const server = this.#server;
    const counts = await server
      .call<ServerCounts>({ do: 'traffic' }, 2000)
      .catch((): ServerCounts | undefined => undefined);
    const now = performance.now();
    if (counts !== undefined || this.#changes.isBusy || !server.listens) this.#heard = now;
    else if (now - this.#heard > HUNG_MS) {
      this.#log.write('the server process does not answer: it is ended');
      this.#heard = now;
      server.kill();
    }
    if (counts === undefined) return;
    this.#logFault = counts.logFault;
    for (const [name, totals] of Object.entries(counts.traffic)) {
      const entry = this.#entries.get(name);
      if (entry !== undefined) entry.now = totals;
    }
  }

  async #saveTraffic(refresh = true): Promise<void> {
    if (refresh) await this.#refreshTraffic();
    for (const [name, entry] of this.#entries) {
      const totals = addTraffic(entry.before, entry.now);
      if (this.#saved.get(name) === totals.count) continue;
      const written = await this.#note(countsOf(name), () =>
        writeTraffic(this.#home, name, totals),
      );
      if (written) this.#saved.set(name, totals.count);
    }
  }

  /** Writes down all that a home has of its APIs, in a folder that has vanished. */
  async restore(): Promise<void> {
    this.#home.create();
    await writeJson(this.#home.network, this.#network);
    await writeJson(this.#home.server, identify(this.#server.pid));
    for (const { record } of this.#entries.values()) draftRecord(this.#home, record).commit();
    this.#saved.clear();
  }

  #troubles(): string[] {
    const troubles = [...new Set(this.#unwritten.values())];
    if (this.#logFault !== undefined) troubles.push(`logs cannot be written: ${this.#logFault}`);
    return troubles;
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
      troubles: this.#troubles(),
      apis,
    };
  }

  /**
   * Ends the server after its requests. APIs that are left start again with the next supervisor.
   * @param own whether the home's files are still this supervisor's
   */
  async stop(own = true): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    clearInterval(this.#saver);
    await this.#changes.settled();
    if (own) await this.#saveTraffic();
    await this.#server.stop();
    if (!own) return;
    await removeFile(this.#home.server).catch((error) => this.#log.write(String(error)));
    if (this.isEmpty) {
      await removeFile(this.#home.network).catch((error) => this.#log.write(String(error)));
    }
  }
}
