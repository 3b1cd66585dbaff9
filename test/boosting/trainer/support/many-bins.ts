/** Tables whose features have more bins than a byte has values, as `test/fixtures/lightgbm-many-bins/make.py` computes them. */
import { makeVector, Table } from 'apache-arrow';

export const CATEGORIES = 5000;

/** A number from 0 to 1, of 32 bits: a hash of the row and the column. */
function uniform(row: number, column: number): number {
  let h = Math.imul(row * 7919 + column * 104_729 + 1, 0x9e3779b1);
  for (const factor of [0x45d9f3b, 0x119de1f3]) h = Math.imul(h ^ (h >>> 16), factor);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

function rowOf(row: number) {
  const u = (column: number) => uniform(row, column);
  const share = u(7);
  const a = u(0) * 4 - 2;
  const b = u(3) < 0.1 ? Number.NaN : u(1) * u(2);
  const c = u(4) < 0.7 ? 0 : u(5) * 10 - 5;
  const d = Math.floor(u(6) * 12);
  const k = Math.floor(share * share * CATEGORIES);
  const m = u(9) < 0.05 ? Number.NaN : Math.floor(u(8) * 300);
  const effect = uniform(k, 10) * 3;
  const y = a * a + (Number.isNaN(b) ? 0.5 : b * 3) + c * a * 0.25 + d * 0.125 + effect + u(11);
  return { a, b, c, d, k, m, y };
}

export const NAMES = ['a', 'b', 'c', 'd', 'k', 'm'] as const;

/** @param first the first row: others than those before it */
export function manyBins(rows: number, binary = false, first = 0): Table {
  const all = Array.from({ length: rows }, (_, row) => rowOf(first + row));
  const columns = NAMES.map(
    (name) => [name, makeVector(Float64Array.from(all, (row) => row[name]))] as const,
  );
  const label = Float64Array.from(all, ({ y }) => (binary ? Number(y > 4) : y));
  return new Table({ ...Object.fromEntries(columns), label: makeVector(label) });
}

/** The features of the first rows. */
export const featuresOf = (row: number): Float64Array => {
  const values = rowOf(row);
  return Float64Array.from(NAMES, (name) => values[name]);
};
