/** Rows to predict, as the columns that a scorer takes. */
import { type Table, Type } from 'apache-arrow';
import {
  categoryColumn,
  isTextColumn,
  numericColumn,
  requireColumn,
  SparseTable,
} from '../data/index.js';
import { CambiumError, didYouMean, listNames } from '../errors.js';
import type { FeatureColumn } from '../scoring/index.js';

/** A row by the names of its features; what is null or not there is missing. */
export type FeatureRow = Readonly<Record<string, number | string | boolean | null | undefined>>;

/** Rows to predict: a table, a sparse one, or records. */
export type FeatureRows = Table | SparseTable | readonly FeatureRow[];

type Dictionaries = ReadonlyMap<string, readonly string[]>;

export interface Features {
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/**
 * The columns of `names`, in their order. Texts become the codes of the training table; those that it did not
 * have are missing.
 * @throws CambiumError `missing-column`, `column-type`, `bad-row`
 */
export function featureColumns(
  input: FeatureRows,
  names: readonly string[],
  dictionaries: Dictionaries,
): Features {
  if (input instanceof SparseTable) {
    return { rows: input.numRows, columns: sparseColumns(input, names) };
  }
  if ('schema' in input) {
    const columns = names.map((name) => tableColumn(input, name, dictionaries.get(name)));
    return { rows: input.numRows, columns };
  }
  const codes = new Map(
    [...dictionaries].map(([name, texts]) => [
      name,
      new Map(texts.map((text, code) => [text, code])),
    ]),
  );
  refuseStrangers(input, names);
  return {
    rows: input.length,
    columns: names.map((name) => recordColumn(input, name, codes.get(name))),
  };
}

/** Scorers take columns: what a sparse row does not name is zero. */
function sparseColumns({ matrix, names: own }: SparseTable, names: readonly string[]) {
  const { rows, columns, indptr, indices, values } = matrix;
  const targets: (Float64Array | undefined)[] = new Array(columns).fill(undefined);
  const dense = names.map((name) => {
    const column = own.indexOf(name);
    if (column < 0) {
      throw new CambiumError('missing-column', `the table has no column "${name}"`, {
        hint: didYouMean(name, own),
      });
    }
    const target = new Float64Array(rows);
    targets[column] = target;
    return target;
  });
  for (let row = 0; row < rows; row++) {
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const target = targets[indices[at]!];
      if (target !== undefined) target[row] = values[at]!;
    }
  }
  return dense;
}

function tableColumn(table: Table, name: string, texts: readonly string[] | undefined) {
  const column = requireColumn(table, name);
  if (column.length === column.nullCount || column.type.typeId === Type.Null) {
    return new Float32Array(table.numRows).fill(Number.NaN);
  }
  if (texts !== undefined) return categoryColumn(table, name, texts).codes;
  if (isTextColumn(table, name)) {
    throw new CambiumError(
      'column-type',
      `column "${name}" is text, but was numbers in the training table`,
    );
  }
  return numbersOf(table, name);
}

/** Nothing but missing values is no fault in rows to predict. */
function numbersOf(table: Table, name: string): FeatureColumn {
  try {
    return numericColumn(table, name);
  } catch (error) {
    if (!(error instanceof CambiumError) || error.code !== 'all-missing') throw error;
    return new Float32Array(table.numRows).fill(Number.NaN);
  }
}

/** A misspelt feature would go for a missing one. */
function refuseStrangers(rows: readonly FeatureRow[], names: readonly string[]): void {
  const first = rows[0];
  if (first === undefined) return;
  const found = Object.keys(first);
  const missing = names.find((name) => !(name in first));
  if (missing === undefined) return;
  const near = didYouMean(
    missing,
    found.filter((name) => !names.includes(name)),
  );
  throw new CambiumError('missing-column', `row 1 has no feature "${missing}"`, {
    hint: near ?? `it has ${listNames(found)}; a missing value is null`,
  });
}

function recordColumn(
  rows: readonly FeatureRow[],
  name: string,
  codes: ReadonlyMap<string, number> | undefined,
): Float64Array {
  return Float64Array.from(rows, (row, index) => {
    const value = row[name];
    if (value === null || value === undefined) return Number.NaN;
    if (codes === undefined ? typeof value !== 'string' : typeof value === 'string') {
      return codes === undefined ? Number(value) : (codes.get(value as string) ?? Number.NaN);
    }
    throw new CambiumError(
      'bad-row',
      `feature "${name}" of row ${index + 1} is ${JSON.stringify(value)}: expected a ${codes === undefined ? 'number' : 'text'}`,
    );
  });
}
