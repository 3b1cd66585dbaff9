/** The log of one API: its life, refused and failed requests; never a payload. */
import { type Logger, pino } from 'pino';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.js';

/** Lines a second that requests may fill; the rest is counted. */
const LINES_A_SECOND = 50;

export class ApiLog {
  readonly #file: RotatingFile;
  readonly #logger: Logger;
  #second = 0;
  #lines = 0;
  #skipped = 0;

  /** @param path the log file; its folder exists. */
  constructor(path: string, name: string, options?: RotatingFileOptions) {
    this.#file = new RotatingFile(path, options);
    this.#logger = pino({ base: { api: name } }, this.#file);
  }

  info(message: string): void {
    this.#logger.info(message);
  }

  warn(message: string): void {
    this.#logger.warn(message);
  }

  error(message: string): void {
    this.#logger.error(message);
  }

  /** What a predictor printed. */
  printed(level: 'info' | 'warn' | 'error', message: string): void {
    if (this.#admit()) this.#logger[level](message.slice(0, 8192));
  }

  /** A request that its sender could mend. */
  refused(code: number, message: string): void {
    if (this.#admit()) this.#logger.warn({ code }, message);
  }

  /** A request that failed by a fault of the API's own. */
  failed(error: unknown): void {
    if (!this.#admit()) return;
    const message = error instanceof Error ? error.message : String(error);
    const cause = error instanceof Error ? (error.cause ?? error) : undefined;
    const stack = cause instanceof Error ? cause.stack : undefined;
    this.#logger.error({ code: 500, stack }, message);
  }

  /** Whether another line fits into this second. */
  #admit(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      if (this.#skipped > 0) this.#logger.warn(`${this.#skipped} more lines in that second`);
      this.#second = second;
      this.#lines = 0;
      this.#skipped = 0;
    }
    if (this.#lines >= LINES_A_SECOND) {
      this.#skipped++;
      return false;
    }
    this.#lines++;
    return true;
  }

  flush(): Promise<void> {
    return this.#file.flush();
  }

  flushSync(): void {
    this.#file.flushSync();
  }
}
