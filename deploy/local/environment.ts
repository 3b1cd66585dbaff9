/** The environment `local`: APIs on this machine, served in the background. */

import { setTimeout as sleep } from 'node:timers/promises';
import { NO_TRAFFIC } from '../../server/traffic/index.js';
import { CambiumError } from '../../src/errors.js';
import {
  type ApiState,
  type DeployAction,
  type DeployedApi,
  type DeployOptions,
  type Environment,
  type LogOptions,
  unknownApi,
} from '../environment.js';
import type { ApiSpecification } from '../specification/index.js';
import { ask, findSupervisor } from './client/control-client.js';
import { followLog } from './client/follow-log.js';
import { endOrphan, launch } from './client/launch.js';
import { withLock } from './client/lock.js';
import type { PreparedApi } from './client/prepare.js';
import type { EnvironmentStatus, SupervisedApi } from './messages.js';
import { LocalHome } from './state/home.js';
import { removeFile } from './state/json-file.js';
import { isAlive } from './state/process-identity.js';
import {
  type ApiRecord,
  modelFolder,
  readNetwork,
  readRecords,
  readTraffic,
  removeApiFiles,
  removeModels,
  type SupervisorState,
} from './state/state.js';

/** URL of an endpoint; a server that listens on all addresses is reached at this machine's own. */
function urlOf(host: string, port: number, endpoint: string): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}${endpoint}`;
}

/** The port is that of all APIs: it stays what it is while one is served. */
function noticeOtherNetwork({ host, port }: EnvironmentStatus, options: DeployOptions): void {
  const wanted = { CAMBIUM_PORT: String(port), CAMBIUM_HOST: host };
  for (const [name, used] of Object.entries(wanted)) {
    const value = process.env[name];
    if (!value || value === used || (name === 'CAMBIUM_PORT' && value === '0')) continue;
    options.onNotice?.(
      `note: ${name}=${value} has no effect: APIs are already served on ${host}:${port}`,
    );
  }
}

function stateOf(
  { record, status, reason, traffic }: SupervisedApi,
  host: string,
  port: number,
): ApiState {
  const { api, kind, source, deployedAt, example } = record;
  return {
    ...{ name: api.name, kind, id: api.id, status, reason },
    ...{ endpoint: urlOf(host, port, api.endpoint), example, source, deployedAt, traffic },
  };
}

export class LocalEnvironment implements Environment {
  readonly name = 'local';
  readonly home: LocalHome;

  /** @param home default: CAMBIUM_HOME, else `~/.cambium`. */
  constructor(home?: string) {
    this.home = new LocalHome(home);
  }

  /**
   * Starts or updates APIs, all of which are checked before the first is touched; resolves when they
   * are live.
   * @throws CambiumError why one cannot be served: its version before, if any, stays live.
   */
  async deploy(
    specifications: readonly ApiSpecification[],
    options: DeployOptions,
  ): Promise<DeployedApi[]> {
    // Loads the server's parts, which the other commands do without.
    const { prepare } = await import('./client/prepare.js');
    const prepared: PreparedApi[] = [];
    for (const api of specifications) prepared.push(await prepare(api));
    this.home.create();
    return withLock(this.home.lock, async () => {
      const running = await findSupervisor(this.home);
      const before = running === undefined ? undefined : await status(running);
      const records = await readRecords(this.home);
      this.#checkEndpoints(
        prepared.map(({ served }) => served),
        records,
      );
      if (before !== undefined) noticeOtherNetwork(before, options);
      let supervisor = running;
      const deployed: DeployedApi[] = [];
      for (const one of prepared) {
        const { served } = one;
        const previous = before?.apis.find(({ record }) => record.api.name === served.name);
        const known = records.some(({ api }) => api.name === served.name);
        const current = previous?.status === 'live' && previous.record.api.id === served.id;
        const action: DeployAction =
          current && options.force !== true ? 'up to date' : known ? 'updating' : 'creating';
        options.onAction?.(served.name, action);
        if (action !== 'up to date') {
          supervisor = await this.#deployOne(supervisor, one, options);
        }
        deployed.push({ name: served.name, action, endpoint: served.endpoint });
      }
      const { host, port } = await status(supervisor as SupervisorState);
      return deployed.map((api) => ({ ...api, endpoint: urlOf(host, port, api.endpoint) }));
    });
  }

  async #launch(options: DeployOptions): Promise<SupervisorState> {
    const supervisor = await launch(this.home);
    for (const warning of (await status(supervisor)).warnings) {
      options.onNotice?.(`warning: ${warning}`);
    }
    return supervisor;
  }

  async #deployOne(
    running: SupervisorState | undefined,
    { served, example }: PreparedApi,
    options: DeployOptions,
  ): Promise<SupervisorState> {
    const { keepModel } = await import('./client/prepare.js');
    let supervisor = running;
    try {
      // First what may not fit on the disk: nothing is started for it then.
      const kept = await keepModel(this.home, served);
      const record: ApiRecord = {
        api: {
          ...kept,
          config: { ...kept.config },
          env: { ...kept.env },
        },
        kind: 'RealtimeAPI',
        source: { file: options.file, model: served.modelPath },
        deployedAt: Date.now(),
        example: { ...example },
      };
      supervisor ??= await this.#launch(options);
      await ask(supervisor, { do: 'deploy', record });
      return supervisor;
    } catch (error) {
      await this.#forgetFailed(served.name);
      if (supervisor !== undefined) await gone(supervisor);
      throw error;
    }
  }

  /** A version that never was live leaves no copy of its model. */
  async #forgetFailed(name: string): Promise<void> {
    const records = await readRecords(this.home);
    const live = records.find(({ api }) => api.name === name);
    await removeModels(this.home, name, live?.api.modelPath);
    if (live === undefined) await removeApiFiles(this.home, name);
  }

  #checkEndpoints(
    wanted: readonly { name: string; endpoint: string }[],
    records: readonly ApiRecord[],
  ): void {
    for (const { name, endpoint } of wanted) {
      const other = records.find(
        ({ api }) =>
          api.endpoint === endpoint &&
          api.name !== name &&
          !wanted.some((changed) => changed.name === api.name),
      );
      if (other === undefined) continue;
      throw new CambiumError(
        'endpoint-in-use',
        `endpoint ${endpoint} of "${name}" is already that of "${other.api.name}"`,
        { hint: `give another networking.endpoint, or: cambium delete ${other.api.name}` },
      );
    }
  }

  /** All APIs, by name. */
  async list(): Promise<ApiState[]> {
    const live = await this.#status();
    if (live !== undefined) return live.apis.map((api) => stateOf(api, live.host, live.port));
    const network = await readNetwork(this.home);
    const records = await readRecords(this.home);
    return Promise.all(
      records.map(async (record) => {
        const traffic = (await readTraffic(this.home, record.api.name)) ?? NO_TRAFFIC;
        const reason = `nothing serves it: cambium deploy ${record.source.file}`;
        const api: SupervisedApi = { record, status: 'stopped', reason, traffic };
        return stateOf(api, network?.host ?? '127.0.0.1', network?.port ?? 0);
      }),
    );
  }

  /** What goes wrong at present though all is served, e.g. a full disk; a line each. */
  async troubles(): Promise<readonly string[]> {
    return (await this.#status())?.troubles ?? [];
  }

  /** What the supervisor says, or undefined when none runs. */
  async #status(): Promise<EnvironmentStatus | undefined> {
    const supervisor = await findSupervisor(this.home);
    if (supervisor === undefined) return undefined;
    try {
      return await status(supervisor);
    } catch (error) {
      // It may have ended between the two lines above.
      if ((await findSupervisor(this.home)) === undefined) return undefined;
      throw error;
    }
  }

  /** @throws CambiumError `unknown-api` with a near miss. */
  async get(name: string): Promise<ApiState> {
    const apis = await this.list();
    const found = apis.find((api) => api.name === name);
    if (found !== undefined) return found;
    throw unknownApi(
      name,
      apis.map((api) => api.name),
    );
  }

  /**
   * Stops and removes an API; with the last one the background processes end.
   * @throws CambiumError `unknown-api` with a near miss.
   */
  async delete(name: string): Promise<void> {
    await this.get(name);
    await withLock(this.home.lock, async () => {
      const supervisor = await findSupervisor(this.home);
      if (supervisor === undefined) {
        await endOrphan(this.home);
        await removeApiFiles(this.home, name);
        if ((await readRecords(this.home)).length === 0) await removeFile(this.home.network);
        return;
      }
      await ask(supervisor, { do: 'delete', name });
      if ((await readRecords(this.home)).length === 0) await gone(supervisor);
    });
  }

  /**
   * An API's log, line by line.
   * @throws CambiumError `unknown-api` with a near miss.
   */
  async *logs(name: string, options: LogOptions): AsyncGenerator<string> {
    await this.get(name);
    const alive = async () => {
      const apis = await this.list().catch((): ApiState[] => []);
      return apis.some((api) => api.name === name);
    };
    yield* followLog(this.home.log(name), options, alive);
  }

  /** Folder of an API's model copies, for tests and the curious. */
  models(name: string): string {
    return modelFolder(this.home, name);
  }
}

function status(supervisor: SupervisorState): Promise<EnvironmentStatus> {
  return ask<EnvironmentStatus>(supervisor, { do: 'status' });
}

/** Waits until a supervisor that has nothing left to do has ended; one that has is left alone. */
async function gone(supervisor: SupervisorState): Promise<void> {
  for (let waited = 0; waited < 20_000 && isAlive(supervisor); waited += 20) {
    const answered = await status(supervisor).catch(() => undefined);
    if (answered !== undefined && answered.apis.length > 0) return;
    await sleep(20);
  }
}
