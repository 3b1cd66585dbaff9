/** What a run gives: time, memory and datasets, for each node and in all. */

/** One node that has completed. */
export interface NodeRecord {
  readonly name: string;
  /** Loading, computing and saving. */
  readonly seconds: number;
  /** Datasets read, parameters too. */
  readonly loaded: readonly string[];
  readonly saved: readonly string[];
}

/** What a run did: its nodes, time, memory, and outputs that live in memory. */
export interface RunResult {
  readonly runId: string;
  readonly pipeline: string;
  readonly started: Date;
  readonly seconds: number;
  /** Highest resident memory of the whole process so far, in bytes. */
  readonly peakMemory: number;
  /** Nodes in the order in which they ran. */
  readonly nodes: readonly NodeRecord[];
  /** Nodes that `onlyMissingOutputs` left out. */
  readonly skipped: readonly string[];
  /** Datasets that no node of the pipeline reads and that live in memory: they are still loaded. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
