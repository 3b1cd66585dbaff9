/** Tries a version of an API in a process of its own: what its predictor does there harms neither command nor server. */
import { fork } from 'node:child_process';
import type { ServedApi } from '../../../server/api/index.js';
import { CambiumError } from '../../../src/errors.js';
import { built } from '../../../src/runtime/index.js';
import { LOAD_MS, revive, type TrialReply, type TrialResult } from '../messages.js';

/**
 * Loads an API as the server will, and tries its predictor once. What the predictor prints goes to standard error.
 * @throws CambiumError for a model or a predictor that cannot be used, also one that ends the process or never comes back
 */
export function tryApi(api: ServedApi): Promise<TrialResult> {
  return new Promise((resolve, reject) => {
    const bad = (what: string) =>
      new CambiumError('bad-predictor', `predictor ${api.predictorPath}: ${what}`);
    const child = fork(built('deploy/local/client/trial-main.js'), [], {
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const timer = setTimeout(() => {
      reject(bad(`it has not been loaded after ${LOAD_MS / 1000} s`));
      child.kill('SIGKILL');
    }, LOAD_MS);
    child.once('message', (reply: TrialReply) => {
      if ('error' in reply) reject(revive(reply.error));
      else resolve(reply);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      // Without effect where it has answered.
      reject(bad(`it ended the process that tried it (${signal ?? `exit status ${code}`})`));
    });
    child.send(api);
  });
}
