/** Parses a body as JSON, and says where it stops being JSON. */
import { RequestError } from './request-error.js';
import { refuseLargeIntegers } from './whole-numbers.js';

const WORD = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const SPACE = /[ \t\n\r]*/y;

/** What a text was found to lack, and at which index. */
interface Fault {
  readonly at: number;
  readonly expected: string;
}

/**
 * Finds the first fault of a text that is not JSON. Engines differ in what they say of it, and some
 * name no position; no recursion, so that depth costs nothing.
 */
function findFault(text: string): Fault {
  let at = 0;
  const closers: string[] = [];
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const key = (): Fault | undefined => {
    if (text[at] !== '"') return { at, expected: 'a field name in double quotes' };
    const fault = string();
    if (fault !== undefined) return fault;
    match(SPACE);
    if (text[at] !== ':') return { at, expected: '":"' };
    at++;
    match(SPACE);
    return undefined;
  };
  const string = (): Fault | undefined => {
    match(STRING);
    if (text[at] !== '"') return { at, expected: "the rest of a string and its closing '\"'" };
    at++;
    return undefined;
  };
  match(SPACE);
  for (;;) {
    // A value begins here.
    const open = text[at];
    if (open === '{' || open === '[') {
      const closer = open === '{' ? '}' : ']';
      at++;
      match(SPACE);
      if (text[at] !== closer) {
        closers.push(closer);
        const fault = open === '{' ? key() : undefined;
        if (fault !== undefined) return fault;
        continue;
      }
      at++;
    } else if (open === '"') {
      const fault = string();
      if (fault !== undefined) return fault;
    } else if (!match(WORD) && !match(NUMBER)) return { at, expected: 'a value' };
    // A value has ended: what closes, and what comes next?
    for (;;) {
      match(SPACE);
      const closer = closers.at(-1);
      if (closer === undefined) return { at, expected: 'the end' };
      if (text[at] === closer) {
        closers.pop();
        at++;
        continue;
      }
      if (text[at] !== ',') return { at, expected: `"," or "${closer}"` };
      at++;
      match(SPACE);
      const fault = closer === '}' ? key() : undefined;
      if (fault !== undefined) return fault;
      break;
    }
  }
}

/** @throws RequestError 400 with line, column, and what was expected there; for whole numbers that lose digits. */
export function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new RequestError(400, 'bad JSON: the body is empty');
    const { at, expected } = findFault(text);
    const line = text.slice(0, at).split('\n').length;
    const column = at - text.lastIndexOf('\n', at - 1);
    const found = at >= text.length ? 'the end of the body' : JSON.stringify(text[at]);
    throw new RequestError(
      400,
      `bad JSON at line ${line}, column ${column}: expected ${expected}, found ${found}`,
    );
  }
  refuseLargeIntegers(text);
  return value;
}
