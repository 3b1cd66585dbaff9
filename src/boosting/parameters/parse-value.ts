/** Turns what a user wrote for a parameter into its typed value, or says what is wrong with it. */
import { CambiumError, didYouMean } from '../../errors.js';
import { describeNumber, readNumber } from './number-value.js';
import { parseColumn, parseColumns, parseGroups } from './parse-list.js';
import type { ParameterRecord, ParameterValue } from './record.js';

/**
 * The typed value of one parameter.
 * @param name the parameter as the user called it
 * @throws CambiumError `bad-parameter` that names it, what it takes, and what was found
 */
export function parseValue(name: string, record: ParameterRecord, value: ParameterValue): unknown {
  const bad = (expected: string, hint?: string) => badValue(name, expected, value, hint);
  switch (record.type) {
    case 'int':
    case 'double': {
      const number = readNumber(value, record);
      if (number === undefined) throw bad(describeNumber(record));
      return number;
    }
    case 'ints':
    case 'doubles':
      return parseNumbers(name, record, value);
    case 'bool':
      return parseBool(name, value);
    case 'text':
      if (typeof value !== 'string' && typeof value !== 'number') throw bad('text');
      return String(value).trim();
    case 'texts':
      if (typeof value === 'object' && !Array.isArray(value)) throw bad('texts');
      return listOf(value);
    case 'enum':
      return parseWord(name, record, value);
    case 'enums':
      return [...new Set(listOf(value).map((word) => parseWord(name, record, word)))];
    case 'column':
      return parseColumn(value, bad);
    case 'columns':
      return parseColumns(value, bad);
    case 'groups':
      return parseGroups(value, bad);
  }
}

/** The error of a value that a parameter does not take. */
function badValue(
  name: string,
  expected: string,
  value: ParameterValue,
  hint?: string,
): CambiumError {
  return new CambiumError(
    'bad-parameter',
    `parameter "${name}" must be ${expected}, found ${describeFound(value)}`,
    { hint },
  );
}

/** Most letters of a value that an error repeats. */
const MOST_LETTERS = 80;

function describeFound(value: ParameterValue): string {
  const text = toText(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

function toText(value: unknown): string {
  // JSON has no word for NaN, and none of these for large integers or what refers to itself.
  if (typeof value !== 'string' && typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

/** The parts of a list, which text parts by commas. */
function listOf(value: ParameterValue): string[] {
  const list = Array.isArray(value) ? value : String(value).split(',');
  return list.map((part) => String(part).trim()).filter((part) => part !== '');
}

function parseNumbers(name: string, record: ParameterRecord, value: ParameterValue): number[] {
  const list = Array.isArray(value) ? value : String(value).split(',');
  return list.map((part, index) => {
    const number = readNumber(part as ParameterValue, record);
    if (number !== undefined) return number;
    const one = list.length === 1 ? 'numbers, each' : `numbers, number ${index + 1}`;
    throw badValue(name, `${one} ${describeNumber(record)}`, part as ParameterValue);
  });
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
  const text = String(value).trim().toLowerCase();
  if (!Object.hasOwn(BOOLEANS, text)) throw badValue(name, 'true or false', value);
  return BOOLEANS[text]!;
}

function parseWord(name: string, record: ParameterRecord, value: ParameterValue): string {
  const words = record.words ?? {};
  const word = String(value).trim().toLowerCase();
  if (Object.hasOwn(words, word)) return words[word]!;
  const known = [...new Set(Object.values(words))];
  const hint = didYouMean(word, Object.keys(words));
  throw badValue(name, listWords(known), value, hint);
}

/** `a, b or c`. */
function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
