/** Turns what a user wrote for a parameter into its typed value, or says what is wrong with it. */
import { CambiumError, didYouMean } from '../../errors.js';
import type { ParameterRange, ParameterRecord, ParameterValue } from './record.js';

/**
 * The typed value of one parameter.
 * @param name the parameter as the user called it
 */
export function parseValue(name: string, record: ParameterRecord, value: ParameterValue): unknown {
  switch (record.type) {
    case 'int':
    case 'double':
      return parseNumber(name, record, value);
    case 'bool':
      return parseBool(name, value);
    case 'enum':
      return parseWord(name, record, value);
    case 'enums':
      return parseWords(name, record, value);
  }
}

function bad(name: string, expected: string, value: ParameterValue, hint?: string): CambiumError {
  const found = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return new CambiumError(
    'bad-parameter',
    `parameter "${name}" must be ${expected}, found ${found}`,
    { hint },
  );
}

function parseNumber(name: string, record: ParameterRecord, value: ParameterValue): number {
  const expected = describeNumber(record);
  const isText = typeof value === 'string' && /^\s*[+-]?[.\d][\d.eE+-]*\s*$/.test(value);
  const number = typeof value === 'number' ? value : isText ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) throw bad(name, expected, value);
  if (record.type === 'int' && !Number.isInteger(number)) throw bad(name, expected, value);
  if (!isWithin(number, record)) throw bad(name, expected, value);
  return number;
}

function isWithin(number: number, { least, above, most, below }: ParameterRange): boolean {
  if (least !== undefined && number < least) return false;
  if (above !== undefined && number <= above) return false;
  if (most !== undefined && number > most) return false;
  return below === undefined || number < below;
}

/** What numbers a parameter takes, e.g. `an integer, 2 to 255`. */
export function describeNumber({ type, ...range }: ParameterRecord): string {
  const kind = type === 'int' ? 'an integer' : 'a number';
  const { least, above, most, below } = range;
  // The limits of 32-bit integers say nothing to people.
  const low = least !== undefined && least > -(2 ** 31) + 1 ? least : undefined;
  const high = most !== undefined && most < 2 ** 31 - 1 ? most : undefined;
  if (low !== undefined && low === high) return `${low}`;
  if (low !== undefined && high !== undefined) return `${kind}, ${low} to ${high}`;
  const limits = [
    low === undefined ? '' : `at least ${low}`,
    above === undefined ? '' : `above ${above}`,
    high === undefined ? '' : `at most ${high}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((text) => text !== '');
  return limits.length === 0 ? kind : `${kind} ${limits.join(' and ')}`;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  '+': true,
  '1': true,
  false: false,
  '-': false,
  '0': false,
};

function parseBool(name: string, value: ParameterValue): boolean {
  if (typeof value === 'boolean') return value;
  const parsed = BOOLEANS[String(value).trim().toLowerCase()];
  if (parsed === undefined) throw bad(name, 'true or false', value);
  return parsed;
}

function parseWord(name: string, record: ParameterRecord, value: ParameterValue): string {
  const words = record.words ?? {};
  const word = String(value).trim().toLowerCase();
  if (Object.hasOwn(words, word)) return words[word]!;
  const known = [...new Set(Object.values(words))];
  if (record.laterWords?.includes(word)) {
    throw new CambiumError(
      'unsupported-parameter',
      `parameter "${name}": "${word}" is LightGBM's, but not supported yet`,
      { hint: `supported: ${known.join(', ')}` },
    );
  }
  const hint = didYouMean(word, [...Object.keys(words), ...(record.laterWords ?? [])]);
  throw bad(name, known.join(' or '), value, hint);
}

/** Words as a list or parted by commas; each meaning once, `none` alone for nothing. */
function parseWords(name: string, record: ParameterRecord, value: ParameterValue): string[] {
  const list = Array.isArray(value) ? value : String(value).split(',');
  const words = list.map((word) => String(word).trim()).filter((word) => word !== '');
  const parsed = new Set(words.map((word) => parseWord(name, record, word)));
  return [...parsed];
}
