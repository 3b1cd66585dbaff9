/** Reads a field of one row as the kind that an expression needs, as DuckDB would read it from a file. */
import { CambiumError } from '../../errors.js';
import { isMissingText, parseNumber, parseTime, parseTruth, trimBlanks } from '../text/index.js';
import type { Kind, Value } from './node.js';

const EXPECTED: Readonly<Record<Kind, string>> = {
  number: 'a number',
  boolean: 'true or false',
  text: 'a text',
  time: 'a time such as 2016-03-14 17:24:55',
  any: 'a value',
};

function refuse(name: string, kind: Kind, value: unknown): never {
  const shown = typeof value === 'string' ? `"${value.slice(0, 60)}"` : typeof value;
  throw new CambiumError(
    'invalid-value',
    `field "${name}": expected ${EXPECTED[kind]}, found ${shown}`,
  );
}

function readNumber(name: string, value: unknown): number | null {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
    case 'bigint':
      return Number(value);
    case 'string': {
      const truth = parseTruth(value);
      const number = truth === undefined ? parseNumber(value) : Number(truth);
      if (number === undefined) return refuse(name, 'number', value);
      return Number.isFinite(number) ? number : null;
    }
    default:
      return refuse(name, 'number', value);
  }
}

function readBoolean(name: string, value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return refuse(name, 'boolean', value);
  const truth = parseTruth(value);
  if (truth !== undefined) return truth;
  const number = parseNumber(value);
  if (number === undefined) return refuse(name, 'boolean', value);
  return Number.isNaN(number) ? null : number !== 0;
}

/** Microseconds since 1970-01-01 00:00:00 UTC of a text; undefined when it is no time. */
export function microsecondsOf(text: string): number | undefined {
  const time = parseTime(text);
  return time && time.milliseconds * 1000 + time.microseconds;
}

function readTime(name: string, value: unknown): number | null {
  // Arrow gives times as milliseconds, as JavaScript does.
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value * 1000);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime() * 1000;
  if (typeof value === 'string' && isMissingText(trimBlanks(value))) return null;
  const time = typeof value === 'string' ? microsecondsOf(value) : undefined;
  return time ?? refuse(name, 'time', value);
}

/**
 * A field's value as `kind`; null when it is missing: absent, null, NaN, or an empty text.
 * @throws CambiumError `invalid-value` that names the field.
 */
export function readValue(name: string, kind: Kind, value: unknown): Value {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' && Number.isNaN(value)) return null;
  switch (kind) {
    case 'number':
      return readNumber(name, value);
    case 'boolean':
      return readBoolean(name, value);
    case 'time':
      return readTime(name, value);
    case 'text':
      if (typeof value === 'object') return refuse(name, kind, value);
      return String(value);
    case 'any':
      if (typeof value === 'bigint') return Number(value);
      if (value instanceof Date) return value.getTime();
      if (typeof value === 'object') return refuse(name, kind, value);
      return value as Value;
  }
}
