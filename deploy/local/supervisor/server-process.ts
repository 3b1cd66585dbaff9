/** The supervisor's hold on the server process: calls with answers, and word of its end. */
import { type ChildProcess, fork } from 'node:child_process';
import { CambiumError } from '../../../src/errors.js';
import { built } from '../../../src/runtime/index.js';
import { revive, type ServerReply, type ServerRequest } from '../messages.js';
import type { ProcessLog } from './process-log.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly ended: Promise<string>;
  #calls = 0;
  #alive = true;

  /** @param log gets what the process prints. */
  constructor(cwd: string, log: ProcessLog) {
    this.#child = fork(built('deploy/local/server/server-main.js'), [], {
      cwd,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) log.follow(stream);
    }
    this.#child.on('message', (reply) => this.#settle(reply as ServerReply));
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        if (!this.#alive) return;
        this.#alive = false;
        const error = new CambiumError('server-ended', `the server process ended (${how})`);
        for (const waiting of this.#waiting.values()) waiting.reject(error);
        this.#waiting.clear();
        resolve(how);
      };
      this.#child.once('exit', (code, signal) => end(signal ?? `exit status ${code}`));
      this.#child.once('error', (error) => end(error.message));
    });
  }

  /** Whether it has said that it listens. */
  listens = false;

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  #settle(reply: ServerReply): void {
    const waiting = this.#waiting.get(reply.call);
    this.#waiting.delete(reply.call);
    if ('error' in reply) waiting?.reject(revive(reply.error));
    else waiting?.resolve(reply.result);
  }

  /** @throws CambiumError what the server answers, `server-ended`, or `server-silent` after `timeoutMs`. */
  call<Result>(request: ServerRequest, timeoutMs = 60_000): Promise<Result> {
    const call = ++this.#calls;
    return new Promise<Result>((resolve, reject) => {
      if (!this.#alive) {
        reject(new CambiumError('server-ended', 'the server process has ended'));
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(call);
        reject(
          new CambiumError(
            'server-silent',
            `the server process did not answer "${request.do}" in ${timeoutMs / 1000} s`,
          ),
        );
      }, timeoutMs);
      const settled = <T>(next: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          next(value);
        };
      };
      this.#waiting.set(call, {
        resolve: settled((result) => resolve(result as Result)),
        reject: settled(reject),
      });
      this.#child.send({ ...request, call }, (error) => {
        if (error !== null) this.#waiting.get(call)?.reject(error);
      });
    });
  }

  /** Lets requests finish, then ends the process; by force when it does not obey. */
  async stop(): Promise<void> {
    if (!this.#alive) return;
    await this.call({ do: 'stop' }, 15_000).catch(() => undefined);
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 2000);
    await this.ended;
    clearTimeout(killer);
  }
}
