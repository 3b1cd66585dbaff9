/** Rows of one column on their way out: from Arrow data or a plain array, into the layout that a writer wants. */
import type { Data } from 'apache-arrow';
import { CambiumError } from '../../errors.js';
import { ArrowTypeId } from '../schema/arrow-type-id.js';
import { type ColumnType, columnTypeOf, fromArrowType } from '../schema/column-type.js';
import { isExactWide } from '../table/exact-floats.js';
import { chunkFloats } from '../table/numeric-column.js';
import { storedData } from '../table/stored-data.js';
import { isValid, markPresent } from '../table/validity.js';

/** Arrays that a writer takes for a column. NaN, null and undefined are missing. */
export type ColumnArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | readonly (string | number | boolean | null | undefined)[];

/** Numbers of a column in its own width; a boolean is a byte. */
export type ColumnValues = Exclude<ColumnArray, readonly unknown[]>;

/** A column whose rows can be copied out. */
export interface ColumnRows {
  /** Copies `rows` rows from `from`, and their presence, and says how many are missing. Not for text. */
  copy(from: number, rows: number, target: ColumnValues, validity: Uint8Array): number;
  /** The first `rows` values where they lie, if they lie as the column's type wants them; their presence is copied. */
  lend?(
    rows: number,
    validity: Uint8Array,
  ): { readonly values: ColumnValues; readonly missing: number } | undefined;
  /** A row's text, or null. Only for text. */
  text(row: number): string | null;
}

function refuse(name: string, type: ColumnType, found: string): never {
  throw new CambiumError('column-type', `column "${name}": expected ${type}, found ${found}`);
}

function clear(validity: Uint8Array, row: number): void {
  validity[row >> 3]! &= ~(1 << (row & 7));
}

/** Marks NaN as missing and all else as present; gives how many are missing. */
function markNaN(values: ColumnValues, rows: number, validity: Uint8Array): number {
  markPresent(validity, 0, rows);
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return 0;
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    if (!Number.isNaN(values[row]!)) continue;
    clear(validity, row);
    missing++;
  }
  return missing;
}

const noText = (): never => {
  throw new Error('a number was asked for its text');
};

function textRows(text: (row: number) => string | null): ColumnRows {
  return {
    text,
    copy: () => {
      throw new Error('a text was asked for its number');
    },
  };
}

function numberRows(type: ColumnType, values: ColumnValues): ColumnRows {
  const { ArrayType } = columnTypeOf(type);
  return {
    text: noText,
    copy(from, rows, target, validity) {
      target.set(values.subarray(from, from + rows) as never);
      return markNaN(target, rows, validity);
    },
    lend(rows, validity) {
      if (!(values instanceof ArrayType)) return undefined;
      return { values: values.subarray(0, rows), missing: markNaN(values, rows, validity) };
    },
  };
}

function listRows(
  name: string,
  type: ColumnType,
  values: readonly (string | number | boolean | null | undefined)[],
): ColumnRows {
  if (type === 'utf8') {
    return textRows((row) => {
      const value = values[row];
      return value === null || value === undefined ? null : String(value);
    });
  }
  return {
    text: noText,
    copy(from, rows, target, validity) {
      markPresent(validity, 0, rows);
      let missing = 0;
      for (let row = 0; row < rows; row++) {
        const value = values[from + row];
        if (value === null || value === undefined || Number.isNaN(value)) {
          clear(validity, row);
          target[row] = target instanceof BigInt64Array ? 0n : 0;
          missing++;
        } else if (typeof value === 'string') refuse(name, type, `text "${value.slice(0, 40)}"`);
        else target[row] = target instanceof BigInt64Array ? BigInt(value) : Number(value);
      }
      return missing;
    },
  };
}

/**
 * A plain array as a column.
 * @throws CambiumError `column-type` when its values are not of the column's type.
 */
export function rowsOfArray(name: string, type: ColumnType, array: ColumnArray): ColumnRows {
  if (Array.isArray(array)) return listRows(name, type, array);
  const values = array as ColumnValues;
  const { bytes, family } = columnTypeOf(type);
  if (family === 'text') refuse(name, type, 'numbers');
  const wide = values instanceof BigInt64Array;
  if (wide !== (bytes === 8 && type !== 'float64')) refuse(name, type, values.constructor.name);
  return numberRows(type, values);
}

/**
 * One chunk of an Arrow column.
 * @param start rows of the column before the chunk
 * @throws CambiumError `column-type` when it is of another type, `integer-precision`
 */
export function rowsOfData(name: string, type: ColumnType, chunk: Data, start = 0): ColumnRows {
  const found = fromArrowType(chunk.type);
  if (found !== type) refuse(name, type, found ?? String(chunk.type));
  const data = storedData(chunk);
  const { offset, length } = data;
  const bitmap = data.nullCount > 0 ? (data.nullBitmap ?? undefined) : undefined;
  const present = (row: number): boolean => bitmap === undefined || isValid(bitmap, offset + row);
  if (data.type.typeId === ArrowTypeId.Dictionary) {
    const dictionary = data.dictionary!;
    const codes = data.values as Int32Array;
    // Each text is decoded once, however many rows hold it.
    const texts: (string | undefined)[] = [];
    return textRows((row) => {
      if (!present(row)) return null;
      const code = codes[row]!;
      texts[code] ??= dictionary.get(code) as string;
      return texts[code];
    });
  }
  if (type === 'utf8') {
    const decoder = new TextDecoder();
    const offsets = data.valueOffsets as ArrayLike<number | bigint>;
    const bytes = data.values as Uint8Array;
    return textRows((row) =>
      present(row)
        ? decoder.decode(bytes.slice(Number(offsets[row]), Number(offsets[row + 1])))
        : null,
    );
  }
  if (isExactWide(data.type) && type !== 'int64') {
    return numberRows(type, chunkFloats(name, data, start));
  }
  const bits = type === 'bool';
  const values = data.values as ColumnValues;
  const { ArrayType } = columnTypeOf(type);
  const markMissing = (
    rowsValues: ColumnValues,
    from: number,
    rows: number,
    validity: Uint8Array,
  ) => {
    let missing = markNaN(rowsValues, rows, validity);
    if (bitmap === undefined) return missing;
    for (let row = 0; row < rows; row++) {
      if (present(from + row) || !isValid(validity, row)) continue;
      clear(validity, row);
      missing++;
    }
    return missing;
  };
  return {
    text: noText,
    copy(from, rows, target, validity) {
      if (bits) {
        for (let row = 0; row < rows; row++) {
          target[row] = Number(isValid(values as Uint8Array, offset + from + row));
        }
      } else target.set(values.subarray(from, Math.min(length, from + rows)) as never);
      return markMissing(target, from, rows, validity);
    },
    lend(rows, validity) {
      if (bits || !(values instanceof ArrayType)) return undefined;
      return { values: values.subarray(0, rows), missing: markMissing(values, 0, rows, validity) };
    },
  };
}
