/** What every objective decides before the first tree. */
import { CambiumError } from '../../errors.js';
import type { Parameters } from '../parameters/index.js';

/** The rows to train on. */
export interface TrainingRows {
  /** As the trainer sees them: 32 bits each. */
  readonly labels: Float32Array;
  readonly weights?: Float32Array | undefined;
  /** First row of each query, then the number of rows. */
  readonly queries?: Uint32Array | undefined;
  /** The position of each row in its query, numbered from 0. */
  readonly positions?: Uint32Array | undefined;
}

/** Numbers of the objectives in `assembly/training/objectives/settings.ts`. */
export const ObjectiveKind = {
  regression: 0,
  binary: 1,
  multiclass: 2,
  multiclassova: 3,
  regression_l1: 4,
  huber: 5,
  fair: 6,
  poisson: 7,
  quantile: 8,
  mape: 9,
  gamma: 10,
  tweedie: 11,
  cross_entropy: 12,
  cross_entropy_lambda: 13,
  lambdarank: 14,
  rank_xendcg: 15,
  custom: 16,
} as const;

/** One objective, by LightGBM's definition. */
export interface ObjectiveDefinition {
  /** As the model file names it, with its options. */
  text(parameters: Parameters): string;
  /** Whether every row's hessian is 1 where rows have no weights. */
  readonly constantHessian?: boolean;
  /** Whether the engine computes it fused with the root where rows have no weights. */
  readonly fused?: boolean;
  /** Whether leaves get their outputs from the residuals of their rows. */
  readonly renewsLeaves?: boolean;
  /** What the score is, where its exponential is taken of it: it may grow beyond all numbers. */
  readonly exponential?: string;
  /** Whether rows belong to queries. */
  readonly needsQueries?: boolean;
  /** Trees of a round; 1 if not given. */
  classes?(parameters: Parameters): number;
  /** Which labels are expected, where this one is not fit; else undefined. */
  labelFault?(label: number, parameters: Parameters): string | undefined;
  /** Which weights of training rows are expected, where this one is not fit; else undefined. */
  weightFault?(weight: number): string | undefined;
  /** Checks all labels together; throws. */
  checkLabels?(rows: TrainingRows, parameters: Parameters): void;
  /** What a user should know of the labels of all training rows together, if anything. */
  labelNotice?(rows: TrainingRows, parameters: Parameters): string | undefined;
  /** The labels that are trained for in place of the given ones; the same array where they are the same. */
  transformLabels?(labels: Float32Array, parameters: Parameters): Float32Array;
  /** LightGBM's `boost_from_average`: the constant score that fits class `ofClass` best; 0 if not given. */
  initialScore?(rows: TrainingRows, parameters: Parameters, ofClass: number): number;
  /** Whether a class has something to learn; all have if not given. */
  learns?(rows: TrainingRows, parameters: Parameters, ofClass: number): boolean;
  /** Variables of the engine's objective, by name. */
  variables?(rows: TrainingRows, parameters: Parameters): Readonly<Record<string, number>>;
  /** Tables of the engine's objective, by the variable that holds their address. */
  tables?(rows: TrainingRows, parameters: Parameters): Readonly<Record<string, Float64Array>>;
}

/** Weighted mean in the order of the rows. */
export function weightedMean({ labels, weights }: TrainingRows): number {
  let sum = 0;
  if (weights === undefined) {
    for (let row = 0; row < labels.length; row++) sum += labels[row]!;
    return sum / labels.length;
  }
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    sum += labels[row]! * weights[row]!;
    total += weights[row]!;
  }
  return sum / total;
}

/** A mean of 0 has no logarithm. */
export function checkMean(rows: TrainingRows, { objective }: { readonly objective: string }): void {
  if (weightedMean(rows) > 0) return;
  throw new CambiumError(
    'bad-label',
    `all labels of the training table that weigh anything are 0: objective=${objective} expects some above 0`,
  );
}

/** LightGBM's kEpsilon. */
export const EPSILON = Math.fround(1e-15);
