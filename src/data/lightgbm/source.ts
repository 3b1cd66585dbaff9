/** Tells how a data file is to be read: by its name, or by its first lines. */

import { CambiumError } from '../../errors.js';
import { type FileFormat, formatOfName } from '../files/format.js';
import { detectTextFormat } from '../files/text-format.js';
import type { SourceOptions } from '../read/options.js';

/** How a file of rows of fields is read. */
export interface FieldFile {
  readonly path: string;
  readonly format: FileFormat;
  /** Whether the first line holds names; means nothing outside text. */
  readonly header: boolean;
  /** What parts its fields; of text files. */
  readonly separator?: string | undefined;
}

/** A file of rows of fields, as opposed to LibSVM. */
export interface FieldSource extends FieldFile {
  readonly kind: 'fields';
}

/** A LibSVM file. */
export interface SparseSource {
  readonly kind: 'libsvm';
  readonly path: string;
}

const LIBSVM = /\.(?:svm|libsvm|svmlight)(?:\.gz)?$/i;

/** Whether the names of files say that they are tables with named columns. */
export function saysTable(paths: readonly string[]): boolean {
  return paths.every((path) => formatOfName(path) !== undefined);
}

const isText = (format: FileFormat) => format === 'csv' || format === 'tsv';

/**
 * How to read a file.
 * @param header what the parameter `header` says, if it is given
 * @param named whether columns are told by their names
 */
export function openSource(
  path: string,
  header: boolean | undefined,
  named: boolean,
): FieldSource | SparseSource {
  if (LIBSVM.test(path)) return { kind: 'libsvm', path };
  const format = formatOfName(path);
  if (format !== undefined && (named || !isText(format))) {
    if (named && header === false && isText(format)) throw nameless(path);
    return { kind: 'fields', path, format, header: true, separator: undefined };
  }
  // Without a word, LightGBM takes the first line for a row.
  const hasNames = header ?? named;
  const found = detectTextFormat(path, hasNames);
  if (found === 'libsvm') return { kind: 'libsvm', path };
  if (named && !hasNames) throw nameless(path);
  return { kind: 'fields', path, format: 'csv', header: hasNames, separator: found.separator };
}

/** What readers of tables must know of a file of fields. */
export function sourceOptions({ format, header, separator }: FieldFile): SourceOptions {
  return isText(format) ? { format, header, separator } : { format };
}

function nameless(path: string): CambiumError {
  return new CambiumError('invalid-option', `${path}: header=false leaves columns without names`, {
    hint: 'give the place of the label: --label 0',
  });
}
