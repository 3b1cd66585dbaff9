/** Whole numbers in JSON that a 64-bit float cannot hold: JSON.parse rounds them without a word. */
import { isBeyondWhole } from '../../src/data/whole-numbers.js';
import { quoted } from './fields.js';
import { RequestError } from './request-error.js';

/** Shorter numbers are below 2^53: most texts need no second look. */
const LONG = /\d{16}/;
const TOKEN = /"(?:[^"\\]|\\.)*"|:|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * @param text valid JSON
 * @throws RequestError 400 that names the field, for a whole number beyond 2^53 whose digits a float does not keep
 */
export function refuseLargeIntegers(text: string): void {
  if (!LONG.test(text)) return;
  let before = '';
  let name = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ':') name = before;
    else if (token.length >= 16 && isRounded(token)) {
      const field = name === '' ? '' : `field ${quoted(JSON.parse(name))}: `;
      throw new RequestError(
        400,
        `${field}a whole number beyond 2^53 loses digits as a 64-bit float: send an identifier as text, a measure with an exponent`,
      );
    }
    before = token;
  }
}

/**
 * Whether digits get lost. What a program prints of a float, e.g. `100000000000000000000` of 1e20, reads back as that float,
 * and so loses nothing.
 */
function isRounded(token: string): boolean {
  return isBeyondWhole(token) && String(Number(token)) !== token;
}
