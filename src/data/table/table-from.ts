/** Makes Arrow tables of data in memory: rows, records or columns. */
import type { Data, Table } from 'apache-arrow';
import {
  CambiumError,
  checkNames as checkOptionNames,
  didYouMean,
  listNames,
} from '../../errors.js';
import type { ColumnType } from '../schema/column-type.js';
import { assembleTable, columnData } from './assemble.js';
import { columnLabels } from './column-labels.js';
import { type ColumnSource, inferColumn } from './infer-column.js';
import {
  type DataColumns,
  describeValue,
  isPlainObject,
  isValueList,
  type NumberArray,
  notTableData,
  type TableData,
} from './table-data.js';

/** Options of {@link tableFrom}. */
export interface TableFromOptions {
  /**
   * Names of the columns. Rows by place have one for each place, `Column_0` and so on unless told; of records and
   * columns these are the ones to take, all unless told.
   */
  readonly names?: readonly string[] | undefined;
}

/**
 * Makes a table of rows (`[[1, 2], [3, 4]]`), records (`[{ a: 1, b: 'x' }]`) or columns (`{ a: [1, 3], b: ['x', 'y'] }`).
 *
 * Types are inferred: numbers and bigints become float64, booleans bool, texts Dictionary<Utf8, Int32> with codes in
 * order of first appearance, dates timestamp[ms]; columns that are typed arrays keep their type and are not copied,
 * but 64-bit integers become float64. null, undefined and NaN are missing values, and so is a name that a record does
 * not have, if the first record has it.
 * @throws CambiumError `bad-data` for what is no such data; `empty-table`; `bad-row` for a row of another length or a
 *   record with a name that the first does not have; `column-length` and `column-type` for columns of unequal length
 *   and values of several types; `integer-precision` for whole numbers beyond 2^53; `missing-column`
 *
 * @example
 * const table = tableFrom([
 *   { distance: 3.2, payment: 'card', tolls: false },
 *   { distance: 1.1, payment: 'cash', tolls: null },
 * ]);
 */
export function tableFrom(data: TableData, options: TableFromOptions = {}): Table {
  checkOptionNames('option of tableFrom', options, { names: true });
  const { names } = options;
  if (names !== undefined) checkNames(names);
  if (Array.isArray(data)) {
    const rows: readonly unknown[] = data;
    if (rows.length === 0) throw new CambiumError('empty-table', 'the data has no rows');
    return isValueList(rows[0]) ? fromRows(rows, names) : fromRecords(rows, names);
  }
  if (!isPlainObject(data)) throw notTableData(data, 'the data');
  return fromColumns(data as DataColumns, names);
}

function checkNames(names: readonly unknown[]): void {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new CambiumError('invalid-option', 'names must be a list of texts');
  }
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice === undefined) return;
  throw new CambiumError('duplicate-column', `names has "${twice}" twice`);
}

const noColumns = () => new CambiumError('no-columns', 'the data has no columns');

function assemble(sources: readonly ColumnSource[], rows: number): Table {
  if (sources.length === 0) throw noColumns();
  return assembleTable(
    sources.map((source) => ({ name: source.name, data: inferColumn(source) })),
    rows,
  );
}

