/** The one grammar of dates and times in texts: ISO 8601. docs/data.md has it as a table. */
import { trimBlanks } from './number.js';

const PATTERN =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(?:([Zz])|([+-])(\d\d):?(\d\d)?))?)?$/;

/** Characters that a time may have, with the blanks around it. */
const MOST_CHARACTERS = 256;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What a text that is a date or a time tells. */
export interface ParsedTime {
  /** Whole milliseconds since 1970-01-01 00:00:00 UTC. */
  readonly milliseconds: number;
  /** Microseconds beyond them, 0 to 999. */
  readonly microseconds: number;
  /** `date` has no time of day, `zoned` an offset from UTC. */
  readonly form: 'date' | 'time' | 'zoned';
}

/**
 * Reads `YYYY-MM-DD`, and after a space or `T` `HH:MM[:SS[.fraction]]`, and after that `Z` or an offset such as
 * `+02:00`. A time without an offset is UTC; of a fraction microseconds count.
 * @returns undefined for a text that is no such time
 */
export function parseTime(text: string): ParsedTime | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const match = PATTERN.exec(trimBlanks(text));
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const year = part(1);
  const month = part(2);
  const day = part(3);
  const hour = part(4);
  const minute = part(5);
  const second = part(6);
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
  if (day < 1 || day > last || hour > 23 || minute > 59 || second > 59) return undefined;
  if (part(10) > 23 || part(11) > 59) return undefined;
  // Date.UTC takes years below 100 for those of the last century.
  const start = new Date(Date.UTC(2000, 0, 1, hour, minute, second));
  const seconds = start.setUTCFullYear(year, month - 1, day);
  const offset = (part(10) * 60 + part(11)) * 60_000 * (match[9] === '-' ? -1 : 1);
  const fraction = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const zoned = match[8] !== undefined || match[9] !== undefined;
  return {
    milliseconds: seconds - offset + Math.floor(fraction / 1000),
    microseconds: fraction % 1000,
    form: zoned ? 'zoned' : match[4] === undefined ? 'date' : 'time',
  };
}
