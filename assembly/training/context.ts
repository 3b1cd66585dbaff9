// What every stage knows of the training at hand. One instance a thread; all threads are given the
// same values, and addresses into the one shared memory.

/** Bytes of one group's histogram: 256 packed 64-bit sums, one for each value of the group's byte. */
export const HISTOGRAM_STRIDE: u32 = 2048;
/** Rows that stay in the first-level cache between a stage that writes them and one that reads them. */
export const BLOCK_ROWS: u32 = 512;
/** Rows that a thread claims at a time from a leaf that several threads share. */
export const CHUNK_ROWS: u32 = 4096;
/** Rows of one task of the passes over all rows. */
export const TASK_ROWS: u32 = 8192;
/** Leaves above this are shared by the threads, leaves below are taken whole by one. */
export const SHARED_LEAF_ROWS: u32 = 16384;
/** Leaves that several threads can share at a time. */
export const JOBS: u32 = 4;
/** Splits beyond the best that are begun before it is known whether they are needed. */
export const SPECULATION: u32 = 1;

export let threads: u32 = 1;
export let thread: u32 = 0;
export let rows: u32 = 0;
export let features: u32 = 0;
/**
 * Features with few bins share a byte of the record when the product of their numbers of bins is at most
 * 256: a group. Its histogram holds the joint sums, of which each feature's own are the marginal sums.
 */
export let groups: u32 = 0;
/**
 * Bytes of a record: one a group, padding, a 32-bit payload, and the row's number in the last four bytes. The
 * payload's low byte is the last group's where the payload has 24 bits.
 */
export let stride: u32 = 0;
/** From a record's end: where its payload is. */
export const PAYLOAD: usize = 8;
/** From a record's end: where its row number is. */
export const ROW: usize = 4;
/** Whether every row's hessian is 1: sums then hold gradient and count, else gradient and hessian. */
export let constantHessian: bool = true;
/** Constant hessian: low bits of a packed sum that hold the count. */
export let countBits: i64 = 21;
export let countMask: i64 = (1 << 21) - 1;
/** Bytes of a whole histogram. */
export let histogramBytes: u32 = 0;

export function setShape(
  threadCount: u32, threadIndex: u32, rowCount: u32, featureCount: u32, groupCount: u32, recordStride: u32,
  hessianIsConstant: bool, bitsOfCount: i32,
): void {
  threads = threadCount;
  thread = threadIndex;
  rows = rowCount;
  features = featureCount;
  groups = groupCount;
  stride = recordStride;
  constantHessian = hessianIsConstant;
  countBits = bitsOfCount;
  countMask = (<i64>1 << countBits) - 1;
  histogramBytes = groupCount * HISTOGRAM_STRIDE;
}

/** Records in the order of the table. Never moved; a tree's root is read from here. */
export let master: usize = 0;
/** Records ordered by leaf; a partition reads one buffer and writes the other. */
export let records0: usize = 0;
export let records1: usize = 0;
/** 64-bit scores and 32-bit labels, in the order of the table. */
export let scores: usize = 0;
export let labels: usize = 0;
/** One Feature a feature. */
export let featureTable: usize = 0;
/** 256 bytes a feature: its bin, for each value of its group's byte. */
export let decodeTable: usize = 0;
/** Control block, see control.ts. */
export let control: usize = 0;
export let leafTable: usize = 0;
/** Histograms that belong to leaves, and those in which each thread gathers. */
export let leafHistograms: usize = 0;
export let leafHistogramCount: u32 = 0;
export let threadHistograms: usize = 0;
export let taskTable: usize = 0;
export let chunkTable: usize = 0;
/** The tree being grown, see tree.ts. */
export let tree: usize = 0;
/** 4 KiB a thread for a block's payloads. */
export let scratch: usize = 0;

export function setMemory(
  masterAddress: usize, records0Address: usize, records1Address: usize,
  scoresAddress: usize, labelsAddress: usize,
  featureTableAddress: usize, decodeTableAddress: usize, controlAddress: usize, leafTableAddress: usize,
  leafHistogramsAddress: usize, leafHistogramsCount: u32, threadHistogramsAddress: usize,
  taskTableAddress: usize, chunkTableAddress: usize, treeAddress: usize, scratchAddress: usize,
): void {
  master = masterAddress;
  records0 = records0Address;
  records1 = records1Address;
  scores = scoresAddress;
  labels = labelsAddress;
  featureTable = featureTableAddress;
  decodeTable = decodeTableAddress;
  control = controlAddress;
  leafTable = leafTableAddress;
  leafHistograms = leafHistogramsAddress;
  leafHistogramCount = leafHistogramsCount;
  threadHistograms = threadHistogramsAddress;
  taskTable = taskTableAddress;
  chunkTable = chunkTableAddress;
  tree = treeAddress;
  scratch = scratchAddress + <usize>thread * 4096;
}

export let numLeaves: u32 = 31;
export let maxDepth: i32 = -1;
export let minDataInLeaf: u32 = 20;
export let minSumHessian: f64 = 1e-3;
export let lambdaL1: f64 = 0;
export let lambdaL2: f64 = 0;
export let minGainToSplit: f64 = 0;
export let learningRate: f64 = 0.1;

export function setParameters(
  leaves: u32, depth: i32, minData: u32, minHessian: f64, l1: f64, l2: f64, minGain: f64, rate: f64,
): void {
  numLeaves = leaves;
  maxDepth = depth;
  minDataInLeaf = minData;
  minSumHessian = minHessian;
  lambdaL1 = l1;
  lambdaL2 = l2;
  minGainToSplit = minGain;
  learningRate = rate;
}

@unmanaged
export class Feature {
  bins: u32;
  /** The bin of missing values, always the last, or -1. */
  missing: i32;
  group: u32;
  /** What a bin counts in the group's byte: 1 for the group's first feature. */
  multiplier: u32;
  /** 1 when the feature has a group for itself. */
  alone: u32;
}

@inline export function featureAt(feature: u32): Feature {
  return changetype<Feature>(featureTable + <usize>feature * offsetof<Feature>());
}

@inline export function decodeOf(feature: u32): usize {
  return decodeTable + (<usize>feature << 8);
}

/** The buffer number of the records in the order of the table. */
export const MASTER: u32 = 2;

@inline export function recordsOf(buffer: u32): usize {
  return buffer == MASTER ? master : buffer ? records1 : records0;
}

/** The buffer that a partition of rows in `buffer` writes. */
@inline export function otherBuffer(buffer: u32): u32 {
  return buffer == MASTER ? 0 : buffer ^ 1;
}

/** Histogram in which a thread gathers for a job; number `JOBS` is for the pass over all rows. */
@inline export function threadHistogram(job: u32, ofThread: u32): usize {
  return threadHistograms + (<usize>job * threads + ofThread) * histogramBytes;
}
