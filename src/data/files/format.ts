/** Finds a source's files and their format, and refuses what cannot be a table before a reader touches it. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync, constants as zlib } from 'node:zlib';
import { CambiumError } from '../../errors.js';
import { checkInput, checkPath, unreadable } from '../../runtime/input-file.js';

/** How a table lies in a file. `arrow` is the IPC file or stream; which of both, the bytes say. */
export type FileFormat = 'csv' | 'tsv' | 'parquet' | 'arrow' | 'json';

/** Formats by the extensions of files, in lower case. */
export const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  parquet: 'parquet',
  pq: 'parquet',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  json: 'json',
  ndjson: 'json',
  jsonl: 'json',
};

export const FORMAT_NAMES: Readonly<Record<FileFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  parquet: 'Parquet',
  arrow: 'Arrow IPC',
  json: 'JSON',
};

const HEAD_BYTES = 1 << 20;

/** The format that a file's name says, or undefined. A `.gz` after a text format's extension is allowed. */
export function formatOfName(path: string): FileFormat | undefined {
  const name = basename(path).toLowerCase().replace(/\.gz$/, '');
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  return EXTENSIONS[extension];
}

/** The format of a file that is to be written. @throws CambiumError `unknown-format` when the name says no format. */
export function requireOutputFormat(path: string): FileFormat {
  const format = formatOfName(path);
  if (format !== undefined) return format;
  throw new CambiumError('unknown-format', `${path}: its extension says no table format`, {
    hint: 'use .csv, .tsv, .parquet, .arrow, .json or .ndjson, or name the format',
    commandHint: 'use .csv, .tsv, .parquet, .arrow or .json',
  });
}

/** A file's first bytes (unpacked if it is gzip), its last bytes and its size. */
export interface FileProbe {
  readonly path: string;
  readonly size: number;
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly compressed: boolean;
}

const isFolder = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function explain(path: string, error: unknown): CambiumError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code?.startsWith('Z_')) {
    return new CambiumError('unreadable', `${path}: the gzip data is damaged`, { cause: error });
  }
  return unreadable(path, error);
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

/** Opens a file for a look at its ends. @throws CambiumError when it is missing, a folder, empty or unreadable. */
export function probe(path: string): FileProbe {
  let file: number | undefined;
  try {
    checkPath('the path of a table', path);
    if (isFolder(path)) {
      throw new CambiumError('directory', `${path} is a folder, not a table`, {
        hint: 'name its files, e.g. with a pattern such as folder/*.parquet',
      });
    }
    const size = checkInput(path, { expected: 'a table' });
    file = openSync(path, 'r');
    const raw = readAt(file, 0, Math.min(HEAD_BYTES, Math.max(size, 1)));
    if (raw.length === 0) throw new CambiumError('empty-file', `${path} is empty`);
    const tail = readAt(file, Math.max(0, size - 8), 8);
    const compressed = raw[0] === 0x1f && raw[1] === 0x8b;
    const head = compressed ? gunzipSync(raw, { finishFlush: zlib.Z_SYNC_FLUSH }) : raw;
    return { path, size, head, tail, compressed };
  } catch (error) {
    if (error instanceof CambiumError) throw error;
    throw explain(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function contentFormat({ head }: FileProbe): FileFormat | undefined {
  const magic = head.toString('latin1', 0, 6);
  if (magic.startsWith('PAR1')) return 'parquet';
  if (magic === 'ARROW1') return 'arrow';
  return undefined;
}

/** Refuses a file whose bytes cannot be of the format. */
export function checkContent(file: FileProbe, format: FileFormat): void {
  const { path, head, tail } = file;
  const real = contentFormat(file);
  if (real !== undefined && real !== format) {
    throw new CambiumError(
      'wrong-format',
      `${path} is ${FORMAT_NAMES[real]} by its content, but was to be read as ${FORMAT_NAMES[format]}`,
      { hint: `rename it, or set format: ${real}`, commandHint: `rename it to .${real}` },
    );
  }
  if (file.compressed && (format === 'parquet' || format === 'arrow')) {
    throw new CambiumError(
      'wrong-format',
      `${path} is compressed by gzip, but ${FORMAT_NAMES[format]} is read as it is`,
      { hint: 'unpack it: gunzip' },
    );
  }
  if (/^tree\r?\nversion=/.test(head.toString('latin1', 0, 16))) {
    throw new CambiumError('wrong-format', `${path} is a model file, not a table`, {
      hint: 'readModel reads it',
      commandHint: 'the model goes first: cambium score MODEL DATA',
    });
  }
  if (format === 'parquet') {
    if (real === undefined) {
      throw new CambiumError('wrong-format', `${path} is not Parquet: it does not begin with PAR1`);
    }
    if (file.size < 12 || tail.toString('latin1', 4) !== 'PAR1') {
      throw new CambiumError('truncated', `${path}: the Parquet footer is missing`, {
        hint: 'the file is cut short',
      });
    }
    return;
  }
  if (format === 'arrow') return;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw new CambiumError('csv-encoding', `${path}: the text is UTF-16, not UTF-8`, {
      hint: 'convert the file to UTF-8',
    });
  }
  if (format === 'json' && !file.compressed) checkBrackets(file);
  const nul = head.indexOf(0);
  if (nul >= 0) {
    throw new CambiumError('not-text', `${path}: byte ${nul} is NUL, so it is not text`, {
      hint: 'is it of another format, or damaged?',
    });
  }
}

/** A list of rows must be closed: DuckDB takes one that is cut between two rows for complete. */
function checkBrackets({ path, head, tail }: FileProbe): void {
  const opened = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('[');
  const end = tail.toString('latin1').trimEnd();
  if (!opened || end === '' || end.endsWith(']')) return;
  throw new CambiumError('truncated', `${path}: the list of rows has no closing ]`, {
    hint: 'the file is cut short',
  });
}
