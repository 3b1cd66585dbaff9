/** Checks the values of a payload's fields against their definitions, and converts them. */
import { isMissingText, parseNumber, parseTime, trimBlanks } from '../../src/data/text/index.js';
import { CambiumError, didYouMean } from '../../src/errors.js';
import type { FieldDefinition, FieldType } from '../../src/serving/index.js';
import { kindOf, RequestError } from './request-error.js';

/** Characters of a sender's name for a field that an error repeats. */
const MAX_NAME = 80;

/** A sender's name for a field, for an error: short, in quotes. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name);
}

/** Reads one field from JSON's value, or from a form's text. Both throw RequestError 400. */
export interface FieldReader {
  readonly name: string;
  fromJson(value: unknown): unknown;
  fromText(text: string): unknown;
}

/** What errors say of a form's text that cannot be read: texts are values, which no error repeats. */
export const ANOTHER_TEXT = 'another text';

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1'].map((word) => [word, true] as const),
  ...['false', '0'].map((word) => [word, false] as const),
]);

/** A form's text as true or false: these words in any case, or 1 and 0. */
export function parseBoolean(text: string): boolean | undefined {
  const trimmed = trimBlanks(text);
  return trimmed.length > 5 ? undefined : TRUTHS.get(trimmed.toLowerCase());
}

export function wrong(name: string, expected: string, found: string): RequestError {
  return new RequestError(400, `field "${name}": expected ${expected}, found ${found}`);
}

type Convert = (value: unknown) => unknown;

/** For each type: what a value must be, its conversion from JSON (undefined: mistyped), and text to JSON's value. */
const types: Readonly<
  Record<FieldType, { expected: string; convert: Convert; text: (text: string) => unknown }>
> = {
  number: {
    expected: 'a number',
    convert: (value) => (Number.isFinite(value) ? value : undefined),
    text: (text) => parseNumber(text),
  },
  integer: {
    expected: 'a whole number',
    convert: (value) => (Number.isSafeInteger(value) ? value : undefined),
    text: (text) => parseNumber(text),
  },
  string: {
    expected: 'a string',
    convert: (value) => (typeof value === 'string' ? value : undefined),
    text: (text) => text,
  },
  boolean: {
    expected: 'true or false',
    convert: (value) => (typeof value === 'boolean' ? value : undefined),
    text: (text) => parseBoolean(text),
  },
  timestamp: {
    expected: 'a timestamp like "2016-03-14 17:24:55" or "2016-03-14T17:24:55Z"',
    convert: (value) => {
      const time = typeof value === 'string' ? parseTime(value) : undefined;
      return time && new Date(time.milliseconds);
    },
    text: (text) => text,
  },
};

const known = Object.keys(types);

function checkDefinition(name: string, field: FieldDefinition): void {
  const bad = (what: string, hint?: string) =>
    new CambiumError('bad-predictor', `predictor input "${name}": ${what}`, { hint });
  if (typeof field !== 'object' || field === null || !Object.hasOwn(types, field.type)) {
    const found = typeof field === 'object' && field !== null ? field.type : field;
    throw bad(
      `expected one of the types ${known.join(', ')}, found ${JSON.stringify(found)}`,
      didYouMean(String(found), known),
    );
  }
  const options = ['type', 'nullable', 'optional', 'minimum', 'maximum', 'values', 'example'];
  for (const key of Object.keys(field)) {
    if (!options.includes(key)) throw bad(`unknown option "${key}"`, didYouMean(key, options));
  }
}

/** What a numeric or textual field accepts beyond its type, or undefined. */
function limits(field: FieldDefinition): { expected: string; accepts: Convert } | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, values } = field;
  if (field.type === 'string' && values !== undefined) {
    const set = new Set(values);
    const listed = values.slice(0, 8).map((value) => JSON.stringify(value));
    const more = values.length > 8 ? ` … (${values.length} values)` : '';
    return { expected: `one of ${listed.join(', ')}${more}`, accepts: (v) => set.has(v as string) };
  }
  if (field.minimum === undefined && field.maximum === undefined) return undefined;
  if (field.type !== 'number' && field.type !== 'integer') return undefined;
  const expected =
    field.maximum === undefined
      ? `at least ${minimum}`
      : field.minimum === undefined
        ? `at most ${maximum}`
        : `from ${minimum} to ${maximum}`;
  return { expected, accepts: (v) => (v as number) >= minimum && (v as number) <= maximum };
}

/**
 * Makes the reader of one field.
 * @throws CambiumError `bad-predictor` for a definition that makes no sense.
 */
export function fieldReader(name: string, field: FieldDefinition): FieldReader {
  checkDefinition(name, field);
  const { expected, convert, text: parse } = types[field.type];
  const limit = limits(field);
  const nullable = field.nullable === true || field.optional === true;
  const fromJson = (value: unknown, found?: string): unknown => {
    if (value === null && nullable) return null;
    const converted = convert(value);
    if (converted === undefined) throw wrong(name, expected, found ?? describe(field.type, value));
    if (limit !== undefined && !limit.accepts(converted)) {
      throw wrong(name, `${expected}, ${limit.expected}`, 'another value');
    }
    return converted;
  };
  return {
    name,
    fromJson: (value) => fromJson(value),
    fromText: (text) => {
      // Texts that stand for a missing value are what they are in a field of texts.
      const missing = field.type === 'string' ? text === '' : isMissingText(trimBlanks(text));
      if (missing && nullable) return null;
      if (field.type !== 'string' && trimBlanks(text) === '') {
        throw wrong(name, expected, 'empty text');
      }
      return fromJson(parse(text), ANOTHER_TEXT);
    },
  };
}

function describe(type: FieldType, value: unknown): string {
  if (type === 'integer' && typeof value === 'number') return 'a fraction or a number too large';
  if (type === 'timestamp' && typeof value === 'string') return ANOTHER_TEXT;
  return kindOf(value);
}

/**
 * Says what is wrong with the names of a payload's fields.
 * @param required names that must be there.
 */
export function nameFault(
  payload: Readonly<Record<string, unknown>>,
  names: readonly string[],
  required: readonly string[],
): RequestError | undefined {
  const allowed = new Set(names);
  const given = Object.keys(payload);
  const unknown = given.find((name) => !allowed.has(name));
  if (unknown !== undefined) {
    const name = quoted(unknown);
    if (unknown.length > MAX_NAME) return new RequestError(400, `unknown field ${name}`);
    const free = names.filter((known) => !Object.hasOwn(payload, known));
    const near = didYouMean(unknown, free) ?? didYouMean(unknown, names);
    return new RequestError(400, `unknown field ${name}${near ? ` (${near})` : ''}`);
  }
  const missing = required.find((name) => !Object.hasOwn(payload, name));
  return missing === undefined ? undefined : new RequestError(400, `missing field "${missing}"`);
}
