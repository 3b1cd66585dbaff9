/** What a cross-validation can be told, and what it gives. */
import type { Model } from '../model/model.js';
import type { TrainOptions } from '../trainer/index.js';

/** Places of rows, from 0, in rising order: to train on, and to measure on. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Places of rows, from 0, in any order: to train on, and to measure on. */
export interface GivenFold {
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

/** A metric over all folds, after each round. */
export interface CrossValidatedMetric {
  /** `valid`, or `training` where training rows are measured too. */
  readonly dataset: 'valid' | 'training';
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** Mean of the folds after each round. */
  readonly mean: readonly number[];
  /** Standard deviation of the folds after each round: the root of the mean squared difference from the mean. */
  readonly standardDeviation: readonly number[];
}

/** A metric over all folds, after one round. */
export interface MeanEvaluation
  extends Pick<CrossValidatedMetric, 'dataset' | 'metric' | 'higherIsBetter'> {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** What a cross-validation can be told besides the parameters of training. */
export interface CrossValidationOptions
  extends Pick<
    TrainOptions,
    'objective' | 'metrics' | 'onNotice' | 'signal' | 'evaluateTraining' | 'resetParameter'
  > {
  /** Number of folds, 5 unless told; or for each fold the rows to train on and those to measure on. */
  readonly folds?:
    | number
    | readonly (GivenFold | readonly [train: ArrayLike<number>, test: ArrayLike<number>])[];
  /** Whether each fold has the same share of each label; default: yes for class labels. */
  readonly stratified?: boolean;
  /** Rows of equal value stay in one fold: a column, which is not a feature then, or a value a row. */
  readonly groups?: string | ArrayLike<number | string>;
  /** Whether rows (or groups, or queries) are dealt out in an order drawn from the seed; default: yes. */
  readonly shuffle?: boolean;
  /** Another seed, other folds; default: 0. */
  readonly seed?: number;
  /** Gives the model of each fold as well. */
  readonly returnModels?: boolean;
  /** Told after each round that all folds have done. */
  readonly onIteration?: (progress: {
    readonly iteration: number;
    readonly iterations: number;
    readonly evaluations: readonly MeanEvaluation[];
  }) => void;
}

/** What a cross-validation gives. */
export interface CrossValidation {
  /** Up to the best round where early stopping ended it. */
  readonly metrics: readonly CrossValidatedMetric[];
  /** Rounds of those lists: the number to train with on all rows. */
  readonly bestIteration: number;
  readonly folds: readonly Fold[];
  /** The model of each fold, of `bestIteration` rounds, where asked for. */
  readonly models?: readonly Model[];
  /** Whether the signal ended it. */
  readonly cancelled: boolean;
}
