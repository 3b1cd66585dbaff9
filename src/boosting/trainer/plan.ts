/** Everything a training thread is told: shapes, addresses in the shared memory, parameters. Plain data. */
import type { TrainingModule } from './engine.js';

/** Objectives by the numbers that `assembly/training/gradients.ts` gives them. */
export const ObjectiveKind = { regression: 0, binary: 1 } as const;

/** A validation set, or the training set itself, whose metrics are wanted. */
export interface EvaluatedSet {
  readonly name: string;
  readonly rows: number;
  /** Addresses of 64-bit raw scores and 32-bit labels. */
  readonly scores: number;
  readonly labels: number;
  /** Whether early stopping looks at it. */
  readonly stops: boolean;
}

export interface TrainingPlan {
  readonly threads: number;
  readonly rows: number;
  readonly features: number;
  /** Bytes of a record that hold bins, see groups.ts. */
  readonly groups: number;
  readonly stride: number;
  readonly constantHessian: boolean;
  readonly countBits: number;
  /** Addresses, in the order of `setMemory`. */
  readonly memory: readonly number[];
  readonly datasets: number;
  readonly datasetCount: number;
  readonly bounds: number;
  readonly frontier: number;
  readonly tree: number;
  readonly control: number;
  readonly objective: number;
  readonly sigmoid: number;
  readonly positiveWeight: number;
  readonly negativeWeight: number;
  readonly numLeaves: number;
  readonly maxDepth: number;
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly minGainToSplit: number;
  readonly learningRate: number;
  readonly numIterations: number;
  readonly earlyStoppingRound: number;
  readonly metrics: readonly string[];
  readonly evaluated: readonly EvaluatedSet[];
  /** Address of two 64-bit floats (best value, its round) for each metric of each evaluated set. */
  readonly evaluation: number;
  /** Address of the number of rounds that are closed. */
  readonly round: number;
}

export function setShape(
  module: TrainingModule,
  plan: Pick<
    TrainingPlan,
    'threads' | 'rows' | 'features' | 'groups' | 'stride' | 'constantHessian' | 'countBits'
  >,
  thread: number,
): void {
  const { threads, rows, features, groups, stride, constantHessian, countBits } = plan;
  module.setShape(
    threads,
    thread,
    rows,
    features,
    groups,
    stride,
    constantHessian ? 1 : 0,
    countBits,
  );
}

export function setParameters(
  module: TrainingModule,
  plan: Pick<
    TrainingPlan,
    | 'numLeaves'
    | 'maxDepth'
    | 'minDataInLeaf'
    | 'minSumHessianInLeaf'
    | 'lambdaL1'
    | 'lambdaL2'
    | 'minGainToSplit'
    | 'learningRate'
  >,
): void {
  module.setParameters(
    plan.numLeaves,
    plan.maxDepth,
    plan.minDataInLeaf,
    plan.minSumHessianInLeaf,
    plan.lambdaL1,
    plan.lambdaL2,
    plan.minGainToSplit,
    plan.learningRate,
  );
}

/** Tells an instance the plan; `thread` counts from 0. */
export function configure(module: TrainingModule, plan: TrainingPlan, thread: number): void {
  setShape(module, plan, thread);
  module.setMemory(...plan.memory);
  module.setDatasets(plan.datasets, plan.datasetCount, plan.bounds);
  module.setFrontier(plan.frontier);
  module.setObjective(plan.objective, plan.sigmoid, plan.positiveWeight, plan.negativeWeight);
  setParameters(module, plan);
}
