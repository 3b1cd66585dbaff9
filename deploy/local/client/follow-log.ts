/** Reads an API's log as people read it: its last lines, then each new one. */
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../../src/runtime/index.js';
import type { LogOptions } from '../../environment.js';

const POLL_MS = 150;
/** The last lines are looked for in this many bytes at the file's end. */
const TAIL_BYTES = 4 * 2 ** 20;
const levels: Readonly<Record<number, string>> = { 30: 'info', 40: 'warn', 50: 'error' };

/** Characters of an entry that are shown. */
const MAX_ENTRY = 20_000;

/** Text of a log for a terminal: nothing in it is obeyed, and further lines are indented, so that none looks like an entry. */
function shown(text: string): string {
  return printable(text, MAX_ENTRY, '\n\t').replaceAll('\n', '\n    ');
}

/** A line of pino's JSON as `2024-01-15T12:30:00.000Z warn  400 message`. */
export function formatLine(line: string): string {
  try {
    const { time, level, msg, code, stack } = JSON.parse(line);
    const head = `${new Date(time).toISOString()} ${(levels[level] ?? String(level)).padEnd(5)}`;
    const text = `${head} ${code === undefined ? '' : `${code} `}${msg}`;
    return shown(stack === undefined ? text : `${text}\n${stack}`);
  } catch {
    return shown(line);
  }
}

/** Bytes, not text: a character may be cut where the file ends now. */
async function readFrom(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, size - offset));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The whole lines of some bytes, and what follows the last of them. */
function cut(bytes: Buffer): { lines: string[]; rest: Buffer } {
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return { lines, rest: bytes.subarray(end) };
}

/**
 * Yields formatted lines. Following ends with the signal, or when `alive` says that the API is gone.
 * @param alive asked now and then.
 */
export async function* followLog(
  path: string,
  { lines, follow, signal }: LogOptions,
  alive: () => Promise<boolean>,
): AsyncGenerator<string> {
  let status = await stat(path).catch(() => undefined);
  let inode = status?.ino;
  const start = Math.max(0, (status?.size ?? 0) - TAIL_BYTES);
  let bytes = await readFrom(path, start);
  let offset = start + bytes.length;
  let { lines: there, rest } = cut(bytes);
  // What the window cuts in two is no line.
  if (start > 0) there = there.slice(1);
  if (lines > 0) yield* there.slice(-lines).map(formatLine);
  for (let round = 1; follow && !signal.aborted; round++) {
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    status = await stat(path).catch(() => undefined);
    if (status === undefined || round % 20 === 0) {
      if (!(await alive())) return;
    }
    if (status === undefined) continue;
    if (status.ino !== inode || status.size < offset) {
      // The file was renamed away; what it got last is in `<path>.1`.
      const old = status.ino === inode ? Buffer.alloc(0) : await readFrom(`${path}.1`, offset);
      inode = status.ino;
      offset = 0;
      yield* Buffer.concat([rest, old]).toString().split('\n').filter(Boolean).map(formatLine);
      rest = Buffer.alloc(0);
    }
    if (status.size === offset) continue;
    bytes = await readFrom(path, offset);
    offset += bytes.length;
    ({ lines: there, rest } = cut(Buffer.concat([rest, bytes])));
    yield* there.map(formatLine);
  }
}
