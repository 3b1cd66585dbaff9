/** Files that a user names to be read: what is wrong with a path, in the same words for every reader. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ErrorCode } from '../error-codes.js';
import { CambiumError, checkKind, nearest } from '../errors.js';

export interface InputFileOptions {
  /** Path as errors show it; default: as given. */
  readonly shown?: string | undefined;
  /** What the file should be, with its article; default: `a file`. */
  readonly expected?: string | undefined;
  /** Code of the error for a file that is not there; default: `missing-file`. */
  readonly missing?: ErrorCode | undefined;
  /** Advice where it is not there and no other file has a name like it. */
  readonly hint?: string | undefined;
}

/**
 * Refuses what is no path.
 * @param what what it is the path of, e.g. `the path of a model`
 * @throws CambiumError `invalid-option`
 */
export function checkPath(what: string, path: unknown): asserts path is string {
  checkKind(what, path, 'a string');
  const bad = (fault: string) => new CambiumError('invalid-option', `${what} ${fault}`);
  if (path === '') throw bad('is empty');
  if ((path as string).includes('\0')) throw bad('must not contain NUL characters');
}

/**
 * Looks at a file before it is opened: opening a pipe would wait for somebody to write.
 * @returns its size in bytes
 * @throws CambiumError `invalid-option`, `missing-file` with the nearest name in its folder, `not-a-file`, `unreadable`
 */
export function checkInput(path: string, options: InputFileOptions = {}): number {
  const { shown = path, expected = 'a file' } = options;
  checkPath(`the path of ${expected}`, path);
  let found: Stats;
  try {
    found = statSync(path);
  } catch (error) {
    throw unreadable(path, error, options);
  }
  if (found.isFile()) return found.size;
  const kind = found.isDirectory() ? 'a folder' : 'a device or a pipe';
  throw new CambiumError('not-a-file', `${shown}: expected ${expected}, found ${kind}`);
}

/** By the code of Node's errors. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission to read it is denied',
  EPERM: 'permission to read it is denied',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

/** The error for a file that the system did not let be read; a {@link CambiumError} as it is. */
export function unreadable(
  path: string,
  error: unknown,
  { shown = path, missing = 'missing-file', hint }: InputFileOptions = {},
): CambiumError {
  if (error instanceof CambiumError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return new CambiumError(missing, `${shown}: there is no such file`, {
      hint: nearby(path, shown) ?? hint,
      cause: error,
    });
  }
  if (code === 'ENOTDIR') {
    return new CambiumError(missing, `${shown}: a part of its path is a file`, { cause: error });
  }
  return new CambiumError(
    'unreadable',
    `${shown}: ${REASONS[code] ?? `it cannot be read (${message})`}`,
    {
      cause: error,
    },
  );
}

/** The near miss among the names in a file's folder; a link that leads nowhere is of its own name. */
function nearby(path: string, shown: string): string | undefined {
  let beside: readonly string[] = [];
  try {
    beside = readdirSync(dirname(path));
  } catch {
    return undefined;
  }
  if (beside.includes(basename(path))) return 'it is a link to a file that is not there';
  const near = nearest(basename(path), beside);
  return near === undefined ? undefined : `did you mean "${join(dirname(shown), near)}"?`;
}
