/** The one error class for what a user can correct: what failed, where, what was expected, the near miss. */

import type { ErrorCode } from './error-codes.js';

/** What a {@link CambiumError} carries beside its message. */
export interface CambiumErrorOptions {
  /** A line of advice, e.g. a near miss or the command to run next. */
  hint?: string | undefined;
  /** The advice in words of the command line's options, where `hint` speaks of the library's. */
  commandHint?: string | undefined;
  cause?: unknown;
  /** The errors that this one sums up, where all that is wrong is told at once. */
  errors?: readonly CambiumError[] | undefined;
}

/**
 * An error that the user can correct. Its message says all there is to say, the hint last, in
 * parentheses. The command line prints it on one line, without a stack trace, and exits with status 1.
 */
export class CambiumError extends Error {
  override readonly name: string = 'CambiumError';
  /** A stable name for programs, e.g. `missing-column`; docs/errors.md lists them. */
  readonly code: ErrorCode;
  /** The message without the hint. */
  readonly problem: string;
  readonly hint: string | undefined;
  readonly commandHint: string | undefined;
  /** The errors that this one sums up; usually none. */
  readonly errors: readonly CambiumError[];

  /** @param problem where and what is wrong, what was expected and found */
  constructor(code: ErrorCode, problem: string, options: CambiumErrorOptions = {}) {
    const { hint, cause, errors = [] } = options;
    // What only says more of another error keeps its advice.
    const same = cause instanceof CambiumError && cause.hint === hint ? cause.commandHint : hint;
    const { commandHint = same } = options;
    super(withHint(problem, hint), cause === undefined ? undefined : { cause });
    this.code = code;
    this.problem = problem;
    this.hint = hint;
    this.commandHint = commandHint;
    this.errors = errors;
  }

  /** The message as a command shows it whose options, not the library's, say what is done. */
  describe(): string {
    return withHint(this.problem, this.commandHint);
  }
}

const withHint = (problem: string, hint: string | undefined) =>
  hint === undefined ? problem : `${problem} (${hint})`;

/**
 * Throws what has been found wrong, if anything: one error as it is, several as one that sums them up.
 * @param code of the sum
 * @param place what all of them are about
 */
export function throwAll(code: ErrorCode, place: string, errors: readonly CambiumError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  const lines = errors.map((error) => `\n  ${error.message}`).join('');
  throw new CambiumError(code, `${place}: ${errors.length} errors:${lines}`, { errors });
}

/** Names longer than this are not typed, and comparing two takes time with the product of their lengths. */
const LONGEST_NAME = 200;

/** The candidate nearest in spelling to `name`, or undefined when none is near (a third of its letters, at least two). */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  let best: string | undefined;
  // Less than the whole of a short name: "z" is no misspelt "a".
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 3)) + 1, name.length);
  for (const candidate of candidates) {
    // Two names are at least as far from each other as their lengths.
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const far = distance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (far < bestDistance) {
      best = candidate;
      bestDistance = far;
    }
  }
  return best;
}

/**
 * Edits from one name to the other, or `limit` where it takes as many or more. An edit is a letter more, less or
 * replaced, or two neighbours swapped: the optimal string alignment distance, Damerau's without edits between the
 * swapped letters.
 */
function distance(from: string, to: string, limit: number): number {
  const [own, other] = [codes(from), codes(to)];
  const { length } = other;
  let before = new Uint16Array(length + 2);
  let last = Uint16Array.from(before, (_, place) => place);
  let row = new Uint16Array(length + 2);
  for (let i = 1; i <= own.length; i++) {
    // Further from the diagonal it takes more edits than matter.
    const start = Math.max(1, i - limit);
    const end = Math.min(length, i + limit);
    row[start - 1] = start === 1 ? i : limit;
    let least = row[start - 1]!;
    for (let j = start; j <= end; j++) {
      const isSame = own[i - 1] === other[j - 1];
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && own[i - 1] === other[j - 2] && own[i - 2] === other[j - 1]) {
        edits = Math.min(edits, before[j - 2]! + 1);
      }
      row[j] = edits;
      if (edits < least) least = edits;
    }
    row[end + 1] = limit;
    // No way leads to fewer: a swap from the row before costs what this row's least did.
    if (least >= limit) return limit;
    [before, last, row] = [last, row, before];
  }
  return last[length]!;
}

