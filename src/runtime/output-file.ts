/** Where a file may be written: in no folder's place, on no device, and never over what is read. */
import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CambiumError } from '../errors.js';

/** The file itself, whatever links lead to it. */
function identity(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** What lies at a path, if anything; throws when a part of the path is no folder. */
function look(path: string): Stats | undefined {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
  }
  if (found === undefined) checkParents(path);
  return found;
}

/** Newer versions of Node take a path through a file for one that leads nowhere, hence a look at each part. */
function checkParents(path: string): void {
  let below = resolve(path);
  for (let part = dirname(below); part !== below; part = dirname(part)) {
    below = part;
    let found: Stats | undefined;
    try {
      found = statSync(part, { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
      continue;
    }
    if (found?.isDirectory()) return;
    if (found === undefined) continue;
    throw new CambiumError('unwritable', `${path} cannot be written: a part of its path is a file`);
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
