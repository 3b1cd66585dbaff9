/** How a batch is cut and dispatched within the device's limits. */
import type { GpuLimits } from '../device/index.js';
import { GpuLimitError } from '../errors.js';
import type { CodeBits } from './representation.js';

/** Rows that a chunk's length is a multiple of, so that columns of a chunk stay aligned. */
const ROW_STEP = 256;
/** Larger chunks overlap worse and take more memory without computing faster. */
const CHUNK_BYTES = 32 * 2 ** 20;
const CHUNK_ROWS = 2 ** 18;
/** Nodes that one chunk visits: some systems reset a device whose dispatch takes longer than two seconds. */
const CHUNK_STEPS = 2 ** 32;

/** What one row of a batch takes: bytes in each buffer, and nodes that it visits. */
export interface RowCost {
  readonly columns: number;
  readonly codes: number;
  readonly result: number;
  readonly steps: number;
}

/**
 * Rows of one chunk.
 * @throws GpuLimitError when not even the shortest chunk fits the device.
 */
export function chunkRows(rows: number, row: RowCost, limits: GpuLimits): number {
  const largest = Math.max(row.columns, row.codes, row.result);
  const allowed = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const fitting = Math.floor(allowed / largest / ROW_STEP) * ROW_STEP;
  if (fitting < ROW_STEP) {
    throw new GpuLimitError(
      'maxStorageBufferBindingSize',
      `a chunk of ${ROW_STEP} rows`,
      largest * ROW_STEP,
      allowed,
    );
  }
  const cheap = Math.min(CHUNK_BYTES / largest, CHUNK_STEPS / row.steps);
  const wanted = Math.max(ROW_STEP, Math.floor(cheap / ROW_STEP) * ROW_STEP);
  const needed = Math.ceil(rows / ROW_STEP) * ROW_STEP;
  return Math.min(fitting, wanted, CHUNK_ROWS, Math.max(ROW_STEP, needed));
}

/** Shape of a traversal's workgroup. */
export interface WorkgroupShape {
  readonly rows: number;
  readonly lanes: number;
  /** Whether the rows' codes fit the workgroup's memory. */
  readonly tiled: boolean;
}

/** Workgroups that keep a large device busy; fewer rows a workgroup make more of them. */
const BUSY_WORKGROUPS = 1024;

/**
 * Many rows: a workgroup of rows alone. Few rows: several invocations share the trees of each row.
 * @param words words that hold the codes of a row
 */
export function workgroupShape(
  rows: number,
  treesOfClass: number,
  words: number,
  limits: GpuLimits,
): WorkgroupShape {
  const invocations =
    2 ** Math.floor(Math.log2(Math.min(256, limits.maxComputeInvocationsPerWorkgroup)));
  let perGroup = invocations;
  while (perGroup > 32 && rows / perGroup < BUSY_WORKGROUPS) perGroup /= 2;
  const memory = (rowsOfGroup: number) => {
    const lanes = lanesFor(rowsOfGroup);
    return rowsOfGroup * words * 4 + (lanes > 1 ? rowsOfGroup * lanes * 8 : 8);
  };
  const lanesFor = (rowsOfGroup: number) => {
    let lanes = invocations / rowsOfGroup;
    while (lanes > 1 && lanes > treesOfClass) lanes /= 2;
    return lanes;
  };
  // Half of the workgroup memory at most, so that several workgroups share a processor.
  const share = limits.maxComputeWorkgroupStorageSize / 2;
  let rowsOfGroup = perGroup;
  while (rowsOfGroup > 32 && memory(rowsOfGroup) > share) rowsOfGroup /= 2;
  if (memory(rowsOfGroup) <= limits.maxComputeWorkgroupStorageSize) {
    return { rows: rowsOfGroup, lanes: lanesFor(rowsOfGroup), tiled: true };
  }
  return { rows: perGroup, lanes: lanesFor(perGroup), tiled: false };
}

/** Workgroup counts in two dimensions, as one holds at most 65,535. */
export interface Grid {
  readonly x: number;
  readonly y: number;
}

export function fold(workgroups: number, limits: GpuLimits): Grid {
  const most = limits.maxComputeWorkgroupsPerDimension;
  const x = Math.min(workgroups, most);
  const y = Math.ceil(workgroups / x);
  if (y > most) {
    throw new GpuLimitError('maxComputeWorkgroupsPerDimension', 'a dispatch', y, most);
  }
  return { x, y };
}

export function wordsOfRow(slots: number, bits: CodeBits): number {
  return Math.ceil(slots / (32 / bits));
}
