/** The one error class for what a user can mend: what failed, where, what was expected, the near miss. */
import { distance } from 'fastest-levenshtein';

/** What a {@link CambiumError} carries beside its message. */
export interface CambiumErrorOptions {
  /** A line of advice, e.g. a near miss or the command to run next. */
  hint?: string | undefined;
  cause?: unknown;
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

  /** @param problem where and what is wrong, what was expected and found */
  constructor(code: string, problem: string, options: CambiumErrorOptions = {}) {
    const { hint, cause } = options;
    const message = hint === undefined ? problem : `${problem} (${hint})`;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.problem = problem;
    this.hint = hint;
  }

  /** The message as the command line shows it. */
  describe(): string {
    return this.message;
  }
}

/** The candidate nearest in spelling to `name`, or undefined when none is near (a third of its letters, at least two). */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  // Less than the whole of a short name: "z" is no misspelt "a".
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 3)) + 1, name.length);
  for (const candidate of candidates) {
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
