/** Everything the threads of a training are told. Plain data. */
import type { Parameters } from '../../parameters/index.js';
import type { Schedule } from '../options/schedule.js';
import type { Replay } from './earlier.js';
import { type EngineVariables, setVariables, type TrainingModule } from './engine.js';

/** A validation set, or the training set itself, whose metrics are wanted. */
export interface EvaluatedSet {
  readonly name: string;
  readonly rows: number;
  /** Address of 64-bit raw scores, class by class. */
  readonly scores: number;
  /** Address of 32-bit labels. */
  readonly labels: number;
  /** Address of 32-bit weights, or 0: all are 1. */
  readonly weights: number;
  /** Address of the first row of each query, and of the number of rows behind; 0 without queries. */
  readonly queries: number;
  readonly queryCount: number;
  /** Whether early stopping looks at it. */
  readonly stops: boolean;
}

/** What the thread that leads the rounds is told besides. */
export interface LeaderPlan {
  readonly parameters: Parameters;
  /** What changes from round to round, where something does. */
  readonly schedule: Schedule | undefined;
  /** The objective as the model file names it. */
  readonly objectiveText: string;
  readonly rows: number;
  readonly classes: number;
  /** Classes that have something to learn. */
  readonly learns: readonly boolean[];
  readonly features: number;
  /** Number of datasets: the training table and the validation sets. */
  readonly datasetCount: number;
  /** Rounds that an earlier training has done. */
  readonly firstIteration: number;
  /** Where those rounds are gone through once more. */
  readonly replay: Replay | undefined;
  /** Raw score of every row of a class before the first tree, kept in its first tree. */
  readonly initialScores: readonly number[];
  /** The same for a first tree without splits, where training starts from 0. */
  readonly scoresWithoutSplit: readonly number[];
  /** Bound of |gradient| before the first tree, for the fused squared error. */
  readonly gradientBound: number;
  /** Whether gradients are computed into memory, rather than fused with the root. */
  readonly gradientsInMemory: boolean;
  readonly customObjective: boolean;
  /** Metrics that the host computes, and where it writes their values, a 64-bit float an evaluated set. */
  readonly customMetrics: readonly {
    readonly name: string;
    readonly higherIsBetter: boolean;
    readonly values: number;
  }[];
  readonly evaluated: readonly EvaluatedSet[];
  /** The training rows' weights and queries, where there are such. */
  readonly queries: number;
  readonly queryCount: number;
  /** Address of the word that the host changes when it has answered. */
  readonly answer: number;
  /** Address of the word by which the host ends training. */
  readonly cancel: number;
}

export interface TrainingPlan {
  readonly threads: number;
  readonly variables: EngineVariables;
  readonly leader: LeaderPlan;
}

/** Tells an instance the plan; `thread` counts from 0. */
export function configure(module: TrainingModule, plan: TrainingPlan, thread: number): void {
  setVariables(module, plan.variables);
  setVariables(module, { thread });
}
