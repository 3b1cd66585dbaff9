/** Dataset factories: one catalog entry `{name}_csv` that declares every dataset its pattern matches. */
import { CambiumError, didYouMean } from '../errors.js';

const PLACEHOLDER = /\{(\w+)\}/g;

/** True when a catalog entry's name is a pattern. */
export function isPattern(name: string): boolean {
  return name.includes('{') || name.includes('}');
}

/** A compiled pattern. */
export class DatasetPattern {
  readonly text: string;
  readonly placeholders: readonly string[];
  /** Characters outside the placeholders. */
  readonly literals: number;
  readonly #expression: RegExp;

  /** @throws CambiumError `invalid-pattern` */
  constructor(text: string) {
    this.text = text;
    const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] as string);
    const rest = text.replaceAll(PLACEHOLDER, '');
    if (/[{}]/.test(rest) || names.length === 0) {
      throw new CambiumError('invalid-pattern', `dataset pattern "${text}" has unbalanced braces`, {
        hint: 'a pattern looks like {namespace}.{name}_csv',
      });
    }
    this.placeholders = [...new Set(names)];
    this.literals = rest.length;
    const seen = new Set<string>();
    const source = text
      .split(/(\{\w+\})/)
      .map((part) => {
        const name = /^\{(\w+)\}$/.exec(part)?.[1];
        if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        // The same placeholder twice must match the same text twice.
        if (seen.has(name)) return `\\k<${name}>`;
        seen.add(name);
        return `(?<${name}>.+?)`;
      })
      .join('');
    this.#expression = new RegExp(`^${source}$`, 's');
  }

  get isCatchAll(): boolean {
    return this.literals === 0;
  }

  /** Values of the placeholders, or undefined when the name does not match. */
  match(name: string): Readonly<Record<string, string>> | undefined {
    const found = this.#expression.exec(name);
    return found === null ? undefined : { ...found.groups };
  }

  /**
   * The entry with `{placeholder}` filled in everywhere.
   * @throws CambiumError `invalid-pattern` when it uses a placeholder that the pattern lacks.
   */
  fill(entry: unknown, values: Readonly<Record<string, string>>): unknown {
    if (typeof entry === 'string') {
      return entry.replaceAll(PLACEHOLDER, (_, name: string) => {
        const value = values[name];
        if (value !== undefined) return value;
        throw new CambiumError(
          'invalid-pattern',
          `dataset pattern "${this.text}" uses {${name}}, which is not in the pattern`,
          {
            hint:
              didYouMean(name, this.placeholders) ??
              `it has ${this.placeholders.map((one) => `{${one}}`).join(', ')}`,
          },
        );
      });
    }
    if (Array.isArray(entry)) return entry.map((item) => this.fill(item, values));
    if (typeof entry === 'object' && entry !== null) {
      return Object.fromEntries(
        Object.entries(entry).map(([key, value]) => [key, this.fill(value, values)]),
      );
    }
    return entry;
  }
}

/**
 * Compiles patterns and sorts them as they are tried: more literal characters first, then more
 * placeholders, then by alphabet.
 * @throws CambiumError `invalid-pattern` when two match everything.
 */
export function sortPatterns(texts: readonly string[]): DatasetPattern[] {
  const patterns = texts.map((text) => new DatasetPattern(text));
  const all = patterns.filter((pattern) => pattern.isCatchAll);
  if (all.length > 1) {
    throw new CambiumError(
      'invalid-pattern',
      `several dataset patterns match everything: ${all.map((one) => `"${one.text}"`).join(', ')}`,
      { hint: 'keep one of them' },
    );
  }
  return patterns.sort(
    (a, b) =>
      b.literals - a.literals ||
      b.placeholders.length - a.placeholders.length ||
      (a.text < b.text ? -1 : 1),
  );
}
