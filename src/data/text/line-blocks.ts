/** Streams a text file as blocks of whole lines, so that readers scan bytes and hold little of the file at once. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CambiumError } from '../../errors.js';
import { unreadable } from '../../runtime/input-file.js';
import { checkContent, probe } from '../files/format.js';

const BLOCK_BYTES = 1 << 20;
const NEWLINE = 0x0a;
/** A line must fit into memory, and with it what is read of it. */
const MOST_LINE_BYTES = 2 ** 26;

/** Whole lines of a text: `bytes` up to `length`, of which the last line of the file may lack its end. */
export interface LineBlock {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/**
 * The lines of a file, gzip unpacked, a byte order mark left out. A block is valid until the next is asked for.
 * @throws CambiumError when the file is missing, empty, unreadable or no text, or `long-line`
 */
export async function* lineBlocks(path: string): AsyncGenerator<LineBlock> {
  const file = probe(path);
  checkContent(file, 'csv');
  const raw = createReadStream(path, { highWaterMark: BLOCK_BYTES });
  const stream = file.compressed ? raw.pipe(createGunzip({ chunkSize: BLOCK_BYTES })) : raw;
  // A pipe does not hand on the errors of what it reads from.
  if (stream !== raw) raw.on('error', (error) => stream.destroy(error));
  let kept = new Uint8Array(2 * BLOCK_BYTES);
  let used = 0;
  let first = true;
  /** Bytes of the blocks that are read. */
  let before = 0;
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      let chunk = part;
      if (first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        chunk = chunk.subarray(3);
      }
      first = false;
      if (used + chunk.length > kept.length) {
        const larger = new Uint8Array(2 * (used + chunk.length));
        larger.set(kept.subarray(0, used));
        kept = larger;
      }
      kept.set(chunk, used);
      const cut = chunk.lastIndexOf(NEWLINE);
      if (cut < 0) {
        used += chunk.length;
        if (used > MOST_LINE_BYTES) throw tooLong(path, before);
        continue;
      }
      const length = used + cut + 1;
      const all = used + chunk.length;
      yield { bytes: kept, length };
      before += length;
      kept.copyWithin(0, length, all);
      used = all - length;
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) {
      throw new CambiumError('unreadable', `${path}: the gzip data is damaged or cut short`, {
        cause,
      });
    }
    if (cause instanceof CambiumError || code === undefined) throw cause;
    throw unreadable(path, cause);
  } finally {
    raw.destroy();
  }
  if (used > 0) yield { bytes: kept, length: used };
}

function tooLong(path: string, start: number): CambiumError {
  const limit = `${MOST_LINE_BYTES / 2 ** 20} MiB`;
  const problem = `${path}: the line that begins at byte ${start} is longer than ${limit}`;
  return new CambiumError('long-line', problem, {
    hint: 'is the file text, and are its lines ended?',
  });
}
