/** What a training goes on from: an earlier model's rounds, its trees, and what they make of the rows. */
import type { CsrMatrix } from '../../../data/index.js';
import type { Tree } from '../../model/index.js';

/** The model's features: each a number a row; or sparse rows, and the feature, or -1, of each of their columns. */
export type EarlierFeatures =
  | readonly (Float32Array | Float64Array)[]
  | (Pick<CsrMatrix, 'indptr' | 'indices' | 'values'> & { readonly featureOf: Int32Array });

/** An earlier model's rounds, for the leading thread to go through once more. */
export interface Replay {
  readonly trees: readonly Tree[];
  readonly features: EarlierFeatures;
  /** Whether the first trees hold the score that training starts from. */
  readonly holdsStart: boolean;
}

/** Scores that an earlier model gives the rows of all tables. */
export interface EarlierScores {
  /** Rounds of the earlier model. */
  readonly rounds: number;
  /** Class by class, of each table. */
  readonly scores: readonly Float64Array[];
  /** Of the training table, before the last round, and that round's largest output: what bounds gradients. */
  readonly beforeLast: Float64Array;
  readonly largestChange: number;
  /** Where it is needed: then the training table's scores are those before the first round. */
  readonly replay?: Replay;
}