const codes = (text: string) =>
  Uint16Array.from({ length: text.length }, (_, place) => text.charCodeAt(place));

/**
 * `did you mean "x"?` for the nearest candidate, or undefined: ready to be an error's hint.
 * @param given names beside it, which are not what was meant
 */
export function didYouMean(
  name: string,
  candidates: Iterable<string>,
  given: readonly string[] = [],
): string | undefined {
  const taken = new Set(given);
  const near = nearest(
    name,
    taken.size === 0 ? candidates : [...candidates].filter((one) => !taken.has(one)),
  );
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Most names that an error lists. */
const MOST_NAMES = 8;

/** `a, b, c and 40 more`: names for an error, of which there may be thousands. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What was found where something else is expected: `a list`, `a number`, `nothing`, or a text in quotes. */
export function describeFound(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : describeKind(value);
}

/** The kind of a value in words. */
function describeKind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const type = typeof value;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** Every name that an object of this type may have: the compiler sees to it that none is left out. */
export type NamesOf<T> = { readonly [Name in keyof T]-?: true };

/**
 * Refuses what is no object, or has a name that nothing reads: most likely a misspelt one.
 * @param what what a name of it is, e.g. `option of readTable`
 * @param place where it stands, if that is not known to whoever reads the message
 * @throws CambiumError `unknown-option` with the near miss among the names that are not given, `invalid-option`
 */
export function checkNames<T extends object>(
  what: string,
  given: T,
  names: NamesOf<T>,
  place = '',
): void {
  const value: unknown = given;
  const before = place === '' ? '' : `${place}: `;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CambiumError(
      'invalid-option',
      `${before}expected an object, each ${what} by its name, found ${describeKind(value)}`,
    );
  }
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  for (const [name] of entries) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const taken = entries.map(([other]) => other);
    const hint = didYouMean(name, known, taken) ?? `there are: ${known.join(', ')}`;
    throw new CambiumError('unknown-option', `${before}unknown ${what} "${name}"`, { hint });
  }
}

const isSignal = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  'aborted' in value &&
  'addEventListener' in value &&
  typeof value.addEventListener === 'function';

/** What {@link checkKind} asks for. */
const KINDS = {
  'a function': (value: unknown) => typeof value === 'function',
  'a list': (value: unknown): boolean => Array.isArray(value),
  'a number or a list': (value: unknown): boolean =>
    typeof value === 'number' || Array.isArray(value),
  'a string': (value: unknown) => typeof value === 'string',
  'true or false': (value: unknown) => typeof value === 'boolean',
  'an AbortSignal': isSignal,
} as const;

/** Refuses a value that is not of a kind. @throws CambiumError `invalid-option` */
export function checkKind(name: string, value: unknown, kind: keyof typeof KINDS): void {
  if (KINDS[kind](value)) return;
  throw new CambiumError('invalid-option', `${name} must be ${kind}, not ${describeFound(value)}`);
}

/** {@link checkKind} for each option that is given. */
export function checkKinds<T extends object>(
  options: T,
  kinds: { readonly [Name in keyof T]?: keyof typeof KINDS },
): void {
  for (const [name, kind] of Object.entries(kinds) as [keyof T & string, keyof typeof KINDS][]) {
    if (options[name] !== undefined) checkKind(name, options[name], kind);
  }
}

/** Refuses a word that is none of some. @throws CambiumError `invalid-option` with the near miss */
export function checkOneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw new CambiumError(
    'invalid-option',
    `${name} is ${describeFound(value)}, but must be one of ${allowed.join(', ')}`,
    { hint: typeof value === 'string' ? didYouMean(value, allowed) : undefined },
  );
}
