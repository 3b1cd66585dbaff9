/** Lays a training out in the shared memory: records, scores, histograms, tables; gives the engine's variables. */
import { ColumnMemory } from '../../../data/index.js';
import type { BinnedFeature } from '../../bins/index.js';
import type { TrainingRows } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';
import type { PlacedFeatures } from '../../training-data/placed-table.js';
import {
  type EngineVariables,
  engineValue,
  setVariables,
  type TrainingModule,
} from '../engine/engine.js';
import { checkMemory } from '../engine/memory-need.js';
import { SAMPLE_BLOCK } from '../engine/sizes.js';
import { SET_BYTES } from '../engine/tree-bytes.js';
import { hostSamples, samplesRows } from '../rounds/row-sampler.js';
import { groupFeatures, type Storage } from '../storage/groups.js';
import { entryBytes, placeDatasets } from './datasets.js';
import {
  binSizes,
  placeBounds,
  placeCategoryBins,
  placeDecoding,
  placeDefaultRecord,
  placeEntryFeatures,
  placeFeatures,
} from './feature-tables.js';
import { linearFeatures, placeGrowth } from './growth.js';
import { placeSideMaps } from './side-maps.js';

/** A table to train on or to validate with, its columns already in the shared memory. */
export interface PlacedTable {
  readonly name: string;
  readonly rows: number;
  readonly features: PlacedFeatures;
  readonly target: TrainingRows;
  readonly initScore?: Float64Array | undefined;
}

/** How gradients and hessians are summed; see `assembly/training/context.ts`. */
export const Sums = { counted: 0, packed: 1, wide: 2 } as const;

export interface Shape {
  readonly threads: number;
  readonly classes: number;
  readonly sums: number;
  readonly payloads: number;
  readonly gradientsInMemory: boolean;
  readonly renewsLeaves: boolean;
  readonly initialScores: readonly number[];
}

/** Where one table's parts are. */
export interface TableAddresses {
  readonly scores: number;
  readonly labels: number;
  /** 0: none. */
  readonly weights: number;
  readonly queries: number;
  readonly queryCount: number;
}

export interface Layout {
  readonly variables: EngineVariables;
  readonly tables: readonly TableAddresses[];
}

/** Leaf histograms beyond `num_leaves`: for splits that are begun early and dropped. */
const SPARE_HISTOGRAMS = 32;
/** Kernels read whole vectors, and so may look this far past the last row. */
const READ_AHEAD = 64;
const TASK_ROWS = 8192;

/** Bytes of a record: a byte a group, the payload, the row's number (see `assembly/training/context.ts`). */
function recordStride(groups: number, payloads: number, rowBytes: number): number {
  const payload = [3, 4, 8][payloads] as number;
  return Math.ceil((groups + payload + rowBytes) / 4) * 4;
}

/** Bytes of a histogram: 256 places a group, those of entries, and the sums of all rows. */
function histogramSize(groups: number, entryPlaces: number, sums: number): number {
  return (groups * 256 + entryPlaces) * (sums === Sums.wide ? 16 : 8) + 32;
}

