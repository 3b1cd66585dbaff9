/** Takes a model's features out of a table: plain floats of the rows to average over. */
import type { Table } from 'apache-arrow';
import { fieldName, type Model, sampleRows } from '../../boosting/index.js';
import { numericColumn } from '../../data/index.js';
import { CambiumError } from '../../errors.js';

/** Every feature's column, whole, in the model's order. @throws CambiumError `missing-column`, `column-type`, `empty-table` */
export function featureColumns(model: Model, table: Table): (Float32Array | Float64Array)[] {
  // A model file has underscores where a column's name has white space.
  const columnOf = new Map<string, string>();
  for (const { name } of table.schema.fields) columnOf.set(fieldName(name), name);
  for (const { name } of table.schema.fields) columnOf.set(name, name);
  return model.featureNames.map((feature) => floats(table, columnOf.get(feature) ?? feature));
}

/** A column that is missing in every row is as good as any other to score. */
function floats(table: Table, name: string): Float32Array | Float64Array {
  try {
    return numericColumn(table, name);
  } catch (error) {
    if (!(error instanceof CambiumError) || error.code !== 'all-missing') throw error;
    return new Float64Array(table.numRows).fill(Number.NaN);
  }
}

/** The same columns at a sample of `most` rows, all of them if there are no more. */
export function sampleColumns(
  columns: readonly (Float32Array | Float64Array)[],
  rows: number,
  most: number,
  seed: number,
): { readonly columns: readonly Float64Array[]; readonly rows: number } {
  const chosen = sampleRows(rows, most, seed);
  const sampled = columns.map((column) =>
    Float64Array.from(chosen, (row) => column[row] as number),
  );
  return { columns: sampled, rows: chosen.length };
}
