/** What the threads work in: records, histograms, the tree that grows. */
import type { ColumnMemory } from '../../../data/index.js';
import type { Parameters } from '../../parameters/index.js';
import { type EngineVariables, engineValue, type TrainingModule } from '../engine/engine.js';
import { SAMPLE_BLOCK } from '../engine/sizes.js';
import { SET_BYTES } from '../engine/tree-bytes.js';
import { hostSamples, samplesRows } from '../rounds/row-sampler.js';
import type { RecordSizes } from './record-sizes.js';
import { placePerRow } from './row-arrays.js';
import type { Shape } from './shape.js';

/** Areas that every training has. The module knows its sizes already. */
export function placeWorkAreas(
  memory: ColumnMemory,
  module: TrainingModule,
  rows: number,
  sizes: RecordSizes,
  binSetBytes: number,
  { num_leaves }: Parameters,
  shape: Shape,
): EngineVariables {
  const { threads } = shape;
  const { stride, histogramBytes, leafHistogramCount } = sizes;
  const leafNumberBytes = num_leaves <= 256 ? 1 : num_leaves <= 65_536 ? 2 : 4;
  const jobs = engineValue(module, 'JOBS');
  return {
    records: placePerRow(memory, stride, rows),
    spareRecords: memory.allocate(threads * module.spareBytes(stride)),
    control: memory.allocate(module.controlBytes(), 4096),
    leafTable: memory.allocate(module.maximumEntries(num_leaves) * module.leafEntryBytes()),
    frontier: memory.allocate((num_leaves + 1) * 4),
    leafHistograms: memory.allocate(leafHistogramCount * histogramBytes),
    leafHistogramCount,
    packedHistograms: placePackedHistograms(memory, module, shape),
    threadHistograms: memory.allocate((jobs + 1) * threads * histogramBytes),
    taskTable: memory.allocate(module.taskTableBytes(num_leaves)),
    chunkTable: memory.allocate(module.chunkTableBytes()),
    leafNumberBytes,
    leafNumbers: placePerRow(memory, leafNumberBytes, rows),
    leafOutputs: memory.allocate(8 * num_leaves),
    tree: placeTree(memory, module, binSetBytes),
    scratches: memory.allocate(threads * module.scratchBytes()),
  };
}

/** A tree's header tells the bytes of its sets of bins before a tree is there. */
function placeTree(memory: ColumnMemory, module: TrainingModule, binSetBytes: number): number {
  const tree = memory.allocate(module.treeBytes());
  new Uint32Array(memory.memory.buffer, tree, 4)[SET_BYTES / 4] = binSetBytes;
  return tree;
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

/** Gradients and hessians, where they are kept. */
export function placeGradients(
  memory: ColumnMemory,
  rows: number,
  { gradientsInMemory, classes, threads }: Shape,
): EngineVariables {
  if (!gradientsInMemory) return {};
  return {
    gradients: placePerRow(memory, 4 * classes, rows),
    hessians: placePerRow(memory, 4 * classes, rows),
    maxima: memory.allocate(threads * classes * 16),
  };
}

/** What tells the rows that the next trees are grown on, where some are left out. */
export function placeBag(
  memory: ColumnMemory,
  module: TrainingModule,
  rows: number,
  parameters: Parameters,
): EngineVariables {
  if (!samplesRows(parameters)) return {};
  const tasks = Math.ceil(rows / engineValue(module, 'TASK_ROWS'));
  return {
    bag: placePerRow(memory, 1, rows),
    bagStates: memory.allocate(4 * Math.ceil(rows / SAMPLE_BLOCK)),
    bagPositions: memory.allocate(4 * tasks),
    hostSamples: hostSamples(parameters) ? 1 : 0,
  };
}