/** Allocates and fills what the threads need. The module itself says how large its own tables are. */
export function layOut(
  memory: ColumnMemory,
  module: TrainingModule,
  tables: readonly PlacedTable[],
  features: readonly BinnedFeature[],
  storage: Storage,
  parameters: Parameters,
  shape: Shape,
): Layout {
  const { rows } = tables[0] as PlacedTable;
  const { threads, classes } = shape;
  const grouping = groupFeatures(
    features.map(({ mapper }) => mapper),
    storage,
  );
  const { places, groups, entryPlaces } = grouping;
  const rowBytes = rows <= 2 ** 24 ? 3 : 4;
  // One byte more for the side that a split on a feature that is kept as entries sends the row to.
  const stride = recordStride(groups + (entryPlaces > 0 ? 1 : 0), shape.payloads, rowBytes);
  const histogramBytes = histogramSize(groups, entryPlaces, shape.sums);
  const leafHistogramCount = parameters.num_leaves + SPARE_HISTOGRAMS;
  checkMemory({
    taken: memory.mark,
    rows,
    stride,
    leaves: leafHistogramCount,
    histogram: histogramBytes,
  });
  const perRow = (bytes: number, count: number) => memory.allocate(bytes * count + READ_AHEAD);
  const addresses = tables.map((table) => placeRows(memory, table, shape));
  const records = tables.map((table) => perRow(stride, table.rows));
  const variables: Record<string, number> = {
    threads,
    rows,
    features: features.length,
    groups,
    stride,
    rowBytes,
    sums: shape.sums,
    payloads: shape.payloads,
    countBits: Math.ceil(Math.log2(rows + 1)),
    classes,
    numLeaves: parameters.num_leaves,
    linearFeatures: linearFeatures(features, parameters),
    renewsLeaves: shape.renewsLeaves ? 1 : 0,
    datasetCount: tables.length,
    entryPlaces,
    entryShift: Math.log2(entryBytes(grouping)),
    ...placeEntryFeatures(memory, places),
    ...binSizes(features),
  };
  variables['datasets'] = placeDatasets(memory, tables, records, addresses, features, grouping);
  setVariables(module, variables);
  Object.assign(
    variables,
    placeSideMaps(memory, module, (tables[0] as PlacedTable).features, variables),
  );
  const leafNumberBytes =
    parameters.num_leaves <= 256 ? 1 : parameters.num_leaves <= 65_536 ? 2 : 4;
  const value = (name: string) => engineValue(module, name);
  const own = addresses[0] as TableAddresses;
  Object.assign(variables, {
    bounds: placeBounds(memory, features),
    categoryBins: placeCategoryBins(memory, features),
    master: records[0] as number,
    records: perRow(stride, rows),
    spareRecords: memory.allocate(threads * module.spareBytes(stride)),
    scores: own.scores,
    labels: own.labels,
    weights: own.weights,
    featureTable: placeFeatures(memory, features, places, parameters),
    decodeTable: placeDecoding(memory, features, places),
    defaultRecord: placeDefaultRecord(memory, features, places, groups),
    control: memory.allocate(module.controlBytes(), 4096),
    leafTable: memory.allocate(
      module.maximumEntries(parameters.num_leaves) * module.leafEntryBytes(),
    ),
    frontier: memory.allocate((parameters.num_leaves + 1) * 4),
    leafHistograms: memory.allocate(leafHistogramCount * histogramBytes),
    leafHistogramCount,
    packedHistograms: placePackedHistograms(memory, module, shape),
    threadHistograms: memory.allocate((value('JOBS') + 1) * threads * histogramBytes),
    taskTable: memory.allocate(module.taskTableBytes(parameters.num_leaves)),
    chunkTable: memory.allocate(module.chunkTableBytes()),
    leafNumberBytes,
    leafNumbers: perRow(leafNumberBytes, rows),
    leafOutputs: memory.allocate(8 * parameters.num_leaves),
    tree: memory.allocate(module.treeBytes()),
    scratches: memory.allocate(threads * module.scratchBytes()),
  });
  const treeHeader = new Uint32Array(memory.memory.buffer, variables['tree'] as number, 4);
  treeHeader[SET_BYTES / 4] = variables['binSetBytes'] as number;
  Object.assign(variables, placeGrowth(memory, module, features, rows, threads, parameters));
  if (shape.gradientsInMemory) {
    variables['gradients'] = perRow(4 * classes, rows);
    variables['hessians'] = perRow(4 * classes, rows);
    variables['maxima'] = memory.allocate(threads * classes * 16);
  }
  if (samplesRows(parameters)) {
    variables['bag'] = perRow(1, rows);
    variables['bagStates'] = memory.allocate(4 * Math.ceil(rows / SAMPLE_BLOCK));
    variables['bagPositions'] = memory.allocate(4 * Math.ceil(rows / TASK_ROWS));
    variables['hostSamples'] = hostSamples(parameters) ? 1 : 0;
  }
  return { variables, tables: addresses };
}

/** The module expects them to be 0. */
function placePackedHistograms(
  memory: ColumnMemory,
  module: TrainingModule,
  { payloads, sums, threads }: Shape,
): number {
  if (payloads === sums) return 0;
  const bytes = threads * module.packedHistogramBytes();
  const address = memory.allocate(bytes);
  new Uint8Array(memory.memory.buffer, address, bytes).fill(0);
  return address;
}

/** Scores, labels, weights and queries of a table. */
function placeRows(memory: ColumnMemory, table: PlacedTable, shape: Shape): TableAddresses {
  const { rows, target, initScore } = table;
  const scores = memory.allocate(rows * shape.classes * 8 + READ_AHEAD);
  const all = new Float64Array(memory.memory.buffer, scores, rows * shape.classes);
  if (initScore !== undefined) all.set(initScore);
  else shape.initialScores.forEach((score, k) => void all.fill(score, k * rows, (k + 1) * rows));
  const floats = (values: Float32Array) => {
    if (ColumnMemory.of(values.buffer) === memory) return values.byteOffset;
    const place = memory.allocateFloat32(values.length + 16);
    place.set(values);
    return place.byteOffset;
  };
  const { queries } = target;
  const queryWords = queries === undefined ? undefined : memory.allocateInt32(queries.length);
  if (queries !== undefined) queryWords?.set(queries);
  return {
    scores,
    labels: floats(target.labels),
    weights: target.weights === undefined ? 0 : floats(target.weights),
    queries: queryWords?.byteOffset ?? 0,
    queryCount: queries === undefined ? 0 : queries.length - 1,
  };
}
