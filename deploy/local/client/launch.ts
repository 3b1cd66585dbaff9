/** Starts a home's supervisor in the background, where it outlives the command. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CambiumError } from '../../../src/errors.js';
import { built, unwritable } from '../../../src/runtime/index.js';
import { type PlainError, revive } from '../messages.js';
import type { LocalHome } from '../state/home.js';
import { readJson, removeFile } from '../state/json-file.js';
import { isAlive, processIdentity } from '../state/process-identity.js';
import { type Network, readNetwork, type SupervisorState } from '../state/state.js';
import { findSupervisor } from './control-client.js';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8890;
const START_MS = 60_000;

/** @throws CambiumError `bad-port`. */
function portFrom(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CambiumError(
    'bad-port',
    `CAMBIUM_PORT: expected a port from 0 to 65535, found "${text}"`,
    { hint: '0 takes any free port' },
  );
}

/**
 * Where the server is to listen: CAMBIUM_HOST and CAMBIUM_PORT, else what the environment's APIs
 * have had so far, else 127.0.0.1:8890.
 */
async function chooseNetwork(home: LocalHome): Promise<Network> {
  const recorded = await readNetwork(home);
  const port = process.env['CAMBIUM_PORT'];
  const host = process.env['CAMBIUM_HOST'] || (recorded?.host ?? DEFAULT_HOST);
  return { host, port: port ? portFrom(port) : (recorded?.port ?? DEFAULT_PORT) };
}

/** Ends a server process whose supervisor died, and which did not notice. */
export async function endOrphan(home: LocalHome): Promise<void> {
  const server = await readJson(home.server, processIdentity);
  if (server !== undefined && isAlive(server)) {
    // It usually ends by itself when its supervisor is gone, after the requests under way.
    for (let waited = 0; waited < 3000 && isAlive(server); waited += 50) await sleep(50);
    if (isAlive(server)) process.kill(server.pid, 'SIGKILL');
    while (isAlive(server)) await sleep(10);
  }
  await removeFile(home.server);
}

function openLog(home: LocalHome): number {
  try {
    return openSync(home.supervisorLog, 'a', 0o600);
  } catch (error) {
    throw unwritable(home.supervisorLog, error);
  }
}

/**
 * Starts a supervisor; the caller holds the home's lock, and there is none yet.
 * @throws CambiumError why it could not start, e.g. `port-in-use`: then nothing is left running.
 */
export async function launch(home: LocalHome): Promise<SupervisorState> {
  const { host, port } = await chooseNetwork(home);
  await endOrphan(home);
  const log = openLog(home);
  const child = spawn(
    process.execPath,
    [built('deploy/local/supervisor/supervisor-main.js'), home.folder, host, String(port)],
    { cwd: home.folder, detached: true, stdio: ['ignore', log, log, 'ipc'], windowsHide: true },
  );
  closeSync(log);
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (how: string) =>
        reject(
          new CambiumError('supervisor-failed', `the supervisor did not start: ${how}`, {
            hint: `see ${home.supervisorLog}`,
          }),
        );
      const timer = setTimeout(() => fail(`not ready in ${START_MS / 1000} s`), START_MS);
      timer.unref();
      child.once('error', (error) => fail(error.message));
      child.once('exit', (code, signal) => fail(signal ?? `exit status ${code}`));
      child.on('message', (message: { ready?: true; error?: PlainError }) => {
        clearTimeout(timer);
        if (message.error === undefined) resolve();
        else reject(revive(message.error));
      });
    });
  } catch (error) {
    child.kill('SIGTERM');
    throw error;
  } finally {
    child.removeAllListeners();
    if (child.connected) child.disconnect();
    child.unref();
  }
  const state = await findSupervisor(home);
  if (state === undefined) {
    throw new CambiumError('supervisor-failed', 'the supervisor ended as soon as it was ready', {
      hint: `see ${home.supervisorLog}`,
    });
  }
  return state;
}
