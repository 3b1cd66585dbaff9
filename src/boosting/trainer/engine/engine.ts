/** The training module of `assembly/training` as TypeScript sees it, and how a thread gets an instance. */

/** What the module exports; see the files of `assembly/training` for the meaning of each. */
export interface TrainingModule {
  controlBytes(): number;
  cancelAddress(): number;
  chunkTableBytes(): number;
  leafEntryBytes(): number;
  packedHistogramBytes(): number;
  placeStartsBytes(): number;
  sideMapBytes(): number;
  spareBytes(stride: number): number;
  maximumEntries(leaves: number): number;
  treeBytes(): number;
  scratchBytes(): number;
  taskTableBytes(leaves: number): number;
  largestGradient(ofClass: number): number;
  largestHessian(ofClass: number): number;
  nextGradientBound(): number;
  openBinning(): void;
  openGradientPass(iteration: number): void;
  fillRankingTables(counts: number): void;
  rankingBytes(queries: number): number;
  positionTableBytes(positions: number): number;
  openSamplePass(): void;
  openTree(
    iteration: number,
    ofClass: number,
    shrinkage: number,
    gradientBound: number,
    amplification: number,
  ): void;
  openTreeWalk(ofClass: number, factor: number, firstDataset: number, endDataset: number): void;
  close(): void;
  work(): void;
  featureSetBytes(): number;
  fitBytes(): number;
}

/** Values of the module's variables, by name: shapes, addresses, parameters. */
export type EngineVariables = Readonly<Record<string, number>>;

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

/** Sets variables of an instance. A name that the module does not have is a mistake of ours. */
export function setVariables(module: TrainingModule, variables: EngineVariables): void {
  const exported = module as unknown as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(variables)) {
    const variable = exported[name];
    if (!(variable instanceof WebAssembly.Global)) {
      throw new Error(`the training module has no variable ${name}`);
    }
    variable.value = value;
  }
}

/** The value of a constant or variable of the module. */
export function engineValue(module: TrainingModule, name: string): number {
  return (module as unknown as Readonly<Record<string, WebAssembly.Global>>)[name]!.value as number;
}
