/** Looks through the values of features for what training cannot take: infinite numbers, categories that are too large. */
import { CambiumError } from '../../../errors.js';
import {
  isSparse,
  type PlacedFeatures,
  type SparseColumns,
} from '../../training-data/placed-table.js';
import type { FeatureChoice } from '../../training-data/training-data.js';
import type { Team } from '../threads/team.js';
import { type CheckedColumn, endOfCategories, firstUnfit } from '../threads/unfit-values.js';

/** A table's features, and its name for errors. */
interface CheckedTable {
  readonly name: string;
  readonly placed: PlacedFeatures;
}

interface CheckedValues extends CheckedColumn {
  readonly table: string;
  /** The feature's name, and the row, of the value at some place. */
  find(place: number): { readonly name: string; readonly row: number };
}

/** So many values are looked at in less time than a thread takes to start. */
const FEW_VALUES = 262_144;

const areFew = (columns: readonly CheckedValues[]) =>
  columns.reduce((sum, { values }) => sum + values.length, 0) <= FEW_VALUES;

function valuesOf(
  { name: table, placed }: CheckedTable,
  { names, categorical }: FeatureChoice,
): CheckedValues[] {
  if (isSparse(placed)) return [sparseValues(table, placed, names)];
  return placed.map((values, index) => {
    const name = names[index] as string;
    return { table, values, categorical: categorical.has(name), find: (row) => ({ name, row }) };
  });
}

function sparseValues(
  table: string,
  { matrix: { indptr, indices, values }, featureOf }: SparseColumns,
  names: readonly string[],
): CheckedValues {
  const find = (place: number) => {
    const column = indices[place]!;
    const row = indptr.findIndex((end) => end > place) - 1;
    return { name: names[featureOf[column]!] ?? `column ${column}`, row };
  };
  return { table, values, categorical: false, find };
}

/**
 * Looks through tables of few values, which needs no threads; others are left to {@link checkValues}.
 * @throws CambiumError `infinite-feature` or `bad-category` that names table, column and row
 */
export function checkFewValues(tables: readonly CheckedTable[], choice: FeatureChoice): void {
  const columns = tables.flatMap((table) => valuesOf(table, choice));
  if (areFew(columns)) refuseUnfit(columns, columns.map(firstUnfit));
}

/**
 * Looks through tables of many values, which lie in the shared memory, side by side.
 * @throws CambiumError as {@link checkFewValues}
 */
export async function checkValues(
  team: Team,
  tables: readonly CheckedTable[],
  choice: FeatureChoice,
): Promise<void> {
  const columns = tables.flatMap((table) => valuesOf(table, choice));
  if (areFew(columns)) return;
  const checked = columns.map(({ values, categorical }) => ({ values, categorical }));
  refuseUnfit(columns, await team.firstUnfit(checked));
}

/** @param places the first unfit value of each column, or -1 */
function refuseUnfit(columns: readonly CheckedValues[], places: readonly number[]): void {
  const at = places.findIndex((place) => place >= 0);
  if (at < 0) return;
  const { table, values, categorical: isCategory, find } = columns[at] as CheckedValues;
  const place = places[at] as number;
  const { name, row } = find(place);
  const value = values[place] as number;
  const where = `feature "${name}" of the ${table} table is ${value} in row ${row + 1}`;
  if (Number.isFinite(value) && isCategory) {
    const narrow = values instanceof Float32Array;
    throw new CambiumError(
      'bad-category',
      `${where}: a category must be below ${endOfCategories(values)}${narrow ? ', where 32-bit floats begin to skip whole numbers' : ''}`,
      { hint: narrow ? 'keep the column as float64' : 'number the categories from 0' },
    );
  }
  throw new CambiumError('infinite-feature', `${where}: expected a finite number, or none (NaN)`, {
    hint: 'let the column be missing there, or put a large number in its place',
  });
}
