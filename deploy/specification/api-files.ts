/** Finds the file of APIs that `cambium deploy` means when none is named, and those that it may mean. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CambiumError, listNames } from '../../src/errors.js';
import { KINDS } from './schema.js';

/** The files that need no naming, in this order. */
const DEFAULT_FILES = ['apis.yml', 'apis.yaml'] as const;

/** How far a folder is looked through for files of APIs. */
const MOST_FILES = 200;
const MOST_BYTES = 2 ** 20;

const API = new RegExp(`^[ \\t-]*kind:[ \\t]*["']?(?:${KINDS.join('|')})\\b`, 'm');

/** Names of the files in a folder that seem to hold APIs, sorted. */
export function apiFilesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.ya?ml$/i.test(name));
  } catch {
    return [];
  }
  return names
    .sort()
    .slice(0, MOST_FILES)
    .filter((name) => {
      try {
        const { size } = statSync(join(folder, name));
        return size <= MOST_BYTES && API.test(readFileSync(join(folder, name), 'utf8'));
      } catch {
        return false;
      }
    });
}

/** `cambium deploy x.yml`, or what else helps, where a file without APIs was meant to have some. */
export function deployHint(folder: string): string {
  const found = apiFilesIn(folder);
  if (found.length === 1) return `cambium deploy ${found[0]}`;
  if (found.length > 1) return `files with APIs: ${listNames(found)}`;
  return 'an API has name, kind and predictor: cambium deploy --help shows one';
}

/**
 * The file of APIs of a folder where none is named.
 * @throws CambiumError `missing-file` that names the files which hold APIs
 */
export function defaultApiFile(folder: string): string {
  const found = DEFAULT_FILES.find((name) => existsSync(join(folder, name)));
  if (found !== undefined) return found;
  throw new CambiumError(
    'missing-file',
    `no file of APIs is named, and there is no ${DEFAULT_FILES[0]} in this folder`,
    { hint: deployHint(folder) },
  );
}
