/** A sparse matrix by rows (CSR), checked, whose arrays lie in one shared memory. */
import { CambiumError } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { describeValue, isValueList } from '../table/table-data.js';

/** The arrays of a {@link CsrMatrix}. */
export interface CsrArrays {
  readonly rows: number;
  readonly columns: number;
  /** Where each row's entries begin, and behind the last row where they end: `rows + 1` numbers. */
  readonly indptr: Int32Array;
  /** Each entry's column, from 0, ascending within a row. */
  readonly indices: Int32Array;
  /** Each entry's value; NaN is a missing one. */
  readonly values: Float32Array | Float64Array;
}

/**
 * A matrix of which only some values are stored, row by row; all others are zero. Its arrays must not
 * be changed.
 */
export class CsrMatrix implements CsrArrays {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array | Float64Array;

  /** Takes arrays that are known to fit together; {@link csrFromArrays} checks those that are not. */
  constructor({ rows, columns, indptr, indices, values }: CsrArrays) {
    this.rows = rows;
    this.columns = columns;
    this.indptr = indptr;
    this.indices = indices;
    this.values = values;
  }

  /** Values that are stored. */
  get entries(): number {
    return this.indices.length;
  }

  /** The arena that the matrix lies in. */
  get memory(): ColumnMemory | undefined {
    return ColumnMemory.of(this.values.buffer);
  }

  /** One row with its zeros, for looking at it. */
  row(row: number): Float64Array {
    const dense = new Float64Array(this.columns);
    for (let entry = this.indptr[row]!; entry < this.indptr[row + 1]!; entry++) {
      dense[this.indices[entry]!] = this.values[entry]!;
    }
    return dense;
  }
}

const bad = (message: string, hint?: string) => new CambiumError('bad-matrix', message, { hint });

function checkList(name: string, list: unknown): void {
  const isBig = list instanceof BigInt64Array || list instanceof BigUint64Array;
  if (!isValueList(list) || isBig) {
    throw bad(`${name} is ${describeValue(list)}: expected an array of numbers`);
  }
  if (!Array.isArray(list)) return;
  const place = list.findIndex((value) => typeof value !== 'number');
  if (place < 0) return;
  throw bad(`${name}[${place}] is ${describeValue(list[place])}: expected a number`);
}

function wholeNumbers(values: ArrayLike<number>, name: string, memory: ColumnMemory): Int32Array {
  const target = memory.allocateInt32(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    target[i] = value;
    if (target[i] !== value) {
      throw bad(`${name}[${i}] is ${value}: expected a whole number below 2^31`);
    }
  }
  return target;
}

/**
 * A matrix from the three arrays that SciPy's `csr_matrix` and others give. They are copied into
 * `memory`.
 * @param indptr where each row's entries begin in the other two, and where the last row's end
 * @param indices each entry's column, from 0, ascending within a row
 * @param values each entry's value
 * @param columns width of the matrix; one more than the largest index unless told
 * @throws CambiumError `bad-matrix` naming the row or entry that does not fit
 */
export function csrFromArrays(
  indptr: ArrayLike<number>,
  indices: ArrayLike<number>,
  values: ArrayLike<number>,
  columns?: number,
  given?: ColumnMemory,
): CsrMatrix {
  for (const [name, list] of Object.entries({ indptr, indices, values })) checkList(name, list);
  if (columns !== undefined && !(Number.isInteger(columns) && columns >= 0 && columns < 2 ** 31)) {
    throw bad(`a matrix cannot have ${columns} columns`);
  }
  if (indptr.length === 0) throw bad('indptr is empty: expected one number more than rows');
  if (indices.length !== values.length) {
    throw bad(`there are ${indices.length} indices, but ${values.length} values`);
  }
  const memory = given ?? new ColumnMemory(indptr.length * 4 + indices.length * 12);
  const mark = memory.mark;
  try {
    const starts = wholeNumbers(indptr, 'indptr', memory);
    const places = wholeNumbers(indices, 'indices', memory);
    const numbers =
      values instanceof Float32Array
        ? memory.allocateFloat32(values.length)
        : memory.allocateFloat64(values.length);
    numbers.set(values);
    const widest = checkRows(starts, places, columns);
    return new CsrMatrix({
      rows: starts.length - 1,
      columns: columns ?? widest,
      indptr: starts,
      indices: places,
      values: numbers,
    });
  } catch (error) {
    memory.release(mark);
    throw error;
  }
}

/** Gives the number of columns that the indices need. */
function checkRows(indptr: Int32Array, indices: Int32Array, columns: number | undefined): number {
  const rows = indptr.length - 1;
  if (indptr[0] !== 0) throw bad(`indptr begins with ${indptr[0]}: expected 0`);
  if (indptr[rows] !== indices.length) {
    throw bad(`indptr ends with ${indptr[rows]}, but there are ${indices.length} indices`);
  }
  let widest = 0;
  for (let row = 0; row < rows; row++) {
    const start = indptr[row]!;
    const end = indptr[row + 1]!;
    if (end < start) {
      throw bad(
        `indptr descends from ${start} to ${end} at row ${row}: each row begins where the last ends`,
      );
    }
    // All rows are within bounds while the ends ascend, except where one is past the last end.
    if (end > indices.length) {
      throw bad(`row ${row} ends at entry ${end}, but there are ${indices.length} indices`);
    }
    let last = -1;
    for (let entry = start; entry < end; entry++) {
      const index = indices[entry]!;
      if (index < 0 || (columns !== undefined && index >= columns)) {
        const range = columns === undefined ? 'at least 0' : `from 0 to ${columns - 1}`;
        throw bad(`row ${row} has an entry in column ${index}: expected ${range}`);
      }
      if (index <= last) {
        throw bad(
          index === last
            ? `row ${row} has column ${index} twice`
            : `row ${row} has column ${index} behind column ${last}: they must ascend`,
          index === last ? 'add up such entries first' : "sort them first, as SciPy's sort_indices",
        );
      }
      last = index;
    }
    widest = Math.max(widest, last + 1);
  }
  return widest;
}
