/** Reads a timestamp's text: `2016-03-14 17:24:55`, ISO 8601, or a date alone; UTC when it has no offset. */
import { parseTime } from '../../src/data/text/index.js';

/** Milliseconds since 1970 UTC, or NaN for a text that is no timestamp. */
export function parseTimestamp(text: string): number {
  return parseTime(text)?.milliseconds ?? Number.NaN;
}
