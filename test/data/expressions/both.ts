/** One definition, two runs: what DuckDB computes for a file, and what JavaScript computes for its rows. */
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import {
  closeDatabase,
  column,
  type Expression,
  readTable,
  when,
} from '../../../src/data/index.js';
import { rowsOf, temporaryFolder } from '../folder.js';

export const folder = temporaryFolder();
afterAll(closeDatabase);

type Row = Record<string, string>;
let files = 0;

/** What DuckDB makes of rows of a CSV file, and what JavaScript makes of their texts. */
export async function both(
  rows: readonly Row[],
  select: Record<string, Expression>,
): Promise<{ sql: unknown[][]; js: unknown[][] }> {
  const names = Object.keys(rows[0]!);
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => names.map((name) => cell(row[name]!)).join(','));
  const path = folder.write(`rows-${files++}.csv`, `${names.join(',')}\n${lines.join('\n')}\n`);
  const table = await readTable(path, { select });
  return {
    sql: rowsOf(table).map((row) => Object.keys(select).map((name) => row[name])),
    js: rows.map((row) => Object.values(select).map((expression) => expression.evaluate(row))),
  };
}

/** Equal, or as near as two libraries' sines are. */
export function expectEqual(actual: unknown[][], expected: unknown[][], tolerance = 0): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((row, i) => {
    row.forEach((value, j) => {
      const other = expected[i]![j];
      if (typeof value === 'number' && typeof other === 'number') {
        const far = Math.abs(value - other);
        if (far <= tolerance * Math.max(1, Math.abs(value))) return;
      }
      expect(other, `row ${i}, expression ${j}`).toBe(value);
    });
  });
}

export const x = column('x');
export const y = column('y');

/** A float's text: a whole number beyond 2^53 has an exponent, for without one it is refused. */
export const floatText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) > 2 ** 53 ? value.toExponential() : String(value);

export const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(floatText),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map(String),
  fc.integer({ min: -100, max: 100 }).map(String),
  fc.constantFrom(
    '',
    'nan',
    '0',
    '-0.0',
    '1',
    '-1',
    '1e308',
    '-1e308',
    '5e-324',
    '0.5',
    '2.5',
    '-2.5',
  ),
);

/** Expressions whose results agree to the last bit. */
export const exact: Record<string, Expression> = {
  plus: x.plus(y),
  minus: x.minus(y),
  times: x.times(y),
  dividedBy: x.dividedBy(y),
  modulo: x.modulo(y),
  negate: x.negate(),
  abs: x.abs(),
  floor: x.floor(),
  ceil: x.ceil(),
  round: x.round(),
  sqrt: x.sqrt(),
  min: x.min(y),
  max: x.max(y),
  radians: x.radians(),
  degrees: x.degrees(),
  single: x.cast('float32'),
  whole: x.cast('int32'),
  double: x.cast('float64'),
  less: x.lessThan(y),
  atMost: x.atMost(y),
  equal: x.equals(y),
  notEqual: x.notEquals(y),
  between: x.between(-1, y),
  isIn: x.isIn([0, 1, 2.5]),
  missing: x.isNull(),
  orElse: x.orElse(7),
  both: x.greaterThan(0).and(y.greaterThan(0)),
  either: x.greaterThan(0).or(y.greaterThan(0)),
  not: x.greaterThan(y).not(),
  count: x.greaterThan(0).plus(y.greaterThan(0)),
  choice: when(x.lessThan(y)).then(x.times(2)).when(x.equals(y)).then(0).otherwise(y),
  overflow: when(x.times(x).minus(y.times(y)).lessThan(1))
    .then(1)
    .otherwise(0),
};
