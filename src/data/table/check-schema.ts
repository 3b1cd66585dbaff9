/** Compares a table, or the columns of a file, with a schema. */
import type { Table } from 'apache-arrow';
import { CambiumError, didYouMean, listNames } from '../../errors.js';
import {
  type ColumnType,
  columnTypeOf,
  fromArrowType,
  fromDuckDBType,
} from '../schema/column-type.js';
import type { TableSchema } from '../schema/schema.js';
import { storedData } from './stored-data.js';
import { isValid } from './validity.js';

interface Columns {
  readonly name: string;
  readonly format: string;
  readonly relationColumns: readonly { readonly name: string; readonly type: string }[];
}

const INTEGER = /^u?int/;

/** Whether values of `found` can be read as `wanted` without changing their meaning. */
export function convertible(found: ColumnType, wanted: ColumnType): boolean {
  if (found === wanted) return true;
  const families = columnTypeOf(found).family === columnTypeOf(wanted).family;
  if (!families) return false;
  // A fraction would be rounded away unseen.
  return !(found.startsWith('float') && INTEGER.test(wanted));
}

/**
 * Checks a file's columns before its rows are read.
 * @param columns columns that are read; the schema's others need not be there.
 * @throws CambiumError `missing-column` or `column-type`, naming file and column.
 */
export function checkRelation(
  relation: Columns,
  schema: TableSchema,
  columns: readonly string[] | undefined,
): void {
  const found = new Map(relation.relationColumns.map(({ name, type }) => [name, type]));
  for (const [name, { type }] of Object.entries(schema)) {
    if (columns && !columns.includes(name)) continue;
    const duckdb = found.get(name);
    if (duckdb === undefined) {
      throw new CambiumError(
        'missing-column',
        `${relation.name} has no column "${name}", which the schema declares`,
        {
          hint: didYouMean(name, found.keys()) ?? `its columns are ${listNames([...found.keys()])}`,
        },
      );
    }
    // 64-bit integers are stored as float64 by default, but the file has them as integers.
    const real = duckdb === 'BIGINT' ? 'int64' : fromDuckDBType(duckdb);
    if (convertible(real, type)) continue;
    throw new CambiumError(
      'column-type',
      `${relation.name}, column "${name}": expected ${type}, found ${real}`,
    );
  }
}

/** The first missing row of a column, or -1. */
function firstMissing(table: Table, name: string): { first: number; count: number } {
  let first = -1;
  let count = 0;
  let at = 0;
  for (const chunk of table.getChild(name)?.data ?? []) {
    const { values, nullBitmap, nullCount, offset, length } = storedData(chunk);
    const floats = values instanceof Float32Array || values instanceof Float64Array;
    if (floats || (nullCount > 0 && nullBitmap)) {
      for (let row = 0; row < length; row++) {
        const missing =
          (floats && Number.isNaN(values[row]!)) ||
          (nullCount > 0 && !!nullBitmap && !isValid(nullBitmap, offset + row));
        if (!missing) continue;
        if (first < 0) first = at + row;
        count++;
      }
    }
    at += length;
  }
  return { first, count };
}

/**
 * Checks a table that was read: its columns are there, of the declared type, and present where they
 * must be. A column without any value is refused too, unless the table has no rows or `allowEmptyColumns`
 * says that such columns may be, as in a batch of a larger table.
 * @param source what to name in errors, usually the file.
 * @throws CambiumError `missing-column`, `column-type`, `missing-value` or `all-missing`.
 */
export function checkTable(
  table: Table,
  source: string,
  schema: TableSchema,
  { allowEmptyColumns = false }: { readonly allowEmptyColumns?: boolean | undefined } = {},
): void {
  for (const field of table.schema.fields) {
    const declared = schema[field.name];
    if (declared === undefined) continue;
    const type = fromArrowType(field.type);
    if (type !== declared.type) {
      throw new CambiumError(
        'column-type',
        `${source}, column "${field.name}": expected ${declared.type}, found ${type ?? field.type}`,
      );
    }
    const { first, count } = firstMissing(table, field.name);
    if (count === 0) continue;
    if (count === table.numRows && !allowEmptyColumns) {
      throw new CambiumError(
        'all-missing',
        `${source}, column "${field.name}" has no value in any row`,
      );
    }
    if (!declared.nullable) {
      throw new CambiumError(
        'missing-value',
        `${source}, column "${field.name}": row ${first + 1} has no value, but the schema says nullable: false (${count} of ${table.numRows} rows)`,
      );
    }
  }
}

/** What an Arrow field keeps of a column's declaration. */
export function fieldMetadata(
  field: TableSchema[string] | undefined,
): Map<string, string> | undefined {
  if (field === undefined) return undefined;
  const metadata = new Map<string, string>();
  if (field.unit !== undefined) metadata.set('unit', field.unit);
  if (field.description !== undefined) metadata.set('description', field.description);
  return metadata.size === 0 ? undefined : metadata;
}
