/** Positions of rows within their queries, from which lambdarank learns what a position adds to a score. */
import type { Table } from 'apache-arrow';
import {
  categoryColumn,
  isTextColumn,
  numericColumn,
  requireColumn,
  SparseTable,
} from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import type { Parameters } from '../parameters/index.js';
import { refuseNamed } from './sparse-rows.js';

/**
 * The positions of the training rows, numbered in the order of their first rows.
 * @throws CambiumError `missing-column`, `bad-length`, `bad-position`
 */
export function readPositions(
  table: Table | SparseTable,
  position: string | Int32Array,
): Uint32Array {
  if (typeof position !== 'string') {
    if (position.length !== table.numRows) {
      throw new CambiumError(
        'bad-length',
        `the position of the training table has ${position.length} values, the table ${table.numRows} rows`,
      );
    }
    return numbered(position, 'position');
  }
  if (table instanceof SparseTable) return refuseNamed(position, 'the position', 'training');
  requireColumn(table, position);
  const title = `position "${position}"`;
  return isTextColumn(table, position)
    ? numbered(categoryColumn(table, position).codes, title)
    : numbered(numericColumn(table, position), title);
}

function numbered(values: Int32Array | Float32Array | Float64Array, title: string): Uint32Array {
  const numberOf = new Map<number, number>();
  const numbers = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!(Number.isInteger(value) && value >= 0)) {
      const found = Number.isNaN(value) ? 'missing' : value;
      throw new CambiumError(
        'bad-position',
        `${title} of the training table is ${found} in row ${row + 1}: expected a whole number from 0`,
      );
    }
    let number = numberOf.get(value);
    if (number === undefined) {
      number = numberOf.size;
      numberOf.set(value, number);
    }
    numbers[row] = number;
  }
  return numbers;
}

/** @throws CambiumError `bad-position` where the objective learns nothing from positions */
export function checkPositions(
  positions: Uint32Array | undefined,
  { objective }: Parameters,
): Uint32Array | undefined {
  if (positions === undefined || objective === 'lambdarank') return positions;
  throw new CambiumError(
    'bad-position',
    `the training table has positions, but objective=${objective} learns nothing from them`,
    { hint: 'leave them out, or objective=lambdarank' },
  );
}
