/** A YAML file that remembers on which line each of its values stands. */
import { relative } from 'node:path';
import { isMap, isNode, isScalar, isSeq } from 'yaml';
import { CambiumError } from '../../errors.js';
import { readText } from '../../runtime/index.js';
import { MAX_YAML_BYTES, type ParsedYaml, parseYaml } from './parse-yaml.js';

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

/** A document of a YAML file. */
export class YamlFile {
  /** Path as shown to the user: relative to where the command runs, if below it. */
  readonly name: string;
  readonly value: unknown;
  readonly #parsed: ParsedYaml;

  private constructor(name: string, parsed: ParsedYaml) {
    this.name = name;
    this.#parsed = parsed;
    // The parser has no limit of its own to add: what aliases stand for has been measured.
    this.value = parsed.document.toJS({ maxAliasCount: -1 });
  }

  /**
   * Parses YAML 1.2 text (with `<<` merge keys) of one document.
   * @throws CambiumError `yaml-syntax` with file, line and column.
   */
  static parse(text: string, name: string): YamlFile {
    const [first, second] = YamlFile.parseAll(text, name);
    if (second !== undefined) {
      throw new CambiumError(
        'yaml-syntax',
        `${formatLocation(second.start)}: a second document begins: expected one a file`,
      );
    }
    return first as YamlFile;
  }

  /**
   * Parses the documents of a YAML text: at least one, which is empty where the text is.
   * @throws CambiumError `yaml-syntax` with file, line and column.
   */
  static parseAll(text: string, name: string): YamlFile[] {
    return parseYaml(text, name).map((parsed) => new YamlFile(name, parsed));
  }

  /**
   * Reads and parses a file of one document. `root` is the folder that shown paths are relative to.
   * @throws CambiumError `yaml-syntax`, and as {@link readText}
   */
  static async read(path: string, root: string): Promise<YamlFile> {
    const name = relative(root, path).replaceAll('\\', '/');
    return YamlFile.parse(await readYamlText(path, name), name);
  }

  /** Where the document begins. */
  get start(): Location {
    return this.#at(this.#parsed.document.range[0]);
  }

  /** Where the value at `path` stands; for a map's entry, its key. The nearest parent if there is no such value. */
  locate(path: readonly PathSegment[]): Location {
    let node: unknown = this.#parsed.document.contents;
    let offset = offsetOf(node) ?? this.#parsed.document.range[0];
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
    return this.#at(offset);
  }

  #at(offset: number): Location {
    const { line, col } = this.#parsed.lines.linePos(offset);
    return { file: this.name, line, column: col };
  }
}

/** The text of a file that should be YAML. @throws CambiumError as {@link readText} */
export function readYamlText(path: string, shown: string): Promise<string> {
  return readText(path, { shown, expected: 'a YAML file', maxBytes: MAX_YAML_BYTES });
}

/**
 * The value of a YAML text that is not in a file, e.g. `[1, 2]` of an option.
 * @throws CambiumError `yaml-syntax` with line and column
 */
export function parseYamlValue(text: string): unknown {
  const [first, ...others] = parseYaml(text, undefined);
  if (first !== undefined && others.length === 0) return first.document.toJS({ maxAliasCount: -1 });
  throw new CambiumError('yaml-syntax', 'expected one value, found several documents');
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
