/** Errors of requests, cut and escaped, and words for what a JSON value is. */
import { printable } from '../../src/runtime/index.js';

/** Characters of an error's text: names in it are the sender's. */
const MAX_MESSAGE = 300;

/** A request that its sender can correct: the status and the text of its answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  /** @param message never repeats a value of the payload, for it is also logged; it is cut and escaped here. */
  constructor(status: number, message: string) {
    super(printable(message, MAX_MESSAGE));
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
