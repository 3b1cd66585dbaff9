/** Tells where in files the first value of a text column stands that is no number. */

import { probe } from '../files/format.js';
import { listFiles } from '../files/list-files.js';
import { firstOtherText } from '../table/not-numbers.js';
import { parseNumber } from '../text/index.js';
import { readDialect } from './csv/dialect.js';
import { findCell } from './csv/lines.js';
import type { SourceOptions } from './options.js';
import { readTable } from './read-table.js';
import { requireFormat } from './require-format.js';

/** A value and where it is. */
export interface PlacedText {
  /** File and line, or row where files have no lines. */
  readonly where: string;
  readonly text: string;
}

/** The first value of a column that is neither a number nor missing; undefined where there is none. */
export async function findOtherText(
  source: string | readonly string[],
  options: SourceOptions,
  column: string,
): Promise<PlacedText | undefined> {
  const files = await listFiles(source);
  const format = options.format ?? requireFormat(files[0]!);
  if (format !== 'csv' && format !== 'tsv') {
    for (const path of files) {
      const table = await readTable(path, { ...options, columns: [column], allowEmpty: true });
      const found = firstOtherText(table.getChild(column)!);
      if (found !== undefined) return { where: `${path}, row ${found.row}`, text: found.text };
    }
    return undefined;
  }
  const header = options.header ?? true;
  let separator = options.separator ?? (format === 'tsv' ? '\t' : undefined);
  for (const path of files) {
    const file = probe(path);
    const dialect = readDialect(file, header, separator);
    separator ??= dialect.separator;
    const place = { separator, header, column: dialect.names.indexOf(column) };
    const isOther = (cell: string) =>
      parseNumber(cell) === undefined && !options.nullValues?.includes(cell);
    const cell = await findCell({ path, compressed: file.compressed }, place, isOther);
    if (cell !== undefined) return { where: `${path}, line ${cell.line}`, text: cell.text };
  }
  return undefined;
}
