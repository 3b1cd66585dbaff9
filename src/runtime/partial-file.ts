/** A file that is written beside its place and renamed when it is whole, so that nobody sees half of it. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CambiumError } from '../errors.js';
import { checkOutput } from './output-file.js';

let count = 0;

/** What has been begun and is not complete. */
const begun = new Set<string>();

/** A process that ends early, by whatever code, leaves none of them. */
function discardAll(): void {
  for (const path of begun) rmSync(path, { recursive: true, force: true });
}

/** The unfinished form of a file. Call {@link commit} or {@link discard}, once. */
export class PartialFile {
  readonly target: string;
  /** Where to write meanwhile. */
  readonly path: string;

  /** Makes the target's folder. @throws CambiumError when it cannot, or the target is no plain file. */
  constructor(target: string) {
    this.target = resolve(target);
    count += 1;
    this.path = `${this.target}.${process.pid}-${count}.partial`;
    try {
      checkOutput(target);
      mkdirSync(dirname(this.target), { recursive: true });
      if (begun.size === 0) process.once('exit', discardAll);
      begun.add(this.path);
    } catch (error) {
      throw unwritable(target, error);
    }
  }

  /** Puts the file in its place, over an older one. */
  commit(): void {
    try {
      renameSync(this.path, this.target);
      this.#end();
    } catch (error) {
      this.discard();
      throw unwritable(this.target, error);
    }
  }

  /** Removes what was written. */
  discard(): void {
    this.#end();
    try {
      rmSync(this.path, { recursive: true, force: true });
    } catch {
      // What could not be made, e.g. for the length of its name, cannot be removed either.
    }
  }

  #end(): void {
    begun.delete(this.path);
    if (begun.size === 0) process.off('exit', discardAll);
  }
}

/** By the code of Node's errors, and by the text of those of libraries that have none. */
const REASONS = [
  { known: /^ENOSPC$|No space left on device/, reason: 'the disk is full' },
  { known: /^(?:EACCES|EPERM)$|Permission denied/, reason: 'permission is denied' },
  { known: /^EROFS$|Read-only file system/, reason: 'the file system is read-only' },
  { known: /^ENAMETOOLONG$|File name too long/, reason: 'its name is too long' },
  { known: /^(?:ENOTDIR|EEXIST)$|Not a directory/, reason: 'a part of its path is a file' },
] as const;

/** Why a file cannot be written, in words: `the disk is full`. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return REASONS.find(({ known }) => known.test(code ?? message))?.reason ?? message;
}

/** The error for a file that cannot be written. */
export function unwritable(path: string, error: unknown): unknown {
  if (error instanceof CambiumError) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const noFolder = code === 'ENOENT' && syscall === 'mkdir';
  const reason = noFolder ? 'its folder cannot be made' : reasonOf(error);
  return new CambiumError('unwritable', `${path} cannot be written: ${reason}`, { cause: error });
}

/**
 * Calls `write` with a path beside `path`, then renames; on an error removes what was written.
 * @throws CambiumError `unwritable`, or what `write` throws
 */
export async function writeAtomically(
  path: string,
  write: (partial: string) => Promise<void>,
): Promise<void> {
  const file = new PartialFile(path);
  try {
    await write(file.path);
  } catch (error) {
    file.discard();
    throw error instanceof Error && 'syscall' in error ? unwritable(path, error) : error;
  }
  file.commit();
}
