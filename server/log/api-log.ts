/** The log of one API: its life, refused and failed requests, what its predictor prints; never a payload. */
import { type Logger, pino } from 'pino';
import { isError, printable, thrownMessage, traceOf } from '../../src/runtime/index.js';
import { droppedLines, LineLimit } from './line-limit.js';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.js';

/** Characters of one entry. */
const MAX_ENTRY = 8192;

/** Text of several lines, without what a terminal would obey. */
const entry = (text: string) => printable(text, MAX_ENTRY, '\n\t');

export class ApiLog {
  readonly #file: RotatingFile;
  readonly #logger: Logger;
  readonly #limit = new LineLimit((dropped) => this.#logger.warn(droppedLines(dropped)));
  #closed = false;

  /** @param path the log file; its folder exists. */
  constructor(path: string, name: string, options?: RotatingFileOptions) {
    this.#file = new RotatingFile(path, options);
    this.#logger = pino({ base: { api: name } }, this.#file);
  }

  /** Lines that a disk has refused so far. */
  get lost(): number {
    return this.#file.lost;
  }

  /** Why nothing can be written now, if so. */
  get fault(): string | undefined {
    return this.#file.fault;
  }

  info(message: string): void {
    this.#logger.info(entry(message));
  }

  error(message: string): void {
    this.#logger.error(entry(message));
  }

  /** What a predictor printed. */
  printed(level: 'info' | 'warn' | 'error', message: string): void {
    if (this.#admit(message)) this.#logger[level](entry(message));
  }

  /** A request that its sender could correct. */
  refused(code: number, message: string): void {
    if (this.#admit(message)) this.#logger.warn({ code }, entry(message));
  }

  /** A request that failed by a fault of the API's own. */
  failed(error: unknown): void {
    const message = thrownMessage(error);
    const cause = isError(error) ? (error.cause ?? error) : undefined;
    const stack = isError(cause) ? entry(traceOf(cause)) : undefined;
    if (!this.#admit(message + (stack ?? ''))) return;
    this.#logger.error({ code: 500, stack }, entry(message));
  }

  #admit(text: string): boolean {
    return !this.#closed && this.#limit.admit(Math.min(text.length, MAX_ENTRY));
  }

  flush(): Promise<void> {
    this.#limit.flush();
    return this.#file.flush();
  }

  flushSync(): void {
    this.#limit.flush();
    this.#file.flushSync();
  }

  /** Writes what is pending, and takes no more: timers of a predictor may outlive its API. */
  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
  }
}
