/** The expression language: what one writes to say how a feature follows from the columns of a row. */
import { CambiumError } from '../../errors.js';
import { type Compiled, compile } from './evaluate.js';
import { FUNCTIONS } from './functions.js';
import { coerce, comparisonNode, fallbackNode, literalNode } from './kinds.js';
import { inputsOf, type Kind, type Node, type Value } from './node.js';
import { type SqlTypes, toSql } from './sql.js';

type NumberLike = Expression<'number' | 'boolean' | 'any'> | number;
type BooleanLike = Expression<'boolean' | 'any'> | boolean;
type Operand = Expression | number | string | boolean | null;
type Numeric = Expression<'number' | 'boolean' | 'any'>;
type Temporal = Expression<'time' | 'any'>;

/** The node of an operand. */
export function nodeOf(operand: Operand): Node {
  return operand instanceof Expression ? operand.node : literalNode(operand);
}

function call(name: string, operands: readonly Operand[]): Expression<never> {
  const { takes } = FUNCTIONS[name]!;
  const nodes = operands.map((operand, i) => coerce(nodeOf(operand), takes[i]!, `${name}()`));
  return new Expression<never>({ op: 'call', function: name, arguments: nodes });
}

function compared(name: string, left: Node, right: Operand): Expression<'boolean'> {
  return new Expression(comparisonNode(name, left, nodeOf(right)));
}

/**
 * How a value follows from a row's columns. One definition runs in DuckDB over millions of rows
 * ({@link toSql}) and in JavaScript on one row ({@link evaluate}), with the same result. Missing
 * values (null, NaN, an empty text where a number or time is needed) make the result missing; so do a
 * division by zero, the root of a negative number, and whatever else has no finite result.
 */
export class Expression<out K extends Kind = Kind> {
  readonly node: Node;
  /** Only for the compiler: the kind of what the expression gives. */
  declare readonly gives: K;
  #compiled: Compiled | undefined;

  /** For this package; users begin with {@link column}, {@link literal} or {@link when}. */
  constructor(node: Node) {
    this.node = node;
  }

  plus(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('add', [this, other]);
  }
  minus(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('subtract', [this, other]);
  }
  times(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('multiply', [this, other]);
  }
  dividedBy(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('divide', [this, other]);
  }
  /** Remainder with the sign of the dividend. */
  modulo(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('modulo', [this, other]);
  }
  power(this: Numeric, exponent: NumberLike): Expression<'number'> {
    return call('power', [this, exponent]);
  }
  negate(this: Numeric): Expression<'number'> {
    return call('negate', [this]);
  }
  abs(this: Numeric): Expression<'number'> {
    return call('absolute', [this]);
  }
  floor(this: Numeric): Expression<'number'> {
    return call('floor', [this]);
  }
  ceil(this: Numeric): Expression<'number'> {
    return call('ceil', [this]);
  }
  /** Rounds to the nearest whole number, halves away from zero. */
  round(this: Numeric): Expression<'number'> {
    return call('round', [this]);
  }
  sqrt(this: Numeric): Expression<'number'> {
    return call('sqrt', [this]);
  }
  exp(this: Numeric): Expression<'number'> {
    return call('exp', [this]);
  }
  /** Natural logarithm. */
  log(this: Numeric): Expression<'number'> {
    return call('log', [this]);
  }
  /** Natural logarithm of one more than the number. */
  log1p(this: Numeric): Expression<'number'> {
    return call('log1p', [this]);
  }
  log2(this: Numeric): Expression<'number'> {
    return call('log2', [this]);
  }
  log10(this: Numeric): Expression<'number'> {
    return call('log10', [this]);
  }
  /** Of an angle in radians, as are the other trigonometric functions. */
  sin(this: Numeric): Expression<'number'> {
    return call('sin', [this]);
  }
  cos(this: Numeric): Expression<'number'> {
    return call('cos', [this]);
  }
  tan(this: Numeric): Expression<'number'> {
    return call('tan', [this]);
  }
  asin(this: Numeric): Expression<'number'> {
    return call('asin', [this]);
  }
  acos(this: Numeric): Expression<'number'> {
    return call('acos', [this]);
  }
  atan(this: Numeric): Expression<'number'> {
    return call('atan', [this]);
  }
  /** From degrees. */
  radians(this: Numeric): Expression<'number'> {
    return call('radians', [this]);
  }
  /** From radians. */
  degrees(this: Numeric): Expression<'number'> {
    return call('degrees', [this]);
  }
  /** The lesser of two numbers; a missing one does not count. */
  min(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('minimum', [this, other]);
  }
  /** The greater of two numbers; a missing one does not count. */
  max(this: Numeric, other: NumberLike): Expression<'number'> {
    return call('maximum', [this, other]);
  }
  /** `float32` rounds to single precision; `int32` cuts the fraction, missing beyond 32 bits; `float64` makes a number of a boolean or a column. */
  cast(this: Numeric, type: 'float32' | 'float64' | 'int32'): Expression<'number'> {
    if (type === 'float64') return new Expression(coerce(this.node, 'number', 'cast()'));
    return call(type, [this]);
  }

  /** Reads a column as text, where its use alone would not say so. */
  asText(this: Expression<'text' | 'any'>): Expression<'text'> {
    return new Expression(coerce(this.node, 'text', 'asText()'));
  }
  /** Reads a column as a time, where its use alone would not say so. */
  asTime(this: Temporal): Expression<'time'> {
    return new Expression(coerce(this.node, 'time', 'asTime()'));
  }

