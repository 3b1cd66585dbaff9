/** Says what a file is whose name says no table format, and how it is read. */
import { extname } from 'node:path';
import { CambiumError, nearest } from '../../errors.js';
import {
  EXTENSIONS,
  type FileFormat,
  type FileProbe,
  FORMAT_NAMES,
  formatOfName,
  probe,
} from '../files/format.js';
import { detectTextFormat, type TextFormat } from '../files/text-format.js';
import { parseNumber } from '../text/index.js';

const MODEL_FIRST = 'the model goes first: cambium score MODEL DATA';

/** Formats by their first bytes, as Latin-1. */
const SIGNATURES: readonly (readonly [
  begins: string,
  what: string,
  hint: string,
  commandHint?: string,
])[] = [
  [
    'PAR1',
    'it holds Parquet',
    "rename it to .parquet, or set format: 'parquet'",
    'rename it to .parquet',
  ],
  [
    'ARROW1',
    'it holds Arrow IPC',
    "rename it to .arrow, or set format: 'arrow'",
    'rename it to .arrow',
  ],
  ['tree\nversion=', 'it is a model file, not a table', 'readModel reads it', MODEL_FIRST],
  ['tree\r\nversion=', 'it is a model file, not a table', 'readModel reads it', MODEL_FIRST],
  ['CAMBINDS', 'it is a binned data set', 'loadDataset reads it', 'cambium train reads it'],
  ['\x28\xb5\x2f\xfd', 'it is compressed by zstd', 'unpack it: zstd -d'],
  ['BZh', 'it is compressed by bzip2', 'unpack it: bunzip2'],
  ['\xfd7zXZ', 'it is compressed by xz', 'unpack it: unxz'],
  [
    'PK\x03\x04',
    'it is a ZIP archive, as spreadsheets (.xlsx) are',
    'unpack it, or save the sheet as CSV',
  ],
  ['\xd0\xcf\x11\xe0', 'it is a document of an older Office', 'save the sheet as CSV'],
  ['SQLite format 3', 'it is an SQLite database', 'export the table as CSV'],
  ['\x89HDF', 'it is an HDF5 file', 'write it as Parquet'],
];

/**
 * The error for a file that is to be read.
 * @throws CambiumError `missing-file`, `directory`, `empty-file`, `unreadable`, where that is the trouble
 */
function unknownFormat(path: string): CambiumError {
  const file = probe(path);
  const { what, ...hints } = look(file);
  const found = what === undefined ? '' : `; ${what}`;
  const problem = `${path}: its extension says no table format${found}`;
  return new CambiumError('unknown-format', problem, hints);
}

interface Finding {
  readonly what?: string;
  readonly hint: string;
  readonly commandHint?: string | undefined;
}

const EXTENSIONS_READ = 'use .csv, .tsv, .parquet, .arrow, .json or .ndjson';

const orNear = (path: string): Finding => {
  const found = near(path, () => true);
  return found === undefined
    ? { hint: `${EXTENSIONS_READ}, or name the format`, commandHint: EXTENSIONS_READ }
    : { hint: found };
};

function look(file: FileProbe): Finding {
  const head = file.head.toString('latin1', 0, 64);
  const known = SIGNATURES.find(([begins]) => head.startsWith(begins));
  if (known !== undefined) return { what: known[1], hint: known[2], commandHint: known[3] };
  if (head.includes('LightGBM_Binary_File_Token')) {
    return {
      what: "it is a binary data set of LightGBM's",
      hint: 'name the text file that it was made from',
    };
  }
  if (file.head.includes(0)) return orNear(file.path);
  const text = file.head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^(?:\{\s*"|\[\s*\{)/.test(text)) return ofFormat(file.path, 'json');
  return lookAtText(file.path, text);
}

function lookAtText(path: string, text: string): Finding {
  let form: TextFormat;
  try {
    form = detectTextFormat(path, false);
  } catch (error) {
    if (!(error instanceof CambiumError)) throw error;
    return orNear(path);
  }
  if (form === 'libsvm') {
    return {
      what: 'it holds LibSVM',
      hint: 'readLibsvm reads it, and so do cambium train and cambium score',
      commandHint: 'cambium train and cambium score read it',
    };
  }
  const { separator } = form;
  const [first = ''] = text.split(/\r?\n/, 1);
  if (
    !first
      .trim()
      .split(separator)
      .every((field) => parseNumber(field) !== undefined)
  ) {
    if (separator === ' ') return orNear(path);
    return ofFormat(path, separator === '\t' ? 'tsv' : 'csv');
  }
  const options = separator === '\t' ? "format: 'tsv'" : "format: 'csv'";
  const told = separator === ' ' ? `${options}, separator: ' '` : options;
  return {
    what: "it holds rows of numbers without names, as LightGBM's files do",
    hint: `readTable('…', { ${told}, header: false }); cambium train and cambium score read it as it is`,
    commandHint: 'cambium train and cambium score read it as it is',
  };
}

function ofFormat(path: string, format: FileFormat): Finding {
  const what = `it seems to hold ${FORMAT_NAMES[format]}`;
  const meant = near(path, (name) => EXTENSIONS[name] === format);
  if (meant !== undefined) return { what, hint: meant };
  const renamed = `rename it to .${format}`;
  return { what, hint: `${renamed}, or set format: '${format}'`, commandHint: renamed };
}

/** The extension that was meant, among some. */
function near(path: string, fits: (extension: string) => boolean): string | undefined {
  const extension = extname(path.replace(/\.gz$/i, '')).slice(1);
  if (extension === '') return undefined;
  const found = nearest(extension, Object.keys(EXTENSIONS).filter(fits));
  return found === undefined ? undefined : `did you mean .${found}?`;
}

/**
 * The format of a file that is to be read.
 * @throws CambiumError `unknown-format` when the name says no format, with what the file holds; `missing-file`,
 *   `directory`, `empty-file`, `unreadable`
 */
export function requireFormat(path: string): FileFormat {
  const format = formatOfName(path);
  if (format !== undefined) return format;
  throw unknownFormat(path);
}
