/** Lays a training out in the shared memory: records, scores, histograms, tables; all addresses of the plan. */
import type { ColumnMemory } from '../../data/index.js';
import type { TrainingModule } from './engine.js';
import { decodeTable, groupFeatures, type Place } from './groups.js';
import { setParameters, setShape, type TrainingPlan } from './plan.js';
import type { BinnedFeature } from './read-tree.js';

/** A table to train on or to validate with, its columns already in the shared memory. */
export interface PlacedTable {
  readonly name: string;
  readonly rows: number;
  /** One column a trained feature, in the order of the bins. */
  readonly columns: readonly (Float32Array | Float64Array)[];
  /** Address of 32-bit labels. */
  readonly labels: number;
}

/** What the sizes of the tables depend on. */
export type Shape = Pick<
  TrainingPlan,
  | 'threads'
  | 'rows'
  | 'features'
  | 'constantHessian'
  | 'numLeaves'
  | 'maxDepth'
  | 'minDataInLeaf'
  | 'minSumHessianInLeaf'
  | 'lambdaL1'
  | 'lambdaL2'
  | 'minGainToSplit'
  | 'learningRate'
>;

/** Addresses that threads are told. */
export interface Layout {
  readonly groups: number;
  readonly stride: number;
  readonly countBits: number;
  /** In the order of `setMemory`. */
  readonly memory: readonly number[];
  readonly datasets: number;
  readonly datasetCount: number;
  readonly bounds: number;
  readonly frontier: number;
  readonly tree: number;
  readonly control: number;
  /** Raw scores of each table, all at the initial score. */
  readonly scores: readonly number[];
}

/** Leaf histograms beyond `num_leaves`: for splits that are begun early and dropped. */
const SPARE_HISTOGRAMS = 32;
const MAXIMUM_BINS = 256;
/** Kernels read whole vectors, and so may look this far past the last row. */
const READ_AHEAD = 64;

/** Bytes of a record: a byte a group, the payload, the row's number (see `assembly/training/context.ts`). */
export function recordStride(groups: number, constantHessian: boolean): number {
  const bytes = groups + (constantHessian ? 3 : 4) + 4;
  return Math.ceil(bytes / 4) * 4;
}

/** Allocates and fills what the threads need. The module itself says how large its own tables are. */
export function layOut(
  memory: ColumnMemory,
  module: TrainingModule,
  tables: readonly PlacedTable[],
  features: readonly BinnedFeature[],
  shape: Shape,
  initialScore: number,
): Layout {
  const training = tables[0] as PlacedTable;
  const { threads, numLeaves } = shape;
  const places = groupFeatures(features.map(({ mapper }) => mapper));
  const groups = Math.max(...places.map(({ group }) => group)) + 1;
  const stride = recordStride(groups, shape.constantHessian);
  const countBits = Math.ceil(Math.log2(training.rows + 1));
  setShape(module, { ...shape, groups, stride, countBits }, 0);
  setParameters(module, shape);
  const histogramBytes = groups * module.HISTOGRAM_STRIDE.value;
  const perRow = (bytes: number, rows: number) => memory.allocate(bytes * rows + READ_AHEAD);

  const records = tables.map((table) => perRow(stride, table.rows));
  const scores = tables.map((table) => placeScores(memory, table.rows, initialScore));
  const datasets = memory.allocate(tables.length * 16);
  tables.forEach((table, index) => {
    const columns = placeColumns(memory, table);
    const entry = new Uint32Array(memory.memory.buffer, datasets + index * 16, 4);
    entry.set([table.rows, records[index] as number, scores[index] as number, columns]);
  });
  const bounds = placeBounds(memory, features);
  module.setDatasets(datasets, tables.length, bounds);

  const tree = memory.allocate(module.treeBytes());
  const control = memory.allocate(module.controlBytes(), 4096);
  const histograms = numLeaves + SPARE_HISTOGRAMS;
  const addresses = [
    records[0] as number,
    perRow(stride, training.rows),
    perRow(stride, training.rows),
    scores[0] as number,
    training.labels,
    placeFeatures(memory, features, places),
    placeDecoding(memory, features, places),
    control,
    memory.allocate(module.maximumEntries(numLeaves) * module.leafEntryBytes()),
    memory.allocate(histograms * histogramBytes),
    histograms,
    memory.allocate((module.JOBS.value + 1) * threads * histogramBytes),
    memory.allocate(module.taskTableBytes(numLeaves)),
    memory.allocate(module.chunkTableBytes()),
    tree,
    memory.allocate(threads * 4096),
  ];
  return {
    groups,
    stride,
    countBits,
    memory: addresses,
    datasets,
    datasetCount: tables.length,
    bounds,
    frontier: memory.allocate((numLeaves + 1) * 4),
    tree,
    control,
    scores,
  };
}

function placeScores(memory: ColumnMemory, rows: number, initialScore: number): number {
  const address = memory.allocate(rows * 8 + READ_AHEAD);
  new Float64Array(memory.memory.buffer, address, rows).fill(initialScore);
  return address;
}

/** Address and type (0: 32-bit, 1: 64-bit float) of each column. */
function placeColumns(memory: ColumnMemory, table: PlacedTable): number {
  const address = memory.allocate(table.columns.length * 8);
  const entries = new Uint32Array(memory.memory.buffer, address, table.columns.length * 2);
  table.columns.forEach((column, index) => {
    entries[2 * index] = column.byteOffset;
    entries[2 * index + 1] = column instanceof Float32Array ? 0 : 1;
  });
  return address;
}

function placeBounds(memory: ColumnMemory, features: readonly BinnedFeature[]): number {
  const address = memory.allocate(features.length * MAXIMUM_BINS * 8);
  features.forEach(({ mapper }, index) => {
    const at = address + index * MAXIMUM_BINS * 8;
    const bounds = new Float64Array(memory.memory.buffer, at, MAXIMUM_BINS);
    bounds.fill(Number.POSITIVE_INFINITY);
    bounds.set(mapper.upperBounds);
  });
  return address;
}

/** What `Feature` in `assembly/training/context.ts` holds, for each feature. */
function placeFeatures(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  places: readonly Place[],
): number {
  const words = 5;
  const address = memory.allocate(features.length * words * 4);
  const entries = new Int32Array(memory.memory.buffer, address, features.length * words);
  features.forEach(({ mapper }, index) => {
    const { group, multiplier, alone } = places[index] as Place;
    const entry = [mapper.numBins, mapper.nanBin, group, multiplier, alone ? 1 : 0];
    entries.set(entry, index * words);
  });
  return address;
}

function placeDecoding(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  places: readonly Place[],
): number {
  const tables = memory.allocateUint8(features.length * 256);
  features.forEach(({ mapper }, index) => {
    tables.set(decodeTable(places[index] as Place, mapper.numBins), index * 256);
  });
  return tables.byteOffset;
}
