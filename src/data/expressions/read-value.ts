/** Reads a field of one row as the kind that an expression needs, as DuckDB would read it from a file. */
import { CambiumError } from '../../errors.js';
import type { Kind, Value } from './node.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

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

/**
 * Microseconds since 1970-01-01 00:00:00 of a time without a zone; undefined when the text is no time. `YYYY-MM-DD`, and after a space or T `HH:MM[:SS[.ffffff]]`.
 */
export function parseTime(text: string): number | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4] ?? 0);
  const minute = Number(match[5] ?? 0);
  const second = Number(match[6] ?? 0);
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
  if (day < 1 || day > last || hour > 23 || minute > 59 || second > 59) return undefined;
  const micros = Number((match[7] ?? '').padEnd(6, '0'));
  // Date.UTC takes years below 100 for those of the last century.
  const start = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  return start.setUTCFullYear(year, month - 1, day) * 1000 + micros;
}

function readNumber(name: string, value: unknown): number | null {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
    case 'bigint':
      return Number(value);
    case 'string': {
      const text = value.trim();
      if (text === '' || NOT_FINITE.test(text)) return null;
      if (!NUMBER.test(text)) return refuse(name, 'number', value);
      const number = Number(text);
      return Number.isFinite(number) ? number : null;
    }
    default:
      return refuse(name, 'number', value);
  }
}

function readBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (text === 'true' || text === 't' || text === '1') return true;
  if (text === 'false' || text === 'f' || text === '0') return false;
  return refuse(name, 'boolean', value);
}

function readTime(name: string, value: unknown): number {
  // Arrow gives times as milliseconds, as JavaScript does.
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value * 1000);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime() * 1000;
  const time = typeof value === 'string' ? parseTime(value) : undefined;
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
