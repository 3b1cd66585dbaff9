/** What a training's memory is laid out for: its tables, and how it sums. */
import type { TrainingRows } from '../../objectives/index.js';
import type { PlacedFeatures } from '../../training-data/placed-table.js';

/** A table to train on or to validate with, its columns already in the shared memory. */
export interface PlacedTable {
  readonly name: string;
  readonly rows: number;
  readonly features: PlacedFeatures;
  readonly target: TrainingRows;
  readonly initScore?: Float64Array | undefined;
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

/** How gradients and hessians are summed; see `assembly/training/context.ts`. */
export const Sums = { counted: 0, packed: 1, wide: 2 } as const;

/** What decides how large the engine's tables are. */
export interface Shape {
  readonly threads: number;
  readonly classes: number;
  readonly sums: number;
  readonly payloads: number;
  readonly gradientsInMemory: boolean;
  readonly renewsLeaves: boolean;
  readonly initialScores: readonly number[];
}
