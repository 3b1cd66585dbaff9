/** A log file that does not grow without end: lines are gathered, appended in the background, and old files renamed. */
import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';

export interface RotatingFileOptions {
  /** Bytes after which the file becomes `<path>.1`. */
  readonly maxBytes?: number;
  /** Old files that are kept: `.1` is the newest. */
  readonly keep?: number;
}

/** Text that waits for the disk at most; what comes beyond is counted and dropped. */
const MAX_PENDING = 4 * 2 ** 20;
const FLUSH_MS = 100;

/** A destination for pino. */
export class RotatingFile {
  readonly path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #pending: string[] = [];
  #pendingLength = 0;
  #dropped = 0;
  #size: number;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(path: string, { maxBytes = 10 * 2 ** 20, keep = 3 }: RotatingFileOptions = {}) {
    this.path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    this.#size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    if (this.#pendingLength > MAX_PENDING) {
      this.#dropped++;
      return;
    }
    this.#pending.push(line);
    this.#pendingLength += line.length;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Takes what is pending, and makes room for it. */
  #take(): string {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dropped > 0) {
      this.#pending.push(
        `${JSON.stringify({ level: 40, time: Date.now(), msg: `${this.#dropped} lines dropped: the disk is too slow` })}\n`,
      );
      this.#dropped = 0;
    }
    const text = this.#pending.join('');
    this.#pending = [];
    this.#pendingLength = 0;
    const bytes = Buffer.byteLength(text);
    if (this.#size > 0 && this.#size + bytes > this.#maxBytes) this.#rotate();
    this.#size += bytes;
    return text;
  }

  #rotate(): void {
    for (let i = this.#keep; i >= 1; i--) {
      const from = i === 1 ? this.path : `${this.path}.${i - 1}`;
      try {
        renameSync(from, `${this.path}.${i}`);
      } catch {
        // Not there yet.
      }
    }
    if (this.#keep === 0) rmSync(this.path, { force: true });
    this.#size = 0;
  }

  /** Writes what is pending. A disk that refuses costs the lines, never the server. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#pending.length === 0) return;
    const text = this.#take();
    this.#writing = appendFile(this.path, text).catch(() => undefined);
    await this.#writing;
    this.#writing = undefined;
    if (this.#pending.length > 0)
      this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** For the last words of a process that ends. */
  flushSync(): void {
    if (this.#pending.length === 0) return;
    try {
      appendFileSync(this.path, this.#take());
    } catch {
      // There is nowhere left to say it.
    }
  }
}
