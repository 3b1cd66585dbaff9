/** Reads a small text file that a user names on the command line. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CambiumError, nearest } from '../../src/errors.js';

const MAX_BYTES = 4 * 2 ** 20;

/** @throws CambiumError `missing-file` with the nearest file of the folder, `not-a-file`, `file-too-large`. */
export async function readText(path: string, shown: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  if (status !== undefined && !status.isFile()) {
    const found = status.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new CambiumError('not-a-file', `${shown}: expected a YAML file, found ${found}`);
  }
  if (status === undefined) {
    const beside = await readdir(dirname(path)).catch((): string[] => []);
    const near = nearest(basename(path), beside);
    throw new CambiumError('missing-file', `${shown}: there is no such file`, {
      hint: near === undefined ? undefined : `did you mean "${join(dirname(shown), near)}"?`,
    });
  }
  if (status.size > MAX_BYTES) {
    throw new CambiumError(
      'file-too-large',
      `${shown}: an API's file may have ${MAX_BYTES} bytes, this one has ${status.size}`,
    );
  }
  return readFile(path, 'utf8');
}
