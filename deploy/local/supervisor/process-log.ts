/** The log of a home's processes: the supervisor's own lines, and what the server process prints outside its APIs. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { droppedLines, LineLimit, RotatingFile } from '../../../server/log/index.js';
import { printable } from '../../../src/runtime/index.js';

/** Characters of a line; the rest of it is dropped. */
const MAX_LINE = 2048;

export class ProcessLog {
  readonly #file: RotatingFile;
  readonly #limit = new LineLimit((dropped) => this.write(droppedLines(dropped)));

  constructor(path: string) {
    this.#file = new RotatingFile(path);
  }

  /** A line of the supervisor's own. */
  write(message: string): void {
    this.#file.write(`${new Date().toISOString()} ${printable(message, MAX_LINE, '\t')}\n`);
  }

  /** Takes the lines of a process's standard output or error, so many a second; native code prints there too. */
  follow(stream: Readable): void {
    const decoder = new StringDecoder('utf8');
    let line = '';
    const end = () => {
      if (line !== '' && this.#limit.admit(line.length)) this.write(line);
      line = '';
    };
    stream.on('data', (part: Buffer) => {
      const [first = '', ...rest] = decoder.write(part).split('\n');
      line += first.slice(0, MAX_LINE + 1 - line.length);
      for (const next of rest) {
        end();
        line = next.slice(0, MAX_LINE + 1);
      }
    });
    stream.on('end', end);
    stream.on('error', () => undefined);
  }

  flushSync(): void {
    this.#limit.flush();
    this.#file.flushSync();
  }
}
