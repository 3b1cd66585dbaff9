/** The names of a source's columns, without its rows. */

import { withConnection } from '../engine/index.js';
import { checkContent, probe } from '../files/format.js';
import { listFiles } from '../files/list-files.js';
import { readDialect } from './csv/dialect.js';
import { openRelation } from './open-relation.js';
import type { SourceOptions } from './options.js';
import { requireFormat } from './require-format.js';

/**
 * The columns of a source's first file, in the file's order.
 * @throws CambiumError when the file is missing, or has no such form.
 */
export async function columnNames(
  source: string | readonly string[],
  options: SourceOptions = {},
): Promise<readonly string[]> {
  const [first] = await listFiles(source);
  const path = first as string;
  const format = options.format ?? requireFormat(path);
  if (format === 'csv' || format === 'tsv') {
    const file = probe(path);
    checkContent(file, format);
    const separator = options.separator ?? (format === 'tsv' ? '\t' : undefined);
    return readDialect(file, options.header ?? true, separator).names;
  }
  if (format === 'arrow') {
    const { readIpcBatches } = await import('./ipc/batches.js');
    for await (const batch of readIpcBatches(path)) {
      return batch.schema.fields.map(({ name }) => name);
    }
    return [];
  }
  return withConnection(async (connection) => {
    const relation = await openRelation(connection, path, options);
    relation.dispose();
    return relation.columns;
  });
}

/** The fields of a text file's first record, which may be names. @throws CambiumError as {@link columnNames} */
export function firstFields(path: string, { format, separator }: SourceOptions): readonly string[] {
  const file = probe(path);
  checkContent(file, 'csv');
  return readDialect(file, false, separator ?? (format === 'tsv' ? '\t' : undefined)).fields;
}
