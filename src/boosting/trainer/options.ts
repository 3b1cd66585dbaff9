/** What a training can be told besides its parameters, and what it gives. */
import type { Model } from '../model/model.js';
import type { TrainingData } from './training-data.js';

/** A validation set; its label and features default to the training set's. */
export interface ValidationData {
  readonly name: string;
  readonly table: TrainingData['table'];
  readonly label?: string;
}

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
}

/** What a training can be told besides its parameters. */
export interface TrainOptions {
  /** Measured after each round; early stopping looks at them. */
  readonly valid?: readonly ValidationData[];
  /** Measures the training rows as well. */
  readonly evaluateTraining?: boolean;
  /** Told after each round, in order. */
  readonly onIteration?: (progress: TrainingProgress) => void;
  /** Told, a line each, of parameters without effect and the like. */
  readonly onNotice?: (line: string) => void;
  /** Ends training after the round in hand; the model so far is given. */
  readonly signal?: AbortSignal;
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
  readonly seconds: { readonly binning: number; readonly training: number };
}
