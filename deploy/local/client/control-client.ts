/** A command's word to the supervisor of a home, if one runs. */
import { request } from 'node:http';
import { CambiumError } from '../../../src/errors.js';
import { type ControlRequest, type PlainError, revive } from '../messages.js';
import type { LocalHome } from '../state/home.js';
import { isAlive } from '../state/process-identity.js';
import { readSupervisor, type SupervisorState } from '../state/state.js';

/** The supervisor that runs, or undefined; what a dead one left behind does not count. */
export async function findSupervisor(home: LocalHome): Promise<SupervisorState | undefined> {
  const state = await readSupervisor(home);
  return state !== undefined && isAlive(state) ? state : undefined;
}

/** @throws CambiumError what the supervisor answers, or `supervisor-silent`. */
export function ask<Result>(
  { controlPort, token }: SupervisorState,
  what: ControlRequest,
  timeoutMs = 120_000,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const silent = (cause: Error) =>
      reject(
        new CambiumError('supervisor-silent', `the supervisor does not answer: ${cause.message}`, {
          hint: 'try again',
          cause,
        }),
      );
    const call = request(
      {
        host: '127.0.0.1',
        port: controlPort,
        method: 'POST',
        agent: false,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        timeout: timeoutMs,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', silent);
        response.on('end', () => {
          try {
            const answer = JSON.parse(text) as { result?: Result; error?: PlainError };
            if (answer.error !== undefined) reject(revive(answer.error));
            else resolve(answer.result as Result);
          } catch (error) {
            silent(error as Error);
          }
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer in ${timeoutMs / 1000} s`)));
    call.on('error', silent);
    call.end(JSON.stringify(what));
  });
}
