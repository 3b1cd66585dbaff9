/** The one grammar of numbers in texts: cells of files, texts of JSON, fields of forms. docs/data.md has it as a table. */

/** Characters that a number may have, with the blanks around it: 1,074 digits behind the point print any double in full. */
export const MOST_NUMBER_CHARACTERS = 4096;

// Each character can be matched in one way only, so that a long text is refused in linear time.
const NUMBER = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const MISSING = /^(?:[+-]?(?:nan|na|null)|n\/a)$/i;

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** A text without the ASCII blanks around it. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Whether a text without blanks around it stands for a missing number: empty, `na`, `n/a`, `nan` or `null`, in any case. */
export function isMissingText(text: string): boolean {
  return text === '' || MISSING.test(text);
}

/**
 * The number that a text holds: an optional sign, decimal digits with an optional point, an optional exponent; or
 * `inf` or `infinity`; ASCII blanks around it do not count. NaN stands for a missing value, undefined for a text that
 * is no number.
 */
export function parseNumber(text: string): number | undefined {
  return text.length > MOST_NUMBER_CHARACTERS ? undefined : parseBareNumber(trimBlanks(text));
}

/** {@link parseNumber} of a text without blanks around it. */
export function parseBareNumber(text: string): number | undefined {
  if (text.length > MOST_NUMBER_CHARACTERS) return undefined;
  if (NUMBER.test(text)) return Number(text);
  if (isMissingText(text)) return Number.NaN;
  const infinite = INFINITE.exec(text);
  if (infinite === null) return undefined;
  return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes'].map((word) => [word, true] as const),
  ...['false', 'f', 'no'].map((word) => [word, false] as const),
]);

/** The longest of the words for true and false. */
const MOST_TRUTH_CHARACTERS = 5;

/** `true`, `t` and `yes`, `false`, `f` and `no`, in any case, blanks around them aside; undefined for any other text. */
export function parseTruth(text: string): boolean | undefined {
  const trimmed = trimBlanks(text);
  if (trimmed.length > MOST_TRUTH_CHARACTERS) return undefined;
  return TRUTHS.get(trimmed.toLowerCase());
}
