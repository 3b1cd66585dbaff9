/** Reads what anybody's code has thrown: any value at all, whose own getters and traps may throw again. */

const UNREADABLE = 'a value that cannot be read';

/** Whether a value is an Error; false for one that does not tell. */
export function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

/** What `read` gives, or words that say that the value does not let itself be read. */
export function readThrown(read: () => string): string {
  try {
    return String(read());
  } catch {
    return UNREADABLE;
  }
}

/** An error's message, or the text of another value. Never throws. */
export function thrownMessage(thrown: unknown): string {
  return readThrown(() => (isError(thrown) ? thrown.message : String(thrown)));
}