function fromRows(rows: readonly unknown[], names: readonly string[] | undefined): Table {
  const width = (rows[0] as ArrayLike<unknown>).length;
  for (let row = 1; row < rows.length; row++) {
    const value = rows[row];
    if (!isValueList(value)) throw unlike(row, value, 'an array');
    if (value.length === width) continue;
    throw new CambiumError(
      'bad-row',
      `row ${row + 1} has ${count(value.length, 'value')}, but row 1 has ${width}`,
      { hint: 'a missing value is null' },
    );
  }
  if (names !== undefined && names.length !== width) {
    throw new CambiumError(
      'bad-row',
      `a row has ${count(width, 'value')}, but there ${names.length === 1 ? 'is' : 'are'} ${count(names.length, 'name')}`,
    );
  }
  const lists = rows as readonly ArrayLike<unknown>[];
  const sources = (names ?? columnLabels(width)).map((name, place) => ({
    name,
    rows: rows.length,
    at: (row: number) => lists[row]?.[place],
  }));
  return assemble(sources, rows.length);
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

function unlike(row: number, value: unknown, expected: string): CambiumError {
  return new CambiumError(
    'bad-row',
    `row ${row + 1} is ${describeValue(value)}: expected ${expected}, as row 1 is`,
  );
}

function notARow(value: unknown): CambiumError {
  return new CambiumError(
    'bad-row',
    `row 1 is ${describeValue(value)}: expected an array of values, or an object of names and values`,
    { hint: 'rows of a single column are [[1], [2]]' },
  );
}

function fromRecords(rows: readonly unknown[], names: readonly string[] | undefined): Table {
  const [first] = rows;
  for (let row = 0; row < rows.length; row++) {
    if (isPlainObject(rows[row])) continue;
    throw row === 0 ? notARow(rows[0]) : unlike(row, rows[row], 'an object');
  }
  const records = rows as readonly Readonly<Record<string, unknown>>[];
  const own = Object.keys(first as object);
  if (own.length === 0 && names === undefined) throw noColumns();
  if (names === undefined) checkKeys(records, own);
  else requireNames(records, names);
  const sources = (names ?? own).map((name) => ({
    name,
    rows: rows.length,
    // A name may be one that objects inherit, as "constructor" is.
    at: (row: number) => {
      const record = records[row]!;
      return Object.hasOwn(record, name) ? record[name] : undefined;
    },
  }));
  return assemble(sources, rows.length);
}

/** A name that the first record does not have would be a column that nobody sees, or a misspelled one. */
function checkKeys(records: readonly object[], own: readonly string[]): void {
  const known = new Set(own);
  for (let row = 1; row < records.length; row++) {
    for (const key of Object.keys(records[row]!)) {
      if (known.has(key)) continue;
      throw new CambiumError('bad-row', `row ${row + 1} has "${key}", which row 1 does not have`, {
        hint:
          didYouMean(key, own) ??
          'give the first record all names, null for a missing value, or name the columns with names',
      });
    }
  }
}

/** Each name is that of some record. */
function requireNames(records: readonly object[], names: readonly string[]): void {
  for (const name of names) {
    if (records.some((record) => Object.hasOwn(record, name))) continue;
    const own = Object.keys(records[0]!);
    throw new CambiumError('missing-column', `no record has "${name}"`, {
      hint: didYouMean(name, own) ?? `the first one has ${listNames(own)}`,
    });
  }
}

function fromColumns(columns: DataColumns, names: readonly string[] | undefined): Table {
  const own = Object.keys(columns);
  if (own.length === 0) throw noColumns();
  const chosen = names ?? own;
  const [first] = chosen;
  if (first === undefined) throw noColumns();
  let rows = 0;
  for (const name of chosen) {
    const values: unknown = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (values === undefined && !own.includes(name)) {
      throw new CambiumError('missing-column', `the data has no column "${name}"`, {
        hint: didYouMean(name, own) ?? `its columns are ${listNames(own)}`,
      });
    }
    if (!isValueList(values)) {
      throw new CambiumError(
        'bad-data',
        `column "${name}" is ${describeValue(values)}: expected an array of values`,
        { hint: 'a single record is a list of one: [{ … }]' },
      );
    }
    if (name === first) rows = values.length;
    if (values.length === rows) continue;
    throw new CambiumError(
      'column-length',
      `column "${name}" has ${count(values.length, 'value')}, but column "${first}" has ${rows}`,
    );
  }
  if (rows === 0) throw new CambiumError('empty-table', 'the data has no rows');
  return assembleTable(
    chosen.map((name) => {
      const values = columns[name]!;
      const data = ArrayBuffer.isView(values) ? typedData(values) : undefined;
      return { name, data: data ?? inferColumn({ name, rows, at: (row) => values[row] }) };
    }),
    rows,
  );
}

const TYPES: readonly (readonly [new (length: number) => NumberArray, ColumnType])[] = [
  [Float64Array, 'float64'],
  [Float32Array, 'float32'],
  [Int8Array, 'int8'],
  [Int16Array, 'int16'],
  [Int32Array, 'int32'],
  [Uint8Array, 'uint8'],
  [Uint16Array, 'uint16'],
  [Uint32Array, 'uint32'],
];

/** A typed array as it lies; nothing for 64-bit integers and other types, whose values are looked at one by one. */
function typedData(values: NumberArray): Data | undefined {
  const type = TYPES.find(([ArrayType]) => values instanceof ArrayType)?.[1];
  return type && columnData(type, { length: values.length, values });
}
