/** Reads a whole text file that a user names: a plain file, of a limited size, in UTF-8. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CambiumError, nearest } from '../errors.js';

export interface ReadTextOptions {
  /** Path as errors show it; default: as given. */
  readonly shown?: string;
  /** What the file should be, with its article; default: `a text file`. */
  readonly expected?: string;
  readonly maxBytes: number;
}

/**
 * The text of a file, without a byte order mark.
 * @throws CambiumError `missing-file` with the nearest name in the folder, `not-a-file`, `file-too-large`, `not-text`
 */
export async function readText(
  path: string,
  { shown = path, expected = 'a text file', maxBytes }: ReadTextOptions,
): Promise<string> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (status === undefined) {
    const beside = await readdir(dirname(path)).catch((): string[] => []);
    const near = nearest(basename(path), beside);
    throw new CambiumError('missing-file', `${shown}: there is no such file`, {
      hint: near === undefined ? undefined : `did you mean "${join(dirname(shown), near)}"?`,
    });
  }
  if (!status.isFile()) {
    const found = status.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new CambiumError('not-a-file', `${shown}: expected ${expected}, found ${found}`);
  }
  if (status.size > maxBytes) {
    throw new CambiumError(
      'file-too-large',
      `${shown}: expected ${expected} of at most ${mebibytes(maxBytes)}, found ${mebibytes(status.size)}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new CambiumError('not-text', `${shown}: expected ${expected} in UTF-8`, {
      hint: 'save it in UTF-8',
    });
  }
}

function mebibytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  return `${Number.isInteger(size) ? size : size.toFixed(1)} MiB`;
}
