/** The one error class for what a user can mend: what failed, where, what was expected, the near miss. */
import { distance } from 'fastest-levenshtein';

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
 * An error that the user of Cambium can mend. Its message says all there is to say, the hint last, in
 * parentheses. The command line prints it on one line, without a stack trace, and exits with status 1.
 */
export class CambiumError extends Error {
  override readonly name: string = 'CambiumError';
  /** A stable, kebab-case name for programs, e.g. `missing-column`. */
  readonly code: string;
  /** The message without the hint. */
  readonly problem: string;
  readonly hint: string | undefined;
  readonly commandHint: string | undefined;
  /** The errors that this one sums up; usually none. */
  readonly errors: readonly CambiumError[];

  /** @param problem where and what is wrong, what was expected and found */
  constructor(code: string, problem: string, options: CambiumErrorOptions = {}) {
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
export function throwAll(code: string, place: string, errors: readonly CambiumError[]): void {
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
    const far = distance(name.toLowerCase(), candidate.toLowerCase());
    if (far < bestDistance) {
      best = candidate;
      bestDistance = far;
    }
  }
  return best;
}

/** `did you mean "x"?` for the nearest candidate, or undefined: ready to be an error's hint. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(name, candidates);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Most names that an error lists. */
const MOST_NAMES = 8;

/** `a, b, c and 40 more`: names for an error, of which there may be thousands. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Every name that an object of this type may have: the compiler sees to it that none is left out. */
export type NamesOf<T> = { readonly [Name in keyof T]-?: true };

/**
 * Refuses what is no object, or has a name that nothing reads: most likely a misspelt one.
 * @param what what a name of it is, e.g. `option of readTable`
 * @param place where it stands, if that is not known to whoever reads the message
 * @throws CambiumError `unknown-option` with the near miss, `invalid-option`
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
    const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
    throw new CambiumError(
      'invalid-option',
      `${before}expected an object, each ${what} by its name, found ${found}`,
    );
  }
  for (const [name, one] of Object.entries(value)) {
    if (one === undefined || Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const hint = didYouMean(name, known) ?? `there are: ${known.join(', ')}`;
    throw new CambiumError('unknown-option', `${before}unknown ${what} "${name}"`, { hint });
  }
}
