/** Gives a table's column as plain floats: a view where it lies so already, else one copy, NaN where missing. */
import type { Data, Int, Table, Vector } from 'apache-arrow';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import { ColumnMemory } from '../memory.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { wholeNumberError } from '../whole-numbers.js';
import { copyExact, isExactWide, type RefuseValue } from './exact-floats.js';
import { textColumnError } from './not-numbers.js';
import { storedData } from './stored-data.js';
import { isValid } from './validity.js';

const copies = new WeakMap<Table, Map<string, Float32Array | Float64Array>>();

/** The arena that a table's columns lie in, or undefined when they lie in ordinary memory. */
export function tableMemory(table: Table): ColumnMemory | undefined {
  for (const batch of table.batches) {
    for (const data of batch.data.children) {
      const buffer = (data.values as ArrayBufferView | undefined)?.buffer;
      if (buffer) return ColumnMemory.of(buffer);
    }
  }
  return undefined;
}

/** @throws CambiumError `missing-column` with the near miss. */
export function requireColumn(table: Table, name: string): Vector {
  const column = table.getChild(name);
  if (column !== null) return column;
  const names = table.schema.fields.map((field) => field.name);
  throw new CambiumError('missing-column', `the table has no column "${name}"`, {
    hint: didYouMean(name, names) ?? `its columns are ${listNames(names)}`,
  });
}

function isFloat(data: Data): boolean {
  return data.values instanceof Float32Array || data.values instanceof Float64Array;
}

/** Reads one chunk of numbers or booleans into `target` from `at`. */
function convert(
  data: Data,
  target: Float32Array | Float64Array,
  at: number,
  refuse: RefuseValue,
): void {
  const { length, offset, nullCount, nullBitmap, values } = data;
  if (isExactWide(data.type)) {
    copyExact(data, target, at, refuse);
    return;
  }
  if (data.type.typeId === ArrowTypeId.Bool) {
    for (let row = 0; row < length; row++) {
      target[at + row] = isValid(values as Uint8Array, offset + row) ? 1 : 0;
    }
  } else target.set((values as Float64Array).subarray(0, length), at);
  if (nullCount > 0 && nullBitmap) {
    for (let row = 0; row < length; row++) {
      if (!isValid(nullBitmap, offset + row)) target[at + row] = Number.NaN;
    }
  }
}

/** What refuses a whole number beyond 2^53, in a chunk before which the column has `start` rows. */
const refusal =
  (name: string, start: number): RefuseValue =>
  (row, value) => {
    throw wholeNumberError(`column "${name}", row ${start + row + 1}`, value);
  };

/**
 * One chunk of numbers or booleans: a view where it is floats already, else a copy; NaN where missing.
 * @param start rows of the column before the chunk
 * @throws CambiumError `integer-precision`
 */
export function chunkFloats(name: string, chunk: Data, start: number): Float32Array | Float64Array {
  const data = storedData(chunk);
  if (isFloat(data) && data.nullCount === 0) {
    return (data.values as Float64Array).subarray(0, data.length);
  }
  const target = new Float64Array(data.length);
  convert(data, target, 0, refusal(name, start));
  return target;
}

/** Whether no row of a column has a value, as its validity tells: such a column may have any type. */
const hasNoValue = (chunks: readonly Data[]) =>
  chunks.every(({ nullCount, length }) => nullCount === length);

function refuseType(table: Table, name: string, { type }: Data): void {
  const { typeId } = type;
  if (typeId === ArrowTypeId.Float || typeId === ArrowTypeId.Bool) return;
  if (typeId === ArrowTypeId.Int || isExactWide(type)) return;
  const text = typeId === ArrowTypeId.Dictionary || typeId === ArrowTypeId.Utf8;
  if (text) {
    throw textColumnError(table, name, 'but numbers are needed', {
      hint: 'correct the value, map the texts to numbers, or read the column with the schema type float64, which names each fault by its line',
      commandHint: 'correct the value, or leave the column out',
    });
  }
  throw new CambiumError('column-type', `column "${name}" is ${type}, but numbers are needed`, {
    hint: 'make a number of it with an expression, e.g. its hour or weekday',
    commandHint: 'leave the column out, or write a number in its place, e.g. its hour or weekday',
  });
}

function refuseMissing(name: string): never {
  throw new CambiumError('all-missing', `column "${name}" has no value in any row`);
}

/**
 * A numeric column as floats, missing values as NaN: a view of the table's own memory when the column
 * is float32 or float64, else one copy (kept with the table, in its arena if it has one). Booleans are
 * 0 and 1; integers of at most 16 bits become float32, wider ones and decimals float64.
 * @param options.allowEmpty takes a column without any value, of whatever type, for one of nothing but NaN
 * @throws CambiumError `missing-column`, `column-type`, `empty-table`, `all-missing`, or `integer-precision` for a
 *   whole number beyond 2^53
 */
export function numericColumn(
  table: Table,
  name: string,
  { allowEmpty = false }: EmptyColumns = {},
): Float32Array | Float64Array {
  const column = requireColumn(table, name);
  if (column.length === 0) throw new CambiumError('empty-table', 'the table has no rows');
  const known = copies.get(table)?.get(name);
  const chunks = known ? [] : column.data.map(storedData);
  if (!known && hasNoValue(chunks)) {
    if (!allowEmpty) refuseMissing(name);
    return copyOf(table, name, () => placeFloat32(table, column.length).fill(Number.NaN));
  }
  const values = known ?? floats(table, name, chunks);
  if (!allowEmpty && isAllMissing(values)) refuseMissing(name);
  return values;
}

/** Whether a column may be without any value; by default an error. */
export interface EmptyColumns {
  readonly allowEmpty?: boolean;
}

/** Whether a column as floats has no value in any row. */
export function isAllMissing(values: Float32Array | Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) return false;
  return true;
}

/** Room for a float a row, in the table's arena if it has one. */
export function placeFloat32(table: Table, length: number): Float32Array {
  return tableMemory(table)?.allocateFloat32(length) ?? new Float32Array(length);
}

function floats(table: Table, name: string, chunks: readonly Data[]): Float32Array | Float64Array {
  const first = chunks[0]!;
  refuseType(table, name, first);
  if (chunks.length === 1 && isFloat(first) && first.nullCount === 0) {
    return (first.values as Float64Array).subarray(0, first.length);
  }
  return copyOf(table, name, () => converted(table, name, chunks));
}

function converted(
  table: Table,
  name: string,
  chunks: readonly Data[],
): Float32Array | Float64Array {
  const first = chunks[0]!;
  const narrow =
    first.type.typeId === ArrowTypeId.Bool ||
    first.values instanceof Float32Array ||
    (first.type.typeId === ArrowTypeId.Int && (first.type as Int).bitWidth <= 16);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const target = narrow
    ? placeFloat32(table, length)
    : (tableMemory(table)?.allocateFloat64(length) ?? new Float64Array(length));
  let at = 0;
  for (const data of chunks) {
    convert(data, target, at, refusal(name, at));
    at += data.length;
  }
  return target;
}

/** A table's column as floats, made once. */
function copyOf<T extends Float32Array | Float64Array>(
  table: Table,
  name: string,
  make: () => T,
): Float32Array | Float64Array {
  let kept = copies.get(table);
  if (kept === undefined) {
    kept = new Map();
    copies.set(table, kept);
  }
  const copy = kept.get(name) ?? make();
  kept.set(name, copy);
  return copy;
}
