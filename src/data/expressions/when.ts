/** Choosing between values: `when(condition).then(a).otherwise(b)`. */
import { Expression, nodeOf } from './expression.js';
import { coerce, kindOf } from './kinds.js';
import type { Kind, Node } from './node.js';

type Operand = Expression | number | string | boolean | null;
type KindOf<T> =
  T extends Expression<infer K>
    ? K
    : T extends number
      ? 'number'
      : T extends string
        ? 'text'
        : T extends boolean
          ? 'boolean'
          : 'any';

interface Branch {
  readonly when: Node;
  readonly value: Node;
}

/** A condition that waits for its value. */
export class Condition<K extends Kind> {
  readonly #branches: readonly Branch[];
  readonly #when: Node;

  constructor(branches: readonly Branch[], condition: Expression<'boolean' | 'any'>) {
    this.#branches = branches;
    this.#when = coerce(nodeOf(condition), 'boolean', 'when()');
  }

  /** The value where the condition holds. */
  // biome-ignore lint/suspicious/noThenProperty: the word that Polars and SQL use; nobody awaits a condition.
  then<T extends Operand>(value: T): Choice<K | KindOf<T>> {
    return new Choice([...this.#branches, { when: this.#when, value: nodeOf(value) }]);
  }
}

/** Conditions with their values, so far; the first that holds decides. */
export class Choice<K extends Kind> {
  readonly #branches: readonly Branch[];

  constructor(branches: readonly Branch[]) {
    this.#branches = branches;
  }

  /** A further condition, for rows where none before holds. */
  when(condition: Expression<'boolean' | 'any'>): Condition<K> {
    return new Condition(this.#branches, condition);
  }

  /** The value where no condition holds or can be decided. */
  otherwise<T extends Operand>(value: T): Expression<Exclude<K | KindOf<T>, 'any'>> {
    const last = nodeOf(value);
    const kinds = [...this.#branches.map((branch) => kindOf(branch.value)), kindOf(last)];
    const kind = kinds.find((candidate) => candidate !== 'any') ?? 'any';
    return new Expression({
      op: 'case',
      branches: this.#branches.map((branch) => ({
        when: branch.when,
        value: coerce(branch.value, kind, 'then()'),
      })),
      otherwise: coerce(last, kind, 'otherwise()'),
    });
  }
}

/** Begins a choice: `when(column('age').lessThan(18)).then(0).otherwise(1)`. */
export function when(condition: Expression<'boolean' | 'any'>): Condition<never> {
  return new Condition([], condition);
}
