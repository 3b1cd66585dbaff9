/** Opens CSV files as a relation of texts: their names, separator and line ends, and what reads them as they are. */

import { CambiumError } from '../../../errors.js';
import { sqlString } from '../../engine/index.js';
import { checkContent, type FileProbe, probe } from '../../files/format.js';
import { checkGzip } from '../../files/gzip.js';
import type { SourceOptions } from '../options.js';
import { type Context, listSql } from '../relation.js';
import { readDialect } from './dialect.js';
import { copyWithEvenLines, surveyBytes } from './lines.js';

/** What lies in the files, as text. */
export interface CsvText {
  /** What stands after FROM: columns `c0`, `c1`… of texts, some of which DuckDB's reader makes numbers of. */
  from(numbers?: ReadonlySet<number>): string;
  readonly probes: readonly FileProbe[];
  readonly names: readonly string[];
  readonly separator: string;
  readonly header: boolean;
  readonly nullValues: readonly string[];
  readonly rows: number;
  /** Whether cells may hold what DuckDB takes for a number and we do not. */
  readonly careful: boolean;
  /** Copies that are removed in the end. */
  readonly copies: readonly string[];
}

/** @throws CambiumError naming the file and line */
export async function openText(context: Context, options: SourceOptions): Promise<CsvText> {
  const header = options.header ?? true;
  if (options.separator !== undefined && !/^[^"\r\n]$/u.test(options.separator)) {
    throw new CambiumError(
      'invalid-option',
      `separator must be one character, not ${JSON.stringify(options.separator)}`,
    );
  }
  let rows = 0;
  let names: readonly string[] = [];
  let { separator } = options;
  const probes: FileProbe[] = [];
  const files: string[] = [];
  const copies: string[] = [];
  let careful = false;
  for (const [i, path] of context.files.entries()) {
    const file = probe(path);
    checkContent(file, 'csv');
    if (file.compressed) await checkGzip(path);
    const dialect = readDialect(file, header, separator);
    separator ??= dialect.separator;
    if (i === 0) names = dialect.names;
    else requireNames(path, dialect.names, context.files[0]!, names);
    rows += ((file.compressed ? 8 : 1) * file.size) / dialect.lineBytes;
    probes.push(file);
    const { even, odd } = await surveyBytes(path, file.compressed, separator);
    careful ||= odd;
    if (even) files.push(path);
    else {
      const copy = await copyWithEvenLines(path, file.compressed, separator);
      copies.push(copy);
      files.push(copy);
    }
  }
  separator ??= ',';
  const nullValues = ['', ...(options.nullValues ?? [])];
  const settings = [
    `delim=${sqlString(separator)}`,
    `quote='"'`,
    `escape='"'`,
    `header=${header}`,
    'skip=0',
    `comment=''`,
    `nullstr=[${nullValues.map(sqlString).join(', ')}]`,
    'auto_detect=false',
  ].join(', ');
  const from = (numbers?: ReadonlySet<number>): string => {
    const types = names.map((_, i) => `'c${i}': '${numbers?.has(i) ? 'DOUBLE' : 'VARCHAR'}'`);
    return `read_csv(${listSql(files)}, ${settings}, columns={${types.join(', ')}})`;
  };
  rows = Math.ceil(rows * 1.02) + 64;
  return { from, probes, names, separator, header, nullValues, rows, copies, careful };
}

function requireNames(
  path: string,
  names: readonly string[],
  first: string,
  wanted: readonly string[],
): void {
  if (names.join('\0') === wanted.join('\0')) return;
  const at = names.findIndex((name, i) => name !== wanted[i]);
  throw new CambiumError(
    'csv-header',
    `${path}, line 1: its columns differ from those of ${first}: ` +
      (at < 0
        ? `${names.length} instead of ${wanted.length}`
        : `column ${at + 1} is "${names[at]}" instead of "${wanted[at] ?? 'none'}"`),
  );
}
