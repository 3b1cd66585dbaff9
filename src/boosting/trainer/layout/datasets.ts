/** Tells the engine where the tables' values are: `Dataset` in `assembly/training/dataset.ts`. */
import type { ColumnMemory } from '../../../data/index.js';
import type { BinnedFeature } from '../../bins/index.js';
import {
  isSparse,
  type PlacedFeatures,
  type SparseColumns,
} from '../../training-data/placed-table.js';
import { engineValue, type TrainingModule } from '../engine/engine.js';
import type { Grouping } from '../storage/groups.js';
import type { PlacedTable, TableAddresses } from './shape.js';

const DATASET_BYTES = 48;
/** Where in a dataset's the address of its `taskStarts` is. */
const TASK_STARTS = 24;
/** Entries are read a vector at a time. */
const READ_AHEAD = 64;

/** Bytes of an entry, which is the number of a place. */
export const entryBytes = ({ entryPlaces }: Grouping) => (entryPlaces <= 0x10000 ? 2 : 4);

/** Rows of one task of the binning pass. */
const taskRows = (module: TrainingModule) => engineValue(module, 'TASK_ROWS');

const typeOf = (values: Float32Array | Float64Array) => (values instanceof Float32Array ? 0 : 1);

export function placeDatasets(
  memory: ColumnMemory,
  module: TrainingModule,
  tables: readonly PlacedTable[],
  records: readonly number[],
  addresses: readonly TableAddresses[],
  features: readonly BinnedFeature[],
  grouping: Grouping,
): number {
  const address = memory.allocate(tables.length * DATASET_BYTES);
  tables.forEach(({ rows, features: placed }, index) => {
    const { scores } = addresses[index] as TableAddresses;
    const columns = isSparse(placed) ? 0 : placeColumns(memory, placed, features);
    new Uint32Array(memory.memory.buffer, address + index * DATASET_BYTES, 12).set([
      ...[rows, records[index] as number, scores, columns],
      ...placeEntries(memory, taskRows(module), rows, placed, features, grouping),
      ...(isSparse(placed) ? placeRows(memory, placed, features) : [0, 0, 0, 0, 0]),
    ]);
  });
  return address;
}

/** Address and type (0: 32-bit, 1: 64-bit float) of each column. */
function placeColumns(
  memory: ColumnMemory,
  columns: readonly (Float32Array | Float64Array)[],
  features: readonly BinnedFeature[],
): number {
  const address = memory.allocate(features.length * 8);
  const entries = new Uint32Array(memory.memory.buffer, address, features.length * 2);
  features.forEach(({ index }, feature) => {
    const column = columns[index] as Float32Array | Float64Array;
    entries[2 * feature] = column.byteOffset;
    entries[2 * feature + 1] = typeOf(column);
  });
  return address;
}

/** `indptr`, `indices`, `values`, `type` and `columnFeatures`. */
function placeRows(
  memory: ColumnMemory,
  { matrix: { indptr, indices, values }, featureOf }: SparseColumns,
  features: readonly BinnedFeature[],
): number[] {
  const trained = new Map(features.map(({ index }, feature) => [index, feature]));
  const columnFeatures = memory.allocateInt32(featureOf.length);
  featureOf.forEach((index, column) => {
    columnFeatures[column] = trained.get(index) ?? -1;
  });
  return [
    ...[indptr.byteOffset, indices.byteOffset, values.byteOffset],
    ...[typeOf(values), columnFeatures.byteOffset],
  ];
}

/** `starts`, `entries` and `taskStarts`: room for as many entries as there can be. */
function placeEntries(
  memory: ColumnMemory,
  perTask: number,
  rows: number,
  placed: PlacedFeatures,
  features: readonly BinnedFeature[],
  grouping: Grouping,
): number[] {
  if (grouping.entryPlaces === 0) return [0, 0, 0];
  const kept = features.filter((_, feature) => grouping.places[feature]?.entry !== undefined);
  const indices = kept.map(({ index }) => index);
  const tasks = Math.ceil(rows / perTask);
  const taskStarts = memory.allocateInt32(tasks + 1);
  for (let task = 0; task < tasks; task++) {
    const first = task * perTask;
    taskStarts[task + 1] =
      taskStarts[task]! + mostEntries(placed, indices, first, Math.min(rows, first + perTask));
  }
  return [
    memory.allocateInt32(rows + 1).byteOffset,
    memory.allocate(taskStarts[tasks]! * entryBytes(grouping) + READ_AHEAD),
    taskStarts.byteOffset,
  ];
}

/** Room for entries that the first table was given. */
export function entryRoom(
  memory: ColumnMemory,
  module: TrainingModule,
  datasets: number,
  rows: number,
): number {
  const { buffer } = memory.memory;
  const [taskStarts] = new Uint32Array(buffer, datasets + TASK_STARTS, 1);
  const tasks = Math.ceil(rows / taskRows(module));
  return new Int32Array(buffer, taskStarts, tasks + 1)[tasks]!;
}

/** Values of some features in the rows from `first` up to `end` that are not known to be zero. */
function mostEntries(
  placed: PlacedFeatures,
  features: readonly number[],
  first: number,
  end: number,
): number {
  let count = 0;
  if (!isSparse(placed)) {
    for (const feature of features) {
      const column = placed[feature] as Float32Array | Float64Array;
      for (let row = first; row < end; row++) if (column[row] !== 0) count++;
    }
    return count;
  }
  const { matrix, featureOf } = placed;
  const counted = new Set(features);
  const counts = Uint8Array.from(featureOf, (feature) => (counted.has(feature) ? 1 : 0));
  const { indptr, indices } = matrix;
  for (let at = indptr[first]!; at < indptr[end]!; at++) count += counts[indices[at]!]!;
  return count;
}
