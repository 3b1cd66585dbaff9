/** A request that its sender can mend: the status and the text of its answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  /** @param message never repeats a value of the payload: it is also logged. */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What a JSON value is, in words for an error. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'a number too large';
  return `a ${typeof value}`;
}
