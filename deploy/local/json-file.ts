/** Small JSON files of the local environment's state, never half-written. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import { parseJson, writeAtomically } from '../../src/runtime/index.js';

/** @param mode e.g. 0o600 for a file with a secret. */
export async function writeJson(path: string, value: unknown, mode = 0o600): Promise<void> {
  await writeAtomically(path, (partial) =>
    writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode }),
  );
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

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
}
