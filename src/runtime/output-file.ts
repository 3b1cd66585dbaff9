/** Where a file may be written: in no folder's place, on no device, and never over what is read. */
import { realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CambiumError } from '../errors.js';

/** The file itself, whatever links lead to it. */
function identity(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOTDIR') throw cause;
    throw new CambiumError(
      'unwritable',
      `${path} cannot be written: a part of its path is a file`,
      {
        cause,
      },
    );
  }
}

/**
 * Looks at a path that a finished file is to be renamed to.
 * @param inputs files that are still needed
 * @throws CambiumError `directory`, `not-a-file`, `unwritable`, `overwrites-input`; an error of the system
 *   where the path cannot be looked at
 */
export function checkOutput(path: string, inputs: Iterable<string> = []): void {
  if (path === '') throw new CambiumError('not-a-file', 'the file to write has no name');
  const found = look(path);
  if (found?.isDirectory()) {
    throw new CambiumError('directory', `${path} is a folder: name a file to write`);
  }
  // A rename would put a plain file in the place of the device.
  if (found !== undefined && !found.isFile()) {
    throw new CambiumError('not-a-file', `${path} is a device or a pipe: name a file to write`);
  }
  const own = identity(path);
  for (const input of inputs) {
    if (identity(input) !== own) continue;
    throw new CambiumError(
      'overwrites-input',
      `${path} would be written over, but is read or written already`,
      { hint: 'give the output another name' },
    );
  }
}
