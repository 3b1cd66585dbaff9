/** Says in one line what a user's code has thrown, and where. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CambiumError } from '../errors.js';
import { isError, readThrown, thrownMessage } from './thrown.js';
import { causesOf } from './trace.js';

/** Deepest cause that one line tells of. */
const MOST_CAUSES = 3;

/**
 * An error of anybody's code in one line, with what caused it; for one thrown by the code in `folder`, with
 * the place there. Never throws, whatever the value.
 */
export function explainError(error: unknown, folder: string): string {
  return readThrown(() => explain(error, folder, 0));
}

function explain(error: unknown, folder: string, depth: number): string {
  if (!isError(error)) return thrownMessage(error);
  if (error instanceof CambiumError) return error.message;
  const place = placeIn(error, folder);
  const message = error.message.trim().split('\n', 1)[0]?.trim() ?? '';
  // A compiler's error has its name in its message.
  const named = /^\w*Error: /.test(message);
  const text = named ? message : [error.name, message].filter((part) => part !== '').join(': ');
  const [cause] = depth < MOST_CAUSES ? causesOf(error) : [];
  // Many an error repeats its cause's message as its own.
  const told = cause === undefined || message.includes(thrownMessage(cause));
  const behind = told ? '' : `, caused by ${explain(cause, folder, depth + 1)}`;
  return `${text}${place === undefined ? '' : ` at ${place}`}${behind}`;
}

/** A frame of a stack is shorter; a line of a message may be anything. */
const MOST_LINE = 4096;

/** The first frame of a stack inside the folder, as `src/pipelines/x/nodes.ts:12:5`. */
function placeIn(error: Error, folder: string): string | undefined {
  for (const line of (error.stack ?? '').split('\n').slice(1)) {
    if (line.length > MOST_LINE) continue;
    const match = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (match === null) continue;
    const [, raw = '', row, column] = match;
    const named = raw.replace(/^(?:async )?at (?:async )?/, '');
    const path = named.startsWith('file://') ? fileURLToPath(named) : named;
    const inside = relative(folder, path);
    if (inside.startsWith('..') || inside.includes('node_modules') || inside.includes(':'))
      continue;
    return `${inside.split(sep).join('/')}:${row}:${column}`;
  }
  return undefined;
}