  equals(other: Operand): Expression<'boolean'> {
    return compared('equal', this.node, other);
  }
  notEquals(other: Operand): Expression<'boolean'> {
    return compared('notEqual', this.node, other);
  }
  lessThan(other: Operand): Expression<'boolean'> {
    return compared('less', this.node, other);
  }
  atMost(other: Operand): Expression<'boolean'> {
    return compared('lessOrEqual', this.node, other);
  }
  greaterThan(other: Operand): Expression<'boolean'> {
    return compared('greater', this.node, other);
  }
  atLeast(other: Operand): Expression<'boolean'> {
    return compared('greaterOrEqual', this.node, other);
  }
  /** Within two bounds, both included. */
  between(low: Operand, high: Operand): Expression<'boolean'> {
    return this.atLeast(low).and(this.atMost(high));
  }
  /** One of some values. */
  isIn(values: readonly (number | string)[]): Expression<'boolean'> {
    const [first, ...rest] = values;
    if (first === undefined) throw new CambiumError('expression', 'isIn() needs a value at least');
    let any = this.equals(first);
    for (const value of rest) any = any.or(this.equals(value));
    return any;
  }
  and(this: Expression<'boolean' | 'any'>, other: BooleanLike): Expression<'boolean'> {
    return call('and', [this, other]);
  }
  or(this: Expression<'boolean' | 'any'>, other: BooleanLike): Expression<'boolean'> {
    return call('or', [this, other]);
  }
  not(this: Expression<'boolean' | 'any'>): Expression<'boolean'> {
    return call('not', [this]);
  }
  isNull(): Expression<'boolean'> {
    return call('isNull', [this]);
  }
  /** The value, or `other` where it is missing. */
  orElse(other: Operand): Expression<K> {
    return new Expression(fallbackNode('orElse', this.node, nodeOf(other)));
  }

  year(this: Temporal): Expression<'number'> {
    return call('year', [this]);
  }
  /** 1 to 4. */
  quarter(this: Temporal): Expression<'number'> {
    return call('quarter', [this]);
  }
  /** 1 to 12. */
  month(this: Temporal): Expression<'number'> {
    return call('month', [this]);
  }
  /** Day of the month, 1 to 31. */
  day(this: Temporal): Expression<'number'> {
    return call('day', [this]);
  }
  /** 1 to 366. */
  dayOfYear(this: Temporal): Expression<'number'> {
    return call('dayOfYear', [this]);
  }
  /** Monday is 0, Sunday 6. */
  weekday(this: Temporal): Expression<'number'> {
    return call('weekday', [this]);
  }
  /** 0 to 23. */
  hour(this: Temporal): Expression<'number'> {
    return call('hour', [this]);
  }
  minute(this: Temporal): Expression<'number'> {
    return call('minute', [this]);
  }
  /** 0 to 59, without a fraction. */
  second(this: Temporal): Expression<'number'> {
    return call('second', [this]);
  }
  /** Seconds since 1970-01-01 00:00:00: the difference of two is a duration. */
  epochSeconds(this: Temporal): Expression<'number'> {
    return call('epochSeconds', [this]);
  }

  /** The number that belongs to a text; `otherwise` (missing unless told) for any other. */
  mapValues(
    this: Expression<'text' | 'any'>,
    values: Readonly<Record<string, number>>,
    otherwise: number | null = null,
  ): Expression<'number'> {
    const of = coerce(this.node, 'text', 'mapValues()');
    return new Expression({ op: 'map', of, values: Object.entries(values), otherwise });
  }
  /** The place of a text in a list, from 0: the code of a category. Missing for any other. */
  codeIn(this: Expression<'text' | 'any'>, categories: readonly string[]): Expression<'number'> {
    return this.mapValues(Object.fromEntries(categories.map((text, code) => [text, code])));
  }

  /** The columns that the expression reads, and as what. */
  inputs(): Map<string, Set<Kind>> {
    return inputsOf(this.node);
  }

  /**
   * DuckDB's SQL. `types` are DuckDB's types of the columns, where known; `numbers` names columns that
   * hold the numbers of text columns, where there are such.
   */
  toSql(types?: SqlTypes, numbers?: ReadonlyMap<string, string>): string {
    return toSql(this.node, types, numbers);
  }

  /**
   * The value for one row: numbers, texts (`YYYY-MM-DD HH:MM:SS` for times; numbers written out are
   * taken too), booleans, Dates, null.
   * @throws CambiumError `invalid-value` naming a field that cannot be read as what the expression needs.
   */
  evaluate(row: Readonly<Record<string, unknown>>): Value {
    this.#compiled ??= compile(this.node);
    return this.#compiled(row);
  }

  /** The tree, to be saved; {@link expressionFromJson} reads it. */
  toJSON(): Node {
    return this.node;
  }
}

/** A column of the row. */
export function column(name: string): Expression<'any'> {
  return new Expression({ op: 'column', name, kind: 'any' });
}

/** A constant. */
export function literal(value: number): Expression<'number'>;
export function literal(value: string): Expression<'text'>;
export function literal(value: boolean): Expression<'boolean'>;
export function literal(value: null): Expression<'any'>;
export function literal(value: Value): Expression {
  return new Expression(literalNode(value));
}

/** The angle of the point (x, y) in radians, from -π to π. */
export function atan2(y: NumberLike, x: NumberLike): Expression<'number'> {
  return call('atan2', [y, x]);
}
