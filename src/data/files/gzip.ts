/** Checks that a gzip file is whole: DuckDB takes one that is cut short for complete. */
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CambiumError } from '../../errors.js';

const CHUNK_BYTES = 1 << 20;

/**
 * Unpacks a file once, keeping nothing, on another thread than JavaScript's.
 * @throws CambiumError `truncated` when it ends too early, `unreadable` when it is damaged.
 */
export async function checkGzip(path: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const unpack = createGunzip({ chunkSize: CHUNK_BYTES });
  try {
    await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), unpack, nowhere);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') {
      throw new CambiumError('truncated', `${path}: the gzip data does not end`, {
        hint: 'the file is cut short',
        cause,
      });
    }
    throw new CambiumError('unreadable', `${path}: the gzip data is damaged: ${message}`, {
      cause,
    });
  }
}
