/** What a model is trained on: a table's label and features, checked, and placed in one shared memory. */
import type { Table } from 'apache-arrow';
import { ColumnMemory, numericColumn, requireColumn, tableMemory } from '../../data/index.js';
import { CambiumError } from '../../errors.js';
import { fieldName } from '../formats/index.js';
import type { ObjectiveName } from '../parameters/index.js';

/** A table, and which of its columns are what. */
export interface TrainingData {
  readonly table: Table;
  /** Name of the label's column. */
  readonly label: string;
  /** Names of the features, in the model's order; all other columns if absent. */
  readonly features?: readonly string[];
}

/** Columns of one table. */
export interface Columns {
  readonly rows: number;
  readonly features: readonly (Float32Array | Float64Array)[];
  readonly label: Float32Array | Float64Array;
}

/** Names of the features of `data`. */
export function featureNames(data: TrainingData): readonly string[] {
  const names =
    data.features ??
    data.table.schema.fields.map((field) => field.name).filter((name) => name !== data.label);
  if (names.length === 0) {
    throw new CambiumError(
      'no-features',
      `the table has no column besides the label "${data.label}"`,
    );
  }
  if (names.includes(data.label)) {
    throw new CambiumError('label-is-feature', `"${data.label}" is both label and feature`);
  }
  refuseTwins(names);
  return names;
}

/** Two columns that the model file could not tell apart. */
function refuseTwins(names: readonly string[]): void {
  const columnOf = new Map<string, string>();
  for (const name of names) {
    const written = fieldName(name);
    const other = columnOf.get(written);
    if (other !== undefined) {
      throw new CambiumError(
        'duplicate-feature',
        other === name
          ? `"${name}" is among the features twice`
          : `"${other}" and "${name}" would both be called "${written}" in the model`,
        { hint: 'rename or leave out one' },
      );
    }
    columnOf.set(written, name);
  }
}

/** Reads features and label, and checks the label for the objective. `name` is for errors. */
export function readColumns(
  data: TrainingData,
  names: readonly string[],
  objective: ObjectiveName,
  name: string,
): Columns {
  requireColumn(data.table, data.label);
  const rows = data.table.numRows;
  if (rows === 0) throw new CambiumError('empty-table', `the ${name} table has no rows`);
  const label = numericColumn(data.table, data.label);
  checkLabel(label, data.label, objective, name);
  return { rows, label, features: names.map((feature) => numericColumn(data.table, feature)) };
}

function checkLabel(
  label: Float32Array | Float64Array,
  column: string,
  objective: ObjectiveName,
  name: string,
): void {
  const first = Math.fround(label[0] as number);
  let constant = true;
  for (let row = 0; row < label.length; row++) {
    const value = label[row] as number;
    // Labels are 32-bit floats to the trainer, as they are to LightGBM.
    if (!Number.isFinite(Math.fround(value))) {
      const found = Number.isNaN(value) ? 'missing (NaN)' : value;
      const expected = Number.isFinite(value) ? 'at most 3.4e38 in size' : 'a finite number';
      throw new CambiumError(
        'bad-label',
        `label "${column}" of the ${name} table is ${found} in row ${row + 1}: expected ${expected}`,
        { hint: 'leave out such rows' },
      );
    }
    if (objective === 'binary' && value !== 0 && value !== 1) {
      throw new CambiumError(
        'bad-label',
        `label "${column}" of the ${name} table is ${value} in row ${row + 1}: objective=binary expects 0 or 1`,
        { hint: 'objective=regression takes any number' },
      );
    }
    if (Math.fround(value) !== first) constant = false;
  }
  if (constant && name === 'training') {
    throw new CambiumError(
      'constant-label',
      `label "${column}" is ${label[0]} in all ${label.length} rows of the training table: there is nothing to learn`,
    );
  }
}

/** The arena that most of the table lies in already, or a new one. */
export function trainingMemory(data: TrainingData): ColumnMemory {
  return tableMemory(data.table) ?? new ColumnMemory();
}

/** The column itself when it lies in `memory`, else a copy there. */
export function placeColumn(
  memory: ColumnMemory,
  column: Float32Array | Float64Array,
): Float32Array | Float64Array {
  if (ColumnMemory.of(column.buffer) === memory) return column;
  const place =
    column instanceof Float32Array
      ? memory.allocateFloat32(column.length)
      : memory.allocateFloat64(column.length);
  place.set(column);
  return place;
}

/** Labels as 32-bit floats, with room behind them for kernels that read whole vectors. Gives the address. */
export function placeLabels(memory: ColumnMemory, label: Float32Array | Float64Array): number {
  const place = memory.allocateFloat32(label.length + 16);
  place.set(label);
  return place.byteOffset;
}
