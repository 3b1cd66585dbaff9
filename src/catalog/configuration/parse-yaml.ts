/** Parses YAML within limits: how long, how deep, and how much its aliases stand for. */
import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  type YAMLError,
} from 'yaml';
import { CambiumError, didYouMean } from '../../errors.js';

/** Bytes of a file of YAML: what is larger is surely no configuration. */
export const MAX_YAML_BYTES = 16 * 2 ** 20;
/** Lists and maps in one another. */
const MAX_DEPTH = 200;
/** Values of one text, those that aliases stand for counted each time. */
const MAX_VALUES = 1_000_000;
const MAX_ALIASES = 1000;

/** One document of a text; positions count from the start of the text, so lines keep their numbers. */
export interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Says where in the text something is wrong. */
type Fail = (offset: number, reason: string, hint?: string) => never;

/**
 * The documents of YAML 1.2 text (with `<<` merge keys); at least one.
 * @param name the file, for errors; none for a text on the command line
 * @throws CambiumError `yaml-syntax` with file, line and column, also for what goes beyond a limit
 */
export function parseYaml(text: string, name: string | undefined): ParsedYaml[] {
  const lines = new LineCounter();
  const fail: Fail = (offset, reason, hint) => {
    const { line, col } = lines.linePos(offset);
    const place = name === undefined ? `line ${line}, column ${col}` : `${name}:${line}:${col}`;
    throw new CambiumError('yaml-syntax', `${place}: ${reason}`, { hint });
  };
  if (Buffer.byteLength(text) > MAX_YAML_BYTES) {
    fail(0, `YAML may have at most ${MAX_YAML_BYTES / 2 ** 20} MiB`);
  }
  // Keys are compared below, where each takes one look and not one at every key before it.
  const composer = new Composer({ merge: true, uniqueKeys: false });
  const composed = withoutStacks(() => [
    ...composer.compose(tokens(text, lines, fail), true, text.length),
  ]);
  const documents: Document.Parsed[] = [];
  for (const document of composed) {
    // What is merely a warning to the parser, e.g. an unknown tag, is a mistake in a configuration.
    const error = document.errors[0] ?? document.warnings[0];
    if (error !== undefined) fail(error.pos[0], reasonOf(error));
    new Measure(fail).add(document.contents);
    documents.push(document as Document.Parsed);
  }
  return documents.map((document) => ({ document, lines }));
}

/**
 * Runs what makes many errors of which one is shown: the parser makes one at each token that it did not expect, and
 * tracing stacks would take most of its time.
 */
function withoutStacks<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The parser's tokens, as long as they are neither too many nor too deep: what composes them is recursive. */
function* tokens(text: string, lines: LineCounter, fail: Fail) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // A value takes about two lexemes, itself and what parts it from the next.
    if (++count > 2 * MAX_VALUES) fail(parser.offset, tooMany);
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) fail(parser.offset, tooDeep);
  }
  yield* parser.end();
}

const tooMany = `more than ${MAX_VALUES.toLocaleString('en')} values`;
const tooDeep = `values are nested too deeply: more than ${MAX_DEPTH} lists and maps in one another`;

/** How large a value is once its aliases are replaced by what they stand for. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

const ONE: Extent = { values: 1, depth: 0 };

/** Walks a document in the order in which it is written, which is the order of anchors and aliases. */
class Measure {
  readonly #fail: Fail;
  /** By anchor; undefined while its value has not ended. */
  readonly #anchors = new Map<string, Extent | undefined>();
  #aliases = 0;

  constructor(fail: Fail) {
    this.#fail = fail;
  }

  add(node: unknown): Extent {
    if (isAlias(node)) return this.#alias(node);
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const extent = this.#extent(node);
    if (anchor !== undefined) this.#anchors.set(anchor, extent);
    if (extent.values > MAX_VALUES) this.#fail(offsetOf(node), `${tooMany}, with those of aliases`);
    if (extent.depth > MAX_DEPTH) this.#fail(offsetOf(node), tooDeep);
    return extent;
  }

  #alias(alias: Alias): Extent {
    const at = offsetOf(alias);
    if (++this.#aliases > MAX_ALIASES) this.#fail(at, `more than ${MAX_ALIASES} aliases`);
    const extent = this.#anchors.get(alias.source);
    if (extent !== undefined) return extent;
    if (this.#anchors.has(alias.source)) {
      this.#fail(at, `the alias *${alias.source} stands inside &${alias.source} itself`);
    }
    return this.#fail(
      at,
      `there is no anchor &${alias.source} before the alias *${alias.source}`,
      didYouMean(alias.source, this.#anchors.keys()),
    );
  }

  #extent(node: unknown): Extent {
    if (isMap(node)) this.#checkKeys(node.items.map(({ key }) => key));
    else if (!isSeq(node)) return ONE;
    let values = 1;
    let depth = 0;
    for (const item of node.items) {
      for (const part of isPair(item) ? [item.key, item.value] : [item]) {
        const inner = this.add(part);
        values += inner.values;
        depth = Math.max(depth, inner.depth);
      }
    }
    return { values, depth: depth + 1 };
  }

  /** `1` and `"1"` are one key of the map that is made of them. */
  #checkKeys(keys: readonly unknown[]): void {
    const seen = new Set<string>();
    for (const key of keys) {
      if (isCollection(key)) this.#fail(offsetOf(key), 'a key must be text, not a list or a map');
      if (!isScalar(key)) continue;
      const text = String(key.value);
      if (seen.has(text)) {
        this.#fail(offsetOf(key), `the key ${JSON.stringify(text)} is given twice`);
      }
      seen.add(text);
    }
  }
}

function offsetOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}

/** The first line of the parser's message: the others quote the text. */
function reasonOf({ message }: YAMLError): string {
  return message.split('\n', 1)[0] ?? message;
}
