/** Tells how a data file is to be read: by its name, or by its first lines. */
import { detectTextFormat, type FileFormat, formatOfName } from '../../data/index.js';
import { CambiumError } from '../../errors.js';

/** A file of rows of fields. */
export interface FieldSource {
  readonly kind: 'fields';
  readonly path: string;
  readonly format: FileFormat;
  /** Whether the first line holds names; means nothing outside text. */
  readonly header: boolean;
  readonly separator: string | undefined;
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

function nameless(path: string): CambiumError {
  return new CambiumError('invalid-option', `${path}: header=false leaves columns without names`, {
    hint: 'give the place of the label: --label 0',
  });
}
