/** Parameters of boosting with trees left out: their types, written by `npm run docs` from table/dart.ts. */

/** Parameters of boosting with trees left out, complete. */
export interface DartParameters {
  /** The share of earlier trees that a round leaves out. */
  readonly drop_rate: number;
  /** Most trees that a round leaves out; 0 or less: no limit. */
  readonly max_drop: number;
  /** Probability that a round leaves no tree out. */
  readonly skip_drop: number;
  /** Weighs the trees that were left out, and the new one, as XGBoost does. */
  readonly xgboost_dart_mode: boolean;
  /** Leaves out each tree with the same probability. */
  readonly uniform_drop: boolean;
  /** Seed of the choice of trees that are left out. */
  readonly drop_seed: number;
}

/** Parameters of boosting with trees left out, as a user gives them. */
export interface DartInput {
  /** The share of earlier trees that a round leaves out (0 to 1; default 0.1). */
  readonly drop_rate?: number | undefined;
  /** Another name of `drop_rate`. The share of earlier trees that a round leaves out. */
  readonly rate_drop?: number | undefined;
  /** Most trees that a round leaves out; 0 or less: no limit (default 50). */
  readonly max_drop?: number | undefined;
  /** Probability that a round leaves no tree out (0 to 1; default 0.5). */
  readonly skip_drop?: number | undefined;
  /** Weighs the trees that were left out, and the new one, as XGBoost does (default false). */
  readonly xgboost_dart_mode?: boolean | undefined;
  /** Leaves out each tree with the same probability (default false). */
  readonly uniform_drop?: boolean | undefined;
  /** Seed of the choice of trees that are left out (default 4). */
  readonly drop_seed?: number | undefined;
}
