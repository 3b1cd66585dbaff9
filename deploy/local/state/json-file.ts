/** Small JSON files of the local environment's state, never half-written. */
import { writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { CambiumError } from '../../../src/errors.js';
import {
  PartialFile,
  parseJson,
  reasonOf,
  unwritable,
  writeAtomically,
} from '../../../src/runtime/index.js';

/** @param mode e.g. 0o600 for a file with a secret. */
export async function writeJson(path: string, value: unknown, mode = 0o600): Promise<void> {
  await writeAtomically(path, (partial) =>
    writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode }),
  );
}

/**
 * Writes a file beside its place, to be committed or discarded.
 * @throws CambiumError `unwritable`; then nothing is left.
 */
export function draftJson(path: string, value: unknown, mode = 0o600): PartialFile {
  const draft = new PartialFile(path);
  try {
    writeFileSync(draft.path, `${JSON.stringify(value, null, 2)}\n`, { mode });
    return draft;
  } catch (error) {
    draft.discard();
    throw unwritable(path, error);
  }
}

/** The file's value, or undefined when there is none or it is not what this version writes. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    const result = schema.safeParse(parseJson(await readFile(path, 'utf8')));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** @throws CambiumError `unwritable`, e.g. on a read-only file system */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true, recursive: true });
  } catch (error) {
    throw new CambiumError('unwritable', `${path} cannot be removed: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
