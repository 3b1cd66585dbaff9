/** The training module of `assembly/training` as TypeScript sees it, and how a thread gets an instance. */

/** What the module exports; see the files of `assembly/training` for the meaning of each. */
export interface TrainingModule {
  readonly EVALUATE: WebAssembly.Global;
  readonly DONE: WebAssembly.Global;
  readonly HISTOGRAM_STRIDE: WebAssembly.Global;
  readonly JOBS: WebAssembly.Global;
  readonly MAXIMUM_THREADS: WebAssembly.Global;
  controlBytes(): number;
  cancelAddress(): number;
  chunkTableBytes(): number;
  leafEntryBytes(): number;
  maximumEntries(leaves: number): number;
  treeBytes(): number;
  taskTableBytes(leaves: number): number;
  setShape(
    threads: number,
    thread: number,
    rows: number,
    features: number,
    groups: number,
    stride: number,
    constantHessian: number,
    countBits: number,
  ): void;
  setMemory(...addresses: number[]): void;
  setDatasets(address: number, count: number, bounds: number): void;
  setFrontier(address: number): void;
  setObjective(kind: number, sigmoid: number, positiveWeight: number, negativeWeight: number): void;
  setParameters(
    numLeaves: number,
    maxDepth: number,
    minDataInLeaf: number,
    minSumHessian: number,
    lambdaL1: number,
    lambdaL2: number,
    minGainToSplit: number,
    learningRate: number,
  ): void;
  setGradientBound(bound: number): void;
  start(): void;
  work(): number;
  resume(stop: number): void;
}

/** Longest sleep of a waiting thread, in milliseconds: a lost wake-up costs time, never a hang. */
const LONGEST_SLEEP = 100;

/** An instance of the training module for the calling thread, over the given shared memory. */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): TrainingModule {
  const words = new Int32Array(memory.buffer);
  const wait = (address: number, expected: number) => {
    Atomics.wait(words, address >>> 2, expected, LONGEST_SLEEP);
  };
  const abort = () => {
    throw new Error('the training module stopped');
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, wait, abort } });
  return instance.exports as unknown as TrainingModule;
}
