/** Finds the files that a source names. */
import { CambiumError, describeFound } from '../../errors.js';
import { checkPath } from '../../runtime/input-file.js';
import { sqlString, withConnection } from '../engine/index.js';

/** The paths and patterns of a source. @throws CambiumError `invalid-option` for what is neither a path nor a list of them */
export function checkSource(source: string | readonly string[]): readonly string[] {
  const given: unknown = typeof source === 'string' ? [source] : source;
  if (!Array.isArray(given)) {
    throw new CambiumError(
      'invalid-option',
      `expected the path of a table, or a list of paths, found ${describeFound(given)}`,
    );
  }
  for (const path of given) checkPath('the path of a table', path);
  return given;
}

/** The files of a source: a path, a pattern with `*` or `?`, or a list of them; sorted within a pattern. */
export async function listFiles(source: string | readonly string[]): Promise<string[]> {
  const given = checkSource(source);
  if (given.length === 0) throw new CambiumError('missing-file', 'the list of files is empty');
  const files: string[] = [];
  for (const path of given) {
    if (/^[a-z][a-z0-9+]+:\/\//i.test(path)) {
      throw new CambiumError('unsupported-source', `${path}: only local files can be read`);
    }
    if (/[*?]/.test(path)) files.push(...(await matchingFiles(path)));
    else files.push(path);
  }
  return files;
}

async function matchingFiles(pattern: string): Promise<string[]> {
  const query = `SELECT file FROM glob(${sqlString(pattern)}) ORDER BY file`;
  const found = await withConnection((connection) => connection.runAndReadAll(query));
  if (found.currentRowCount === 0) {
    throw new CambiumError('missing-file', `${pattern}: no file matches the pattern`);
  }
  return found.getRows().map(([file]) => String(file));
}
