/** The stack of an error, of what caused it, and of what caused that. */
import { isError, readThrown } from './thrown.js';

/** Most errors that one trace shows: an error's causes may be thousands, or lead back to itself. */
const MOST_ERRORS = 16;

/**
 * The stacks of an error and of all that stand behind it: its `cause`, the causes of that, and the errors of
 * an `AggregateError`, each after a line `Caused by:`.
 */
export function traceOf(error: unknown): string {
  const parts: string[] = [];
  const seen = new Set<unknown>();
  let left = 0;
  const add = (value: unknown, title: string) => {
    if (seen.has(value)) return;
    if (parts.length === MOST_ERRORS) {
      left += 1;
      return;
    }
    if (typeof value === 'object') seen.add(value);
    parts.push(`${title}${textOf(value)}`);
    for (const cause of causesOf(value)) add(cause, 'Caused by: ');
  };
  add(error, '');
  return left === 0 ? parts.join('\n') : `${parts.join('\n')}\n… and ${left} more`;
}

/** What stands behind an error: what it collects, then its cause. */
export function causesOf(error: unknown): readonly unknown[] {
  if (!isError(error)) return [];
  try {
    const { errors } = error as { errors?: unknown };
    const collected: readonly unknown[] = Array.isArray(errors) ? errors : [];
    return error.cause === undefined ? collected : [...collected, error.cause];
  } catch {
    return [];
  }
}

function textOf(value: unknown): string {
  return readThrown(() => (isError(value) ? (value.stack ?? String(value)) : String(value)));
}
