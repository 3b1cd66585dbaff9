/** Data in memory that a table can be made from: rows, records or columns, and how they are told apart. */
import type { Table } from 'apache-arrow';
import { CambiumError } from '../../errors.js';

/** One value: null, undefined and NaN are missing. */
export type CellValue = number | string | boolean | bigint | Date | null | undefined;

/** Numbers in a typed array. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Values of one row by place, or of one column. */
export type ValueList = readonly CellValue[] | NumberArray;

/** A row whose values have names. */
export type DataRecord = Readonly<Record<string, CellValue>>;

/** Columns by their names. */
export type DataColumns = Readonly<Record<string, ValueList>>;

/** Rows by place, records, or columns. */
export type TableData = readonly ValueList[] | readonly DataRecord[] | DataColumns;

/** An Arrow table, or data in memory that one can be made from. */
export type TableInput = Table | TableData;

/** Whether a value is an Arrow table; told by its parts, for another copy of the Arrow package has another class. */
export function isArrowTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, batches } = value as { schema?: { fields?: unknown }; batches?: unknown };
  return Array.isArray(schema?.fields) && Array.isArray(batches);
}

/** Whether a value is an array, or a typed array. */
export function isValueList(value: unknown): value is ValueList {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Whether a value is an object of names and values, as opposed to a Date, Map and the like. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || isValueList(value)) return false;
  // What has an iterator or a primitive value of its own is not a record.
  return !(Symbol.iterator in value) && !(value instanceof Date) && !(value instanceof DataView);
}

/** What a value is, for errors: `an array`, `the text "x"`, `null`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
    case 'number':
      return `the number ${value}`;
    case 'bigint':
      return `the bigint ${value}`;
    case 'boolean':
      return `the boolean ${value}`;
    case 'object': {
      const name = (value.constructor as { name?: string } | undefined)?.name;
      if (name === undefined || name === '' || name === 'Object') return 'an object';
      return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
    }
    default:
      return `a ${typeof value}`;
  }
}

/** The error for what is no table and no data that one can be made from. */
export function notTableData(value: unknown, what: string): CambiumError {
  const found = value === undefined ? 'nothing' : describeValue(value);
  return new CambiumError('bad-data', `${what} is ${found}: expected ${EXPECTED}`, {
    hint: 'readTable reads a table from a file',
  });
}

const EXPECTED =
  'an Arrow table, rows ([[1, 2], [3, 4]]), records ([{ a: 1, b: 2 }]) or columns ({ a: [1, 3], b: [2, 4] })';
