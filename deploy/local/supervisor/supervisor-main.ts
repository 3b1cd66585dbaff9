/** The background process of one home: a supervisor, and its ear. Arguments: home's folder, host, port. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../src/runtime/index.js';
import { type ControlRequest, plainError } from '../messages.js';
import { LocalHome } from '../state/home.js';
import type { SupervisorState } from '../state/state.js';
import { ProcessLog } from './process-log.js';
import { ServerProcess } from './server-process.js';

/** A supervisor whose starter never came back does not wait for ever. */
const LONELY_MS = 60_000;
/** How often it looks whether commands can still find it. */
const LOOK_MS = 2000;

async function main(home: LocalHome, host: string, port: number, log: ProcessLog): Promise<void> {
  // The server's process starts while the rest of this one is loaded.
  const server = new ServerProcess(home.folder, log);
  const [
    { Supervisor },
    { openControl },
    { removeFile, writeJson },
    { identify, isAlive },
    { readSupervisor },
  ] = await Promise.all([
    import('./supervisor.js'),
    import('./control-server.js'),
    import('../state/json-file.js'),
    import('../state/process-identity.js'),
    import('../state/state.js'),
  ]);
  const supervisor = await Supervisor.start(home, { host, port }, server, log);
  let used = !supervisor.isEmpty;
  let ending = false;

  const end = async (own = true) => {
    if (ending) return;
    ending = true;
    log.write('stopping');
    // No command finds this supervisor from here on. A disk that refuses keeps nobody running.
    if (own) await removeFile(home.supervisor).catch((error) => log.write(String(error)));
    await Promise.all([supervisor.stop(own), control.close()]);
    process.exit(0);
  };

  const perform = async (request: ControlRequest): Promise<unknown> => {
    try {
      switch (request.do) {
        case 'status':
          return await supervisor.status();
        case 'deploy':
          used = true;
          return await supervisor.deploy(request.record);
        case 'delete':
          return await supervisor.delete(request.name);
      }
    } finally {
      // The last API is gone, or the first did not start. The port is free before the answer goes out.
      if (request.do !== 'status' && supervisor.isEmpty) {
        await removeFile(home.supervisor);
        await supervisor.stop();
        setImmediate(() => void end());
      }
    }
  };

  const control = await openControl(perform);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const state: SupervisorState = {
    ...identify(),
    version: String(version),
    controlPort: control.port,
    token: control.token,
  };
  await writeJson(home.supervisor, state, 0o600);
  const look = async () => {
    if (ending || supervisor.isEmpty) return;
    const found = await readSupervisor(home);
    if (found?.token === state.token) return;
    if (found !== undefined && isAlive(found)) {
      log.write('another supervisor has taken this home');
      return end(false);
    }
    // Somebody has removed the home from under APIs that answer: without it no command could stop them.
    await supervisor.restore();
    await writeJson(home.supervisor, state, 0o600);
    log.write('the state of this home was gone, and is written again');
  };
  setInterval(() => void look().catch(() => undefined), LOOK_MS);
  setTimeout(() => {
    if (!used && supervisor.isEmpty) void end();
  }, LONELY_MS).unref();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void end());
  }
  process.send?.({ ready: true });
  process.disconnect?.();
}

const [folder = '', host = '127.0.0.1', port = '8890'] = process.argv.slice(2);
const home = new LocalHome(dirname(folder));
const log = new ProcessLog(home.supervisorLog);
process.on('exit', () => log.flushSync());
process.on('uncaughtException', (error) => {
  log.write(String(error.stack ?? error).replaceAll('\n', ' '));
  process.exit(1);
});
try {
  await main(home, host, Number(port), log);
} catch (error) {
  log.write(plainError(error).message);
  process.send?.({ error: plainError(error) }, () => process.exit(1));
}
