/** A YAML file that remembers on which line each of its values stands. */
import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { CambiumError } from '../../errors.js';

/** Configuration larger than this is surely not configuration. */
const MAXIMUM_BYTES = 16 * 2 ** 20;

export type PathSegment = string | number;

/** A place in a file; lines and columns count from 1. */
export interface Location {
  /** Path as shown to the user. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `conf/base/catalog.yml:3:5` */
export function formatLocation(location: Location): string {
  return `${location.file}:${location.line}:${location.column}`;
}

/** A parsed YAML file. */
export class YamlFile {
  /** Path as shown to the user: relative to where the command runs, if below it. */
  readonly name: string;
  readonly value: unknown;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;

  private constructor(name: string, document: Document.Parsed, lines: LineCounter) {
    this.name = name;
    this.#document = document;
    this.#lines = lines;
    try {
      this.value = document.toJS({ maxAliasCount: 1000 });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CambiumError('yaml-syntax', `${name}: ${reason}`, { cause });
    }
  }

  /**
   * Parses YAML 1.2 text (with `<<` merge keys).
   * @throws CambiumError `yaml-syntax` with file, line and column.
   */
  static parse(text: string, name: string): YamlFile {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
    // What is merely a warning to the parser, e.g. an unknown tag, is a mistake in a configuration.
    const error = document.errors[0] ?? document.warnings[0];
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new CambiumError('yaml-syntax', `${name}:${line}:${col}: ${reasonOf(error, text)}`);
    }
    return new YamlFile(name, document, lines);
  }

  /**
   * Reads and parses a file. `root` is the folder that shown paths are relative to.
   * @throws CambiumError `yaml-syntax`, `file-too-large`
   */
  static async read(path: string, root: string): Promise<YamlFile> {
    const name = relative(root, path).replaceAll('\\', '/');
    const { size } = await stat(path);
    if (size > MAXIMUM_BYTES) {
      throw new CambiumError(
        'file-too-large',
        `${name} has ${(size / 2 ** 20).toFixed(1)} MiB: configuration files hold at most 16 MiB`,
      );
    }
    return YamlFile.parse(await readFile(path, 'utf8'), name);
  }

  /** Where the value at `path` stands; for a map's entry, its key. The nearest parent if there is no such value. */
  locate(path: readonly PathSegment[]): Location {
    let node: unknown = this.#document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const segment of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          ({ key }) => isScalar(key) && String(key.value) === String(segment),
        );
        if (pair === undefined) break;
        offset = offsetOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(segment)];
        if (item === undefined) break;
        offset = offsetOf(item) ?? offset;
        node = item;
      } else break;
    }
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.name, line, column: col };
  }
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The parser's errors in our words where its own speak to programmers. */
function reasonOf({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(pos[0]))?.[0] ?? '';
    return `the key ${JSON.stringify(key.trim())} is given twice`;
  }
  if (code === 'MULTIPLE_DOCS') return 'a second document begins: expected one a file';
  if (/call stack/.test(message)) return 'values are nested too deeply';
  return firstLine(message);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
