/** Reads decimal numbers straight from a text's bytes, exactly rounded, without making strings of them. */
import { isBeyondWhole, LARGEST_WHOLE } from '../whole-numbers.js';
import { isMissingText, MOST_NUMBER_CHARACTERS, parseBareNumber } from './number.js';

const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** Whole numbers up to here, times or over a power of ten up to 10^22, round once and so exactly (Clinger 1990). */
const EXACT = 2 ** 53;

/** A field's text; one that is longer than any number stays so. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(
    ...bytes.subarray(start, Math.min(end, start + MOST_NUMBER_CHARACTERS + 1)),
  );
}

/**
 * The number that `bytes` hold from `start` to `end`, or NaN: for a missing value, which
 * {@link isMissing} tells, as for what is no number.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const sign = bytes[at];
  if (sign === 0x2d || sign === 0x2b) at++;
  let whole = 0;
  let digits = 0;
  let exponent = 0;
  let byte = 0;
  for (; at < end; at++) {
    byte = bytes[at]! - 0x30;
    if (byte < 0 || byte > 9) break;
    whole = whole * 10 + byte;
    digits++;
  }
  if (at < end && bytes[at] === 0x2e) {
    const point = ++at;
    for (; at < end; at++) {
      byte = bytes[at]! - 0x30;
      if (byte < 0 || byte > 9) break;
      whole = whole * 10 + byte;
      digits++;
    }
    exponent = point - at;
  }
  if (at < end && digits > 0 && (bytes[at]! | 0x20) === 0x65) {
    at++;
    const minus = bytes[at] === 0x2d;
    if (minus || bytes[at] === 0x2b) at++;
    const first = at;
    let power = 0;
    for (; at < end; at++) {
      byte = bytes[at]! - 0x30;
      if (byte < 0 || byte > 9) break;
      power = power * 10 + byte;
    }
    if (at === first) return Number.NaN;
    exponent += minus ? -power : power;
  }
  if (at !== end || digits === 0 || whole > EXACT || exponent < -22 || exponent > 22) {
    // Numbers of many digits or far exponents, and infinities.
    return parseBareNumber(textOf(bytes, start, end)) ?? Number.NaN;
  }
  const value = exponent < 0 ? whole / POWERS[-exponent]! : whole * POWERS[exponent]!;
  return sign === 0x2d ? -value : value;
}

/**
 * The text of a whole number beyond 2^53, which no float holds for sure; undefined for any other.
 * @param value what {@link parseDecimal} gave
 */
export function beyondWhole(
  value: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): string | undefined {
  if (!(Math.abs(value) >= LARGEST_WHOLE)) return undefined;
  const text = textOf(bytes, start, end);
  return isBeyondWhole(text) ? text : undefined;
}

/** Whether a field stands for a missing value, by {@link isMissingText}. */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  return start === end || isMissingText(textOf(bytes, start, end));
}

/** A field as an error quotes it. */
export function quoteField(bytes: Uint8Array, start: number, end: number): string {
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 40)));
  return JSON.stringify(end - start > 40 ? `${text}…` : text);
}
