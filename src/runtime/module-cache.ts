/** Where compiled modules of a project are kept, so that a command does not compile what has not changed. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The file that marks a project's folder. */
export const PROJECT_FILE = 'cambium.yml';

/** The folder inside a project for what commands keep there. It tells git by itself that it is not to be kept. */
export const PROJECT_STATE = '.cambium';

/** Makes the project's own state folder, if need be, and gives its path. @throws what the file system throws. */
export function makeProjectState(project: string): string {
  const folder = join(project, PROJECT_STATE);
  mkdirSync(folder, { recursive: true });
  const ignored = join(folder, '.gitignore');
  if (!existsSync(ignored)) writeFileSync(ignored, '*\n');
  return folder;
}

/**
 * The folder for what is compiled from `path`: `.cambium/modules` of the project that it is in. None
 * where there is no project, or where it cannot be written: whoever can write to the cache can have
 * code run, so it lies nowhere but beside the sources.
 */
export function moduleCacheFolder(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) {
      try {
        return join(makeProjectState(folder), 'modules');
      } catch {
        return undefined;
      }
    }
    if (dirname(folder) === folder) return undefined;
  }
}
