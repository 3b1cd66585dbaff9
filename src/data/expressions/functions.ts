/** Every function of the expression language: its kinds, its SQL, and the same in JavaScript, side by side. */
import type { Kind, Value } from './node.js';

/** A function. Unless `nulls` is set, a missing argument makes the result missing. */
export interface ExpressionFunction {
  readonly takes: readonly Kind[];
  readonly gives: Kind;
  readonly sql: (...operands: string[]) => string;
  readonly js: (...operands: never[]) => Value;
  /** The function looks at missing arguments itself. */
  readonly nulls?: boolean;
}

type N = (...operands: number[]) => number | null;

const numeric = (arity: number, sql: ExpressionFunction['sql'], js: N): ExpressionFunction => ({
  takes: Array<Kind>(arity).fill('number'),
  gives: 'number',
  sql,
  js,
});

/** A function whose domain is limited: outside it DuckDB raises an error, which TRY makes missing. */
const limited = (name: string, js: (x: number) => number | null): ExpressionFunction =>
  numeric(1, (x) => `TRY(${name}(${x}))`, js);

const finite = (f: (x: number) => number) => (x: number) =>
  Math.abs(x) === Infinity ? null : f(x);

/** NaN is above all numbers and equal to itself, as in DuckDB; it arises only from infinities. */
function compare(a: number | string | boolean, b: number | string | boolean): number {
  const aNaN = Number.isNaN(a);
  const bNaN = Number.isNaN(b);
  if (aNaN || bNaN) return Number(aNaN) - Number(bNaN);
  if (typeof a === 'string') return compareText(a, b as string);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Texts are ordered by their UTF-8 bytes, which is the order of code points. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all other units.
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

const comparison = (sign: string, holds: (order: number) => boolean): ExpressionFunction => ({
  takes: ['any', 'any'],
  gives: 'boolean',
  sql: (a, b) => `(${a} ${sign} ${b})`,
  js: (a: number, b: number) => holds(compare(a, b)),
});

/** Microseconds, in which times are counted. */
const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const modulo = (x: number, by: number): number => x - Math.floor(x / by) * by;

const part = (sql: (x: string) => string, js: (microseconds: number) => number) =>
  ({ takes: ['time'], gives: 'number', sql, js }) satisfies ExpressionFunction;

const field = (name: string, js: (microseconds: number) => number) =>
  part((x) => `CAST(${name}(${x}) AS DOUBLE)`, js);

const date = (microseconds: number): Date => new Date(Math.floor(microseconds / 1000));

function roundAway(x: number): number {
  const magnitude = Math.abs(x);
  const floor = Math.floor(magnitude);
  return Math.sign(x) * (magnitude - floor >= 0.5 ? floor + 1 : floor);
}

/** The lesser or greater of two numbers; a missing one does not count. */
const extreme = (sql: string, sign: number): ExpressionFunction => ({
  takes: ['number', 'number'],
  gives: 'number',
  nulls: true,
  sql: (a, b) => `${sql}(${a}, ${b})`,
  js: (a: number | null, b: number | null) => {
    if (a === null || b === null) return a ?? b;
    return compare(a, b) * sign >= 0 ? a : b;
  },
});

const INT32 = 2 ** 31;

export const FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  add: numeric(
    2,
    (a, b) => `(${a} + ${b})`,
    (a, b) => a! + b!,
  ),
  subtract: numeric(
    2,
    (a, b) => `(${a} - ${b})`,
    (a, b) => a! - b!,
  ),
  multiply: numeric(
    2,
    (a, b) => `(${a} * ${b})`,
    (a, b) => a! * b!,
  ),
  divide: numeric(
    2,
    (a, b) => `(${a} / ${b})`,
    (a, b) => (b === 0 ? null : a! / b!),
  ),
  modulo: numeric(
    2,
    (a, b) => `(${a} % ${b})`,
    (a, b) => (b === 0 ? null : a! % b!),
  ),
  power: numeric(
    2,
    (a, b) => `pow(${a}, ${b})`,
    (a, b) => power(a!, b!),
  ),
  negate: numeric(
    1,
    (x) => `(-${x})`,
    (x) => -x!,
  ),
  absolute: numeric(
    1,
    (x) => `abs(${x})`,
    (x) => Math.abs(x!),
  ),
  floor: numeric(
    1,
    (x) => `floor(${x})`,
    (x) => Math.floor(x!),
  ),
  ceil: numeric(
    1,
    (x) => `ceil(${x})`,
    (x) => Math.ceil(x!),
  ),
  truncate: numeric(
    1,
    (x) => `trunc(${x})`,
    (x) => Math.trunc(x!),
  ),
  round: numeric(
    1,
    (x) => `round(${x})`,
    (x) => roundAway(x!),
  ),
  minimum: extreme('least', -1),
  maximum: extreme('greatest', 1),
  sqrt: limited('sqrt', (x) => (x < 0 ? null : Math.sqrt(x))),
  exp: numeric(
    1,
    (x) => `exp(${x})`,
    (x) => Math.exp(x!),
  ),
  log: limited('ln', (x) => (x <= 0 ? null : Math.log(x))),
  // DuckDB has no log1p: both sides take the logarithm of the sum.
  log1p: numeric(
    1,
    (x) => `TRY(ln(1 + ${x}))`,
    (x) => (1 + x! <= 0 ? null : Math.log(1 + x!)),
  ),
  log2: limited('log2', (x) => (x <= 0 ? null : Math.log2(x))),
  log10: limited('log10', (x) => (x <= 0 ? null : Math.log10(x))),
  sin: limited('sin', finite(Math.sin)),
  cos: limited('cos', finite(Math.cos)),
  tan: limited('tan', finite(Math.tan)),
  asin: limited('asin', (x) => (x < -1 || x > 1 ? null : Math.asin(x))),
  acos: limited('acos', (x) => (x < -1 || x > 1 ? null : Math.acos(x))),
  atan: numeric(
    1,
    (x) => `atan(${x})`,
    (x) => Math.atan(x!),
  ),
  atan2: numeric(
    2,
    (y, x) => `atan2(${y}, ${x})`,
    (y, x) => Math.atan2(y!, x!),
  ),
  radians: numeric(
    1,
    (x) => `(${x} * ${Math.PI / 180}::DOUBLE)`,
    (x) => x! * (Math.PI / 180),
  ),
  degrees: numeric(
    1,
    (x) => `(${x} * ${180 / Math.PI}::DOUBLE)`,
    (x) => x! * (180 / Math.PI),
  ),
  float32: numeric(
    1,
    (x) => `CAST(TRY_CAST(${x} AS FLOAT) AS DOUBLE)`,
    (x) => Math.fround(x!),
  ),
  int32: numeric(
    1,
    (x) => `CAST(TRY_CAST(trunc(${x}) AS INTEGER) AS DOUBLE)`,
    (x) => {
      const whole = Math.trunc(x!) + 0;
      return whole >= -INT32 && whole < INT32 ? whole : null;
    },
  ),
  toNumber: {
    takes: ['boolean'],
    gives: 'number',
    sql: (x) => `CAST(${x} AS DOUBLE)`,
    js: (x: boolean) => Number(x),
  },

  equal: comparison('=', (order) => order === 0),
  notEqual: comparison('<>', (order) => order !== 0),
  less: comparison('<', (order) => order < 0),
  lessOrEqual: comparison('<=', (order) => order <= 0),
  greater: comparison('>', (order) => order > 0),
  greaterOrEqual: comparison('>=', (order) => order >= 0),
  and: {
    takes: ['boolean', 'boolean'],
    gives: 'boolean',
    nulls: true,
    sql: (a, b) => `(${a} AND ${b})`,
    js: (a: Value, b: Value) => (a === false || b === false ? false : a === null ? a : b),
  },
  or: {
    takes: ['boolean', 'boolean'],
    gives: 'boolean',
    nulls: true,
    sql: (a, b) => `(${a} OR ${b})`,
    js: (a: Value, b: Value) => (a === true || b === true ? true : a === null ? a : b),
  },
  not: { takes: ['boolean'], gives: 'boolean', sql: (x) => `(NOT ${x})`, js: (x: boolean) => !x },
  isNull: {
    takes: ['any'],
    gives: 'boolean',
    nulls: true,
    sql: (x) => `(${x} IS NULL)`,
    js: (x: Value) => x === null,
  },

  year: field('year', (t) => date(t).getUTCFullYear()),
  quarter: field('quarter', (t) => Math.floor(date(t).getUTCMonth() / 3) + 1),
  month: field('month', (t) => date(t).getUTCMonth() + 1),
  day: field('day', (t) => date(t).getUTCDate()),
  dayOfYear: field('dayofyear', (t) => {
    const day = date(t);
    const first = new Date(0).setUTCFullYear(day.getUTCFullYear());
    return Math.floor((day.getTime() - first) / (DAY / 1000)) + 1;
  }),
  weekday: part(
    (x) => `CAST(isodow(${x}) - 1 AS DOUBLE)`,
    (t) => modulo(Math.floor(t / DAY) + 3, 7),
  ),
  hour: field('hour', (t) => Math.floor(modulo(t, DAY) / HOUR)),
  minute: field('minute', (t) => Math.floor(modulo(t, HOUR) / MINUTE)),
  second: field('second', (t) => Math.floor(modulo(t, MINUTE) / SECOND)),
  epochSeconds: part(
    (x) => `(CAST(epoch_us(${x}) AS DOUBLE) / 1000000)`,
    (t) => t / SECOND,
  ),
};

/** C's pow and JavaScript's differ for a base of ±1 with an infinite or NaN exponent. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && Math.abs(exponent) === Infinity) return 1;
  return base ** exponent;
}
