/** What arguments a function declares, read from its source text, so that a node's inputs can be checked before a run. */

/** The declared parameters of a function. */
export interface FunctionParameters {
  /** Names by position; a destructured one is `{…}`. */
  readonly names: readonly string[];
  /** How many have no default. */
  readonly required: number;
  /** True when a rest parameter takes any number more. */
  readonly rest: boolean;
  /** Keys of the first parameter when it is destructured: all, and those with a default. */
  readonly keys?: { readonly all: readonly string[]; readonly optional: readonly string[] };
}

/** Undefined when the source cannot be seen or is not understood (native, bound, unusual): then nothing is checked. */
export function functionParameters(
  func: (...args: never[]) => unknown,
): FunctionParameters | undefined {
  const text = Function.prototype.toString.call(func);
  // A function that looks at `arguments` takes more than it declares.
  const source = /\barguments\b/.test(text) ? undefined : parameterList(text);
  if (source === undefined) return undefined;
  const parts = splitTopLevel(source);
  if (parts === undefined) return undefined;
  const rest = parts.at(-1)?.startsWith('...') ?? false;
  const own = rest ? parts.slice(0, -1) : parts;
  const names = own.map((part) => (/^[{[]/.test(part) ? '{…}' : beforeDefault(part)));
  if (names.some((name) => name !== '{…}' && !/^[\w$]+$/u.test(name))) return undefined;
  const required = own.filter((part) => beforeDefault(part) === part).length;
  const keys = own[0]?.startsWith('{') ? destructuredKeys(own[0]) : undefined;
  return { names, required, rest, ...(keys === undefined ? {} : { keys }) };
}

/** The text between the parentheses of a function's or arrow's parameters. */
function parameterList(source: string): string | undefined {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return undefined;
  const arrow = /^(?:async\s+)?([\w$]+)\s*=>/.exec(source);
  if (arrow?.[1] !== undefined) return arrow[1];
  const head = /^(?:async\b\s*)?(?:function\b\s*)?\*?\s*(?:[\w$]+\s*)?\(/.exec(source);
  if (head === null) return undefined;
  const end = skipBracket(source, head[0].length - 1);
  return end === undefined ? undefined : source.slice(head[0].length, end);
}

/** Index of the bracket that closes the one at `open`; undefined where the text is beyond this scanner. */
function skipBracket(text: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    const skipped = skipQuoted(text, index);
    if (skipped === undefined) return undefined;
    index = skipped;
    const character = text[index] as string;
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return undefined;
}

/** Index of the last character of the text or comment that begins at `index`, else `index` itself. */
function skipQuoted(text: string, index: number): number | undefined {
  const character = text[index];
  if (character === '"' || character === "'") {
    for (let at = index + 1; at < text.length; at += 1) {
      if (text[at] === '\\') at += 1;
      else if (text[at] === character) return at;
    }
    return undefined;
  }
  // Templates nest and slashes may begin a regular expression: rare in parameters, so not followed.
  if (character === '`') return undefined;
  if (character !== '/') return index;
  if (text[index + 1] === '*') {
    const end = text.indexOf('*/', index + 2);
    return end === -1 ? undefined : end + 1;
  }
  if (text[index + 1] === '/') {
    const end = text.indexOf('\n', index);
    return end === -1 ? undefined : end;
  }
  return undefined;
}

/** Parts between commas outside brackets, without comments, trimmed. */
function splitTopLevel(text: string): string[] | undefined {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    if ('([{'.includes(character)) {
      const end = skipBracket(text, index);
      if (end === undefined) return undefined;
      part += text.slice(index, end + 1);
      index = end;
      continue;
    }
    const skipped = skipQuoted(text, index);
    if (skipped === undefined) return undefined;
    if (skipped > index) {
      if (character !== '/') part += text.slice(index, skipped + 1);
      index = skipped;
    } else if (character === ',') {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}

/** `a` of `a = 1`; the part itself when it has no default. */
function beforeDefault(part: string): string {
  const end = /^[{[]/.test(part) ? (skipBracket(part, 0) ?? part.length - 1) + 1 : 0;
  const equals = part.indexOf('=', end);
  return equals === -1 ? part : part.slice(0, equals).trim();
}

function destructuredKeys(part: string): FunctionParameters['keys'] {
  const pattern = beforeDefault(part);
  const parts = splitTopLevel(pattern.slice(1, -1));
  if (parts === undefined || parts.some((one) => one.startsWith('...'))) return undefined;
  const key = (one: string) => /^[\w$]+/.exec(one)?.[0];
  const all = parts.map(key);
  if (all.some((one) => one === undefined)) return undefined;
  const optional = parts.filter((one) => hasDefault(one)).map(key);
  return { all: all as string[], optional: optional as string[] };
}

/** True of `a = 1` and `a: b = 1`. */
function hasDefault(part: string): boolean {
  const colon = /^[\w$]+\s*:\s*/.exec(part);
  const target = colon === null ? part : part.slice(colon[0].length);
  return beforeDefault(target) !== target;
}
