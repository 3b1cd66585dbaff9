/** Parameters that forbid, favour or force splits: their types, written by `npm run docs` from table/constraints.ts. */
import type { MonotoneMethod } from '../table/constraints.js';

/** Parameters that forbid, favour or force splits, complete. */
export interface ConstraintParameters {
  /** For each feature 1: predictions rise with it, -1: they fall, 0: free. */
  readonly monotone_constraints: readonly number[];
  /** How closely the bounds of monotone leaves follow: from basic to advanced slower and better. */
  readonly monotone_constraints_method: MonotoneMethod;
  /** Forbids monotone splits on so many levels from the root, and makes them dearer below. */
  readonly monotone_penalty: number;
  /** Groups of features that may meet in one branch, e.g. [0,1,2],[2,3]; all may if not given. */
  readonly interaction_constraints: readonly (readonly number[])[];
  /** Factor on the gain of each feature; below 0 counts as 0. */
  readonly feature_contri: readonly number[];
  /** A JSON file of splits that begin every tree. */
  readonly forcedsplits_filename: string;
}

/** Parameters that forbid, favour or force splits, as a user gives them. */
export interface ConstraintInput {
  /** For each feature 1: predictions rise with it, -1: they fall, 0: free (-1 to 1). */
  readonly monotone_constraints?: readonly number[] | undefined;
  /** Another name of `monotone_constraints`. For each feature 1: predictions rise with it, -1: they fall, 0: free. */
  readonly mc?: readonly number[] | undefined;
  /** Another name of `monotone_constraints`. For each feature 1: predictions rise with it, -1: they fall, 0: free. */
  readonly monotone_constraint?: readonly number[] | undefined;
  /** Another name of `monotone_constraints`. For each feature 1: predictions rise with it, -1: they fall, 0: free. */
  readonly monotonic_cst?: readonly number[] | undefined;
  /** How closely the bounds of monotone leaves follow: from basic to advanced slower and better (default basic). */
  readonly monotone_constraints_method?: MonotoneMethod | undefined;
  /** Another name of `monotone_constraints_method`. How closely the bounds of monotone leaves follow: from basic to advanced slower and better. */
  readonly monotone_constraining_method?: MonotoneMethod | undefined;
  /** Another name of `monotone_constraints_method`. How closely the bounds of monotone leaves follow: from basic to advanced slower and better. */
  readonly mc_method?: MonotoneMethod | undefined;
  /** Forbids monotone splits on so many levels from the root, and makes them dearer below (at least 0; default 0). */
  readonly monotone_penalty?: number | undefined;
  /** Another name of `monotone_penalty`. Forbids monotone splits on so many levels from the root, and makes them dearer below. */
  readonly monotone_splits_penalty?: number | undefined;
  /** Another name of `monotone_penalty`. Forbids monotone splits on so many levels from the root, and makes them dearer below. */
  readonly ms_penalty?: number | undefined;
  /** Another name of `monotone_penalty`. Forbids monotone splits on so many levels from the root, and makes them dearer below. */
  readonly mc_penalty?: number | undefined;
  /** Groups of features that may meet in one branch, e.g. [0,1,2],[2,3]; all may if not given (at least 0). */
  readonly interaction_constraints?: readonly (readonly number[])[] | undefined;
  /** Factor on the gain of each feature; below 0 counts as 0. */
  readonly feature_contri?: readonly number[] | undefined;
  /** Another name of `feature_contri`. Factor on the gain of each feature; below 0 counts as 0. */
  readonly feature_contrib?: readonly number[] | undefined;
  /** Another name of `feature_contri`. Factor on the gain of each feature; below 0 counts as 0. */
  readonly fc?: readonly number[] | undefined;
  /** Another name of `feature_contri`. Factor on the gain of each feature; below 0 counts as 0. */
  readonly fp?: readonly number[] | undefined;
  /** Another name of `feature_contri`. Factor on the gain of each feature; below 0 counts as 0. */
  readonly feature_penalty?: readonly number[] | undefined;
  /** A JSON file of splits that begin every tree. */
  readonly forcedsplits_filename?: string | undefined;
  /** Another name of `forcedsplits_filename`. A JSON file of splits that begin every tree. */
  readonly fs?: string | undefined;
  /** Another name of `forcedsplits_filename`. A JSON file of splits that begin every tree. */
  readonly forced_splits_filename?: string | undefined;
  /** Another name of `forcedsplits_filename`. A JSON file of splits that begin every tree. */
  readonly forced_splits_file?: string | undefined;
  /** Another name of `forcedsplits_filename`. A JSON file of splits that begin every tree. */
  readonly forced_splits?: string | undefined;
}
