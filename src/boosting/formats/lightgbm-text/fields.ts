/** Typed access to the `key=value` lines of one section of a model file. */
import { nearest } from '../../../errors.js';
import { parseNumber } from '../../numeric/number-text.js';
import { type Field, type Lines, quote } from './lines.js';

interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** The fields of a header or of one tree; errors name the file, the line and the key. */
export class Fields {
  readonly #lines: Lines;
  readonly #section: string;
  readonly #startLine: number;
  readonly #fields = new Map<string, Field>();

  constructor(lines: Lines, section: string) {
    this.#lines = lines;
    this.#section = section;
    this.#startLine = lines.line;
  }

  add(field: Field): void {
    const earlier = this.#fields.get(field.key);
    if (earlier !== undefined) {
      throw this.#lines.error(
        `${quote(field.key)} is given twice, first in line ${earlier.line}`,
        field.line,
      );
    }
    this.#fields.set(field.key, field);
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  /** The keys that no one of `known` is, in the order of the file. */
  others(known: ReadonlySet<string>): Field[] {
    return [...this.#fields.values()].filter((field) => !known.has(field.key));
  }

  /** Error at the line of a key, e.g. for a rule between two fields. */
  error(key: string, message: string): Error {
    return this.#lines.error(
      `${this.#section}: ${key} ${message}`,
      this.#fields.get(key)?.line ?? this.#startLine,
    );
  }

  text(key: string): string {
    const field = this.#fields.get(key);
    if (field === undefined) {
      const near = nearest(key, this.#fields.keys());
      throw this.#lines.error(
        `${this.#section} has no line "${key}="`,
        this.#startLine,
        near === undefined ? undefined : `there is "${near}"`,
      );
    }
    return field.text;
  }

  number(key: string, range: Range = {}): number {
    const text = this.text(key);
    const value = parseNumber(text);
    if (value === undefined || Number.isNaN(value)) {
      throw this.error(key, `must be a number, found ${quote(text)}`);
    }
    this.#checkRange(key, value, range, '');
    return value;
  }

  integer(key: string, range: Range = {}): number {
    const value = this.number(key, range);
    if (!Number.isInteger(value)) throw this.error(key, `must be an integer, found ${value}`);
    return value;
  }

  /** Numbers separated by spaces, exactly `count` of them. NaN is refused. */
  doubles(key: string, count: number): Float64Array {
    const tokens = this.#tokens(key, count);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#token(key, tokens, i);
    return values;
  }

  int32s(key: string, count: number, range: Range): Int32Array {
    return this.#integers(key, count, Int32Array, { least: -(2 ** 31), ...range });
  }

  uint32s(key: string, count: number): Uint32Array {
    return this.#integers(key, count, Uint32Array, { least: 0, most: 2 ** 32 - 1 });
  }

  uint8s(key: string, count: number, most: number): Uint8Array {
    return this.#integers(key, count, Uint8Array, { least: 0, most });
  }

  #integers<T extends Int32Array | Uint32Array | Uint8Array>(
    key: string,
    count: number,
    Type: new (length: number) => T,
    range: Range,
  ): T {
    // Memory is taken only after the numbers have been seen: a count may be a lie.
    const tokens = this.#tokens(key, count);
    const values = new Type(count);
    for (let i = 0; i < values.length; i++) {
      const value = this.#token(key, tokens, i);
      if (!Number.isInteger(value)) {
        throw this.error(key, `[${i}] must be an integer, found ${quote(tokens[i]!)}`);
      }
      this.#checkRange(key, value, range, `[${i}]`);
      values[i] = value;
    }
    return values;
  }

  #tokens(key: string, count: number): string[] {
    const text = this.text(key).trim();
    const tokens = text === '' ? [] : text.split(/ +/);
    if (tokens.length !== count) {
      throw this.error(key, `must have ${count} numbers, found ${tokens.length}`);
    }
    return tokens;
  }

  #token(key: string, tokens: readonly string[], index: number): number {
    const value = parseNumber(tokens[index]!);
    if (value === undefined || Number.isNaN(value)) {
      throw this.error(key, `[${index}] must be a number, found ${quote(tokens[index]!)}`);
    }
    return value;
  }

  #checkRange(key: string, value: number, { least, most }: Range, place: string): void {
    if ((least === undefined || value >= least) && (most === undefined || value <= most)) return;
    const expected =
      least === undefined
        ? `at most ${most}`
        : most === undefined
          ? `at least ${least}`
          : `${least} to ${most}`;
    throw this.error(key, `${place}${place && ' '}must be ${expected}, found ${value}`);
  }
}
