/** Opens files of any format as something that SQL can select from. */

import type { DuckDBConnection } from '@duckdb/node-api';
import { CambiumError, didYouMean } from '../../errors.js';
import { translateError } from '../engine/index.js';
import { FORMAT_NAMES } from '../files/format.js';
import { listFiles } from '../files/list-files.js';
import type { SourceOptions } from './options.js';
import { openParquet } from './parquet-relation.js';
import type { ColumnNeeds, Relation } from './relation.js';
import { requireFormat } from './require-format.js';

/**
 * Opens files of one format as a relation.
 * @param needs of a text file's columns.
 * @throws CambiumError naming the file and what is wrong with it.
 */
export async function openRelation(
  connection: DuckDBConnection,
  source: string | readonly string[],
  options: SourceOptions = {},
  needs: ColumnNeeds = { forced: new Map(), exact: true },
): Promise<Relation> {
  const files = await listFiles(source);
  const format = options.format ?? requireFormat(files[0]!);
  if (FORMAT_NAMES[format] === undefined) {
    const known = Object.keys(FORMAT_NAMES);
    throw new CambiumError('unknown-format', `there is no table format "${format}"`, {
      hint: didYouMean(String(format), known) ?? `one of ${known.join(', ')}`,
    });
  }
  for (const file of files) {
    const other = options.format ?? requireFormat(file);
    if (other !== format) {
      throw new CambiumError(
        'mixed-formats',
        `${file} is ${FORMAT_NAMES[other]}, but ${files[0]} is ${FORMAT_NAMES[format]}`,
        { hint: 'read them one by one' },
      );
    }
  }
  const name = files.length === 1 ? files[0]! : `${files[0]} and ${files.length - 1} more`;
  const context = { name, format: FORMAT_NAMES[format], files };
  try {
    if (format === 'parquet') return await openParquet(connection, context);
    if (format === 'json') {
      const { openJson } = await import('./json-relation.js');
      return await openJson(connection, context);
    }
    if (format === 'arrow') {
      const { spoolIpc } = await import('./ipc/spool.js');
      const spooled = await spoolIpc(files);
      try {
        const opened = await openParquet(connection, { ...context, files: [spooled.path] });
        return { ...opened, dispose: spooled.dispose };
      } catch (error) {
        spooled.dispose();
        throw error;
      }
    }
    const separator = options.separator ?? (format === 'tsv' ? '\t' : undefined);
    const { openCsv } = await import('./csv/relation.js');
    return await openCsv(connection, context, { ...options, separator }, needs);
  } catch (error) {
    throw translateError(error, context);
  }
}
