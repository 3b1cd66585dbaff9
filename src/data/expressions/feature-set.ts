/** Named expressions that together make the columns of a model: one definition for pipeline and API. */
import { CambiumError } from '../../errors.js';
import type { Expression } from './expression.js';
import { expressionFromJson } from './json.js';
import type { Kind } from './node.js';

/** Features in the order of the model's columns. Text and time results are refused: a model takes numbers. */
export class FeatureSet {
  readonly names: readonly string[];
  /** Pass it as `select` when reading a table. */
  readonly expressions: Readonly<Record<string, Expression>>;
  readonly #list: readonly Expression[];

  constructor(expressions: Readonly<Record<string, Expression>>) {
    this.names = Object.keys(expressions);
    this.expressions = expressions;
    this.#list = Object.values(expressions);
    if (this.names.length === 0) throw new CambiumError('expression', 'a set of features is empty');
  }

  /** The fields that a row must have, and what each is read as. */
  inputs(): Map<string, Set<Kind>> {
    const all = new Map<string, Set<Kind>>();
    for (const expression of this.#list) {
      for (const [name, kinds] of expression.inputs()) {
        const known = all.get(name) ?? new Set();
        for (const kind of kinds) known.add(kind);
        all.set(name, known);
      }
    }
    return all;
  }

  /**
   * Computes a row's features into `target` from `at`; missing ones are NaN, booleans 0 and 1.
   * @throws CambiumError `invalid-value` that names the field, or the feature that is no number.
   */
  evaluateInto(
    row: Readonly<Record<string, unknown>>,
    target: Float32Array | Float64Array,
    at = 0,
  ): void {
    for (let i = 0; i < this.#list.length; i++) {
      const value = this.#list[i]!.evaluate(row);
      if (typeof value === 'string') {
        throw new CambiumError(
          'invalid-value',
          `feature "${this.names[i]}" is a text, not a number`,
        );
      }
      target[at + i] = value === null ? Number.NaN : Number(value);
    }
  }

  toJSON(): [string, Expression][] {
    return this.names.map((name, i) => [name, this.#list[i]!]);
  }

  /** Reads what `JSON.stringify` wrote. @throws CambiumError `expression`. */
  static fromJSON(json: unknown): FeatureSet {
    if (!Array.isArray(json) || !json.every((each) => Array.isArray(each) && each.length === 2)) {
      throw new CambiumError('expression', 'not a set of features');
    }
    return new FeatureSet(
      Object.fromEntries(json.map(([name, node]) => [String(name), expressionFromJson(node)])),
    );
  }
}
