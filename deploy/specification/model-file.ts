/** The file of the model that an API names: a model file, or a version of a versioned dataset. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { VersionedPath } from '../../src/catalog/index.js';
import { CambiumError } from '../../src/errors.js';
import { unreadable } from '../../src/runtime/index.js';

/**
 * The newest version of a versioned model unless another is named; a plain file as it is.
 * @param path absolute
 * @throws CambiumError `missing-file`, `unknown-version`: what is wrong, without the place in the API's file
 */
export async function modelFile(path: string, version: string | undefined): Promise<string> {
  const status = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (status.isFile()) {
    if (version === undefined) return path;
    throw new CambiumError(
      'unknown-version',
      `version "${version}" is asked for, but ${path} is one file, without versions`,
      { hint: 'leave out version' },
    );
  }
  const versioned = new VersionedPath(path, { load: version, save: '' });
  const versions = await versioned.versions();
  if (versions.length > 0) return versioned.loadPath();
  throw new CambiumError(
    'missing-file',
    `expected a model file, found a folder without versions at ${path}`,
    { hint: `a versioned model lies in VERSION/${basename(path)} below it` },
  );
}
