/** Writes a file beside its place and renames it, so that nobody ever sees half of it. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

let count = 0;

/** Where a file is written before it takes its name; unique in this process. */
export function partialPath(path: string): string {
  count += 1;
  return `${path}.${process.pid}-${count}.partial`;
}

/** Calls `write` with a path beside `path`, then renames; on an error removes what was written. */
export async function writeAtomically(
  path: string,
  write: (partial: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = partialPath(path);
  try {
    await write(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}
