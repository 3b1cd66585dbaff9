/** The rule for whole numbers that a float64 cannot hold: beyond 2^53 they are an error, never rounded. */
import { CambiumError } from '../errors.js';

/** The largest magnitude up to which a float64 holds every whole number. */
export const LARGEST_WHOLE = 2 ** 53;

const DIGITS = String(LARGEST_WHOLE);
const WHOLE = /^\s*[+-]?0*([1-9]\d{15,})\s*$/;

/** Whether a text is a whole number, without point and exponent, beyond 2^53. */
export function isBeyondWhole(text: string): boolean {
  const digits = WHOLE.exec(text)?.[1];
  return digits !== undefined && (digits.length > DIGITS.length || digits > DIGITS);
}

/** At most so much of a number is shown. */
const SHOWN = 60;

/** The error for a whole number beyond 2^53. @param where what errors call its place, e.g. a file, column and row */
export function wholeNumberError(where: string, value: string): CambiumError {
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return new CambiumError(
    'integer-precision',
    `${where}: the whole number ${shown} is beyond 2^53, where a float64 loses digits`,
    { hint: 'leave the column out, or keep such identifiers as text' },
  );
}

/** How errors call a value's place in a file. @param row from 1 */
export function placeOf(file: string, column: string, row: number): string {
  return `${file}, column "${column}", row ${row}`;
}
