/** Finds the files that a source names. */
import { CambiumError } from '../../errors.js';
import { sqlString, withConnection } from '../engine/index.js';

/** The files of a source: a path, a pattern with `*` or `?`, or a list of them; sorted within a pattern. */
export async function listFiles(source: string | readonly string[]): Promise<string[]> {
  const given = typeof source === 'string' ? [source] : source;
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
