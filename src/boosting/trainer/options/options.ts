/** What a training can be told besides its parameters, and what it gives. */
import type { Model } from '../../model/model.js';
import type { Dictionaries } from '../../training-data/training-data.js';
import type { ValidationData } from '../../training-data/training-input.js';
import type { ResetParameter } from './schedule.js';

/** One metric of one set after one round. */
export interface Evaluation {
  readonly dataset: string;
  readonly metric: string;
  readonly value: number;
  readonly higherIsBetter: boolean;
}

/** The state of training after a round. */
export interface TrainingProgress {
  /** Rounds done, and wanted. */
  readonly iteration: number;
  readonly iterations: number;
  readonly evaluations: readonly Evaluation[];
  /** The model so far; made when it is asked for. */
  model(): Model;
}

/** Rows as objectives and metrics of the user's see them; views of shared memory, valid during the call. */
export interface RowsView {
  readonly name: string;
  readonly rows: number;
  readonly labels: Float32Array;
  readonly weights?: Float32Array;
  /** First row of each query, then the number of rows. */
  readonly queries?: Uint32Array;
}

/**
 * Gradients and hessians of a loss of the user's: fills `gradients` and `hessians`, a number a row and class, from
 * raw scores. Class k of row i is at `k * rows + i`.
 */
export type CustomObjective = (
  scores: Float64Array,
  rows: RowsView,
  gradients: Float32Array,
  hessians: Float32Array,
) => void;

/** A metric of the user's, of raw scores (class k of row i at `k * rows + i`). */
export interface CustomMetric {
  readonly name: string;
  readonly higherIsBetter: boolean;
  evaluate(scores: Float64Array, rows: RowsView): number;
}

/** Saves the model while training goes on, to `PATH.snapshot_iter_N` after round N; each file is there whole or not at all. */
export interface SnapshotOptions {
  /** Rounds from one to the next. */
  readonly every: number;
  readonly path: string;
}

/** What a training can be told besides its parameters. */
export interface TrainOptions {
  /** Measured after each round; early stopping looks at them. */
  readonly valid?: readonly ValidationData[];
  /**
   * Parameters that change from round to round, as with LightGBM's `reset_parameter`: for each a list of
   * `num_iterations` values, or a function of the round, counted from 0 in each training.
   *
   * @example
   * await train(parameters, data, { resetParameter: { learning_rate: (round) => 0.2 * 0.99 ** round } });
   */
  readonly resetParameter?: ResetParameter;
  /** Measures the training rows as well. */
  readonly evaluateTraining?: boolean;
  /** Told after each round, in order; to end training, abort {@link signal}. */
  readonly onIteration?: (progress: TrainingProgress) => void;
  /** Told, a line each, of parameters without effect and the like. */
  readonly onNotice?: (line: string) => void;
  /** Ends training after the round in hand; the model so far is given. */
  readonly signal?: AbortSignal;
  /**
   * A model to go on from: its trees come first, and new ones correct it. On the same table, with the same parameters
   * and seeds, both parts together are the one training, to the byte. The exceptions are those of LightGBM:
   * `boosting=dart` never drops trees of an earlier model, and costs of a feature's first use (`cegb_…_coupled`,
   * `cegb_…_lazy`) are counted anew.
   */
  readonly initModel?: Model;
  /** The loss, with `objective: 'custom'`. */
  readonly objective?: CustomObjective;
  /** Saves the model every so many rounds. */
  readonly snapshot?: SnapshotOptions;
  /** Measured besides the parameter `metric`. */
  readonly metrics?: readonly CustomMetric[];
}

/** What a training gives. */
export interface TrainResult {
  readonly model: Model;
  /** Metrics after each round. */
  readonly evaluations: readonly (readonly Evaluation[])[];
  /** Rounds in the model: those up to the best one where training stopped early. */
  readonly bestIteration: number;
  /** Whether the signal ended training. */
  readonly cancelled: boolean;
  readonly threads: number;
  /** Names of the categories of features that are texts, by feature. */
  readonly dictionaries: Dictionaries;
  readonly seconds: { readonly binning: number; readonly training: number };
}
