/** Looks through the values of features for what training cannot take: infinite numbers, categories that are too large. */
import { CambiumError } from '../../errors.js';
import type { Team } from './team.js';
import type { FeatureChoice } from './training-data.js';
import { endOfCategories } from './unfit-values.js';

/** A table whose features lie in the shared memory. */
interface CheckedTable {
  readonly name: string;
  readonly placed: readonly (Float32Array | Float64Array)[];
}

/** @throws CambiumError `infinite-feature` or `bad-category` that names table, column and row */
export async function checkValues(
  team: Team,
  tables: readonly CheckedTable[],
  { names, categorical }: FeatureChoice,
): Promise<void> {
  const columns = tables.flatMap((table) =>
    table.placed.map((values, index) => {
      const name = names[index] as string;
      return { table: table.name, name, values, categorical: categorical.has(name) };
    }),
  );
  const rows = await team.firstUnfit(
    columns.map(({ values, categorical: isCategory }) => ({ values, categorical: isCategory })),
  );
  const at = rows.findIndex((row) => row >= 0);
  if (at < 0) return;
  const { table, name, values, categorical: isCategory } = columns[at] as (typeof columns)[number];
  const row = rows[at] as number;
  const value = values[row] as number;
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
