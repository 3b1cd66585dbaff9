/** A log file that does not grow without end: lines are gathered, appended in the background, and old files renamed. */
import { appendFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { reasonOf } from '../../src/runtime/index.js';

export interface RotatingFileOptions {
  /** Bytes after which the file becomes `<path>.1`. */
  readonly maxBytes?: number;
  /** Old files that are kept: `.1` is the newest. */
  readonly keep?: number;
}

/** Text that waits for the disk at most; what comes beyond is counted and dropped. */
const MAX_PENDING = 4 * 2 ** 20;
const FLUSH_MS = 100;

/** Lines on their way to the disk. */
interface Batch {
  readonly text: string;
  readonly bytes: number;
  readonly lines: number;
  /** How many lost lines the text tells of. */
  readonly said: number;
}

/** A destination for pino. */
export class RotatingFile {
  readonly path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #pending: string[] = [];
  #pendingLength = 0;
  /** Lines that were lost in all, and those of which the file does not tell yet. */
  #lost = 0;
  #unsaid = 0;
  /** Why lines were lost last. */
  #why = '';
  #fault: string | undefined;
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
      this.#why = 'the disk is too slow';
      this.#lost++;
      this.#unsaid++;
      return;
    }
    this.#pending.push(line);
    this.#pendingLength += line.length;
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Lines that were never written, since the beginning. */
  get lost(): number {
    return this.#lost;
  }

  /** Why the last attempt to write failed; undefined when it succeeded. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Takes what is pending, and makes room for it. */
  #take(): Batch {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#pending.length;
    if (this.#unsaid > 0) {
      const record = {
        level: 40,
        time: Date.now(),
        msg: `${this.#unsaid} lines were lost: ${this.#why}`,
      };
      this.#pending.push(`${JSON.stringify(record)}\n`);
    }
    const said = this.#unsaid;
    this.#unsaid = 0;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#pendingLength = 0;
    const bytes = Buffer.byteLength(text);
    if (this.#size > 0 && this.#size + bytes > this.#maxBytes) this.#rotate();
    return { text, bytes, lines, said };
  }

  #written({ bytes }: Batch): void {
    this.#size += bytes;
    this.#fault = undefined;
  }

  #failed({ lines, said }: Batch, error: unknown): void {
    this.#why = reasonOf(error);
    this.#fault = this.#why;
    this.#lost += lines;
    this.#unsaid += lines + said;
    // A disk that fills up takes a part: no line may stay cut.
    try {
      truncateSync(this.path, this.#size);
    } catch {
      // It is not there, or cannot be written at all.
    }
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
    const batch = this.#take();
    this.#writing = appendFile(this.path, batch.text).then(
      () => this.#written(batch),
      (error: unknown) => this.#failed(batch, error),
    );
    await this.#writing;
    this.#writing = undefined;
    if (this.#pending.length > 0)
      this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** For the last words of a process that ends. */
  flushSync(): void {
    if (this.#pending.length === 0) return;
    const batch = this.#take();
    try {
      appendFileSync(this.path, batch.text);
      this.#written(batch);
    } catch (error) {
      this.#failed(batch, error);
    }
  }
}
