/** Walks through the bytes of CSV files: which line ends they have, copies with even ones, and where a cell stands. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CambiumError } from '../../../errors.js';
import { MOST_NUMBER_CHARACTERS } from '../../text/index.js';

const CHUNK_BYTES = 1 << 20;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** The bytes of a file, gzip unpacked. */
function bytesOf(path: string, compressed: boolean): AsyncIterable<Buffer> {
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!compressed) return raw;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

/** What a file's bytes tell of how it must be read. */
export interface ByteSurvey {
  /** Whether all lines end alike, in LF, CR LF or CR. Line ends in quoted texts count too: a copy does them no harm. */
  readonly even: boolean;
  /** Whether a line behind the first has what DuckDB takes for a number and we do not: some characters, or very many. */
  readonly odd: boolean;
}

const ODD = ['_', '+', '('].map((character) => character.charCodeAt(0));

/** A field of more than {@link MOST_NUMBER_CHARACTERS} fills one such window at least, wherever chunks part it. */
const WINDOW_BYTES = MOST_NUMBER_CHARACTERS / 4;

function hasLongField(bytes: Buffer, separator: number): boolean {
  for (let at = 0; at + WINDOW_BYTES <= bytes.length; at += WINDOW_BYTES) {
    const window = bytes.subarray(at, at + WINDOW_BYTES);
    if (!window.includes(separator) && !window.includes(LF) && !window.includes(CR)) return true;
  }
  return false;
}

/**
 * Looks through a file once.
 * @throws CambiumError `not-text` for a NUL byte
 */
export async function surveyBytes(
  path: string,
  compressed: boolean,
  separator: string,
): Promise<ByteSurvey> {
  const part = lastByte(separator);
  let odd = false;
  let even = true;
  let [lf, cr, crlf] = [0, 0, 0];
  let last = 0;
  let offset = 0;
  for await (const bytes of bytesOf(path, compressed)) {
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw notText(path, offset + nul);
    if (!odd) {
      const from = offset === 0 ? Math.max(0, bytes.indexOf(LF)) : 0;
      odd = hasLongField(bytes, part) || ODD.some((byte) => bytes.indexOf(byte, from) >= 0);
    }
    offset += bytes.length;
    if (!even) continue;
    if (last === CR || bytes.includes(CR)) {
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at]!;
        if (byte === LF) {
          if (last === CR) crlf++;
          else lf++;
        } else if (last === CR) cr++;
        last = byte;
      }
    } else {
      if (bytes.includes(LF)) lf++;
      last = bytes[bytes.length - 1] ?? last;
    }
    even = Number(lf > 0) + Number(cr > 0) + Number(crlf > 0) <= 1;
  }
  if (last === CR) cr++;
  even &&= Number(lf > 0) + Number(cr > 0) + Number(crlf > 0) <= 1;
  return { even, odd };
}

/** What to say of a byte that no text has. */
export function notText(path: string, at: number): CambiumError {
  return new CambiumError('not-text', `${path}: byte ${at} is NUL, so it is not text`, {
    hint: 'is it of another format, or damaged?',
  });
}

/** Copies a file to a temporary one whose lines all end in LF; quoted texts keep theirs. The caller removes it. */
export async function copyWithEvenLines(
  path: string,
  compressed: boolean,
  separator: string,
): Promise<string> {
  const part = lastByte(separator);
  const target = join(tmpdir(), `cambium-${process.pid}-${randomUUID()}.csv`);
  const file = createWriteStream(target);
  try {
    let quoted = false;
    let last = LF;
    let closed = false;
    for await (const bytes of bytesOf(path, compressed)) {
      // A copy: the stream writes it later.
      const out = Buffer.allocUnsafe(bytes.length);
      let length = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at]!;
        if (byte === QUOTE) {
          const opens: boolean =
            last === LF || last === CR || last === part || (closed && last === QUOTE);
          closed = quoted;
          quoted = !quoted && opens;
        }
        if (quoted) out[length++] = byte;
        else if (byte === CR) out[length++] = LF;
        else if (byte !== LF || last !== CR) out[length++] = byte;
        last = byte;
      }
      if (!file.write(out.subarray(0, length))) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    return target;
  } catch (error) {
    file.destroy();
    rmSync(target, { force: true });
    throw error;
  }
}

const lastByte = (separator: string): number => Buffer.from(separator).at(-1)!;

/** A cell of a file. */
export interface Cell {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Characters of a cell that are kept. */
const MOST_CELL = 8192;

/** The first cell of a column that is `wanted`; quoted texts may hold line ends and separators. */
export async function findCell(
  { path, compressed }: { readonly path: string; readonly compressed: boolean },
  { separator, header, column }: { separator: string; header: boolean; column: number },
  wanted: (text: string) => boolean,
): Promise<Cell | undefined> {
  const part = lastByte(separator);
  const cell = Buffer.alloc(MOST_CELL);
  let length = 0;
  let field = 0;
  let line = 1;
  let from = 1;
  let records = header ? -1 : 0;
  let quoted = false;
  /** Whether the field began with a quote, and its bytes so far. */
  let isQuoted = false;
  let size = 0;
  let isEmpty = true;
  let last = 0;
  let first = true;
  const end = (): string | undefined => {
    const here = field === column && !isEmpty && records >= 0;
    const text = here ? cell.toString('utf8', 0, length) : undefined;
    length = 0;
    field = 0;
    if (!isEmpty) records++;
    isEmpty = true;
    return text;
  };
  for await (const chunk of bytesOf(path, compressed)) {
    let bytes = chunk;
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      bytes = bytes.subarray(3);
    first = false;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      const isEnd = byte === LF || byte === CR;
      if (isEnd && !(byte === LF && last === CR)) line++;
      if (byte === QUOTE && (quoted || size === 0 || (isQuoted && last === QUOTE))) {
        // A doubled quote closes and opens again.
        if (!quoted && size > 0 && field === column && length < MOST_CELL) cell[length++] = QUOTE;
        quoted = !quoted;
        isQuoted = true;
        isEmpty = false;
        size++;
      } else if (!quoted && byte === part) {
        if (field === column && records >= 0) {
          const text = cell.toString('utf8', 0, length);
          if (wanted(text)) return { line: from, text };
        }
        field++;
        length = 0;
        size = 0;
        isQuoted = false;
        isEmpty = false;
      } else if (!quoted && isEnd) {
        const text = end();
        if (text !== undefined && wanted(text)) return { line: from, text };
        from = line;
        size = 0;
        isQuoted = false;
      } else {
        isEmpty = false;
        size++;
        if (field === column && length < MOST_CELL) cell[length++] = byte;
      }
      last = byte;
    }
  }
  const text = end();
  return text !== undefined && wanted(text) ? { line: from, text } : undefined;
}
