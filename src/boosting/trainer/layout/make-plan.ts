/** Makes the plan of a training: decides how sums are kept, lays out the memory, and gathers what threads are told. */
import type { ColumnMemory } from '../../../data/index.js';
import type { BinnedFeature } from '../../bins/index.js';
import type { ObjectiveDefinition, TrainingRows } from '../../objectives/index.js';
import type { Parameters } from '../../parameters/index.js';
import type { PlacedFeatures } from '../../training-data/placed-table.js';
import type { EarlierScores } from '../engine/earlier.js';
import type { EngineVariables, TrainingModule } from '../engine/engine.js';
import type { EvaluatedSet, TrainingPlan } from '../engine/plan.js';
import type { TrainOptions } from '../options/options.js';
import type { TrainingSetup, TrainingTable } from '../setup/training-setup.js';
import type { Storage } from '../storage/groups.js';
import { averageScores, goalOf } from './average-scores.js';
import { chooseSums } from './choose-sums.js';
import { growthNotice } from './growth.js';
import { layOut } from './layout.js';
import { placeObjective } from './place-objective.js';
import type { TableAddresses } from './shape.js';

type PlacedTrainingTable = TrainingTable & {
  readonly placed: PlacedFeatures;
};

export function makePlan(
  module: TrainingModule,
  memory: ColumnMemory,
  threads: number,
  { parameters, schedule, objective }: TrainingSetup,
  tables: readonly PlacedTrainingTable[],
  features: readonly BinnedFeature[],
  storage: Storage,
  earlier: EarlierScores | undefined,
  options: TrainOptions,
): { plan: TrainingPlan; training: EvaluatedSet } {
  const { columns, target } = tables[0] as PlacedTrainingTable;
  const goal = goalOf(objective, target, parameters);
  const classes = objective.classes?.(parameters) ?? 1;
  const hasWeights = target.weights !== undefined;
  const choice = chooseSums(objective, parameters, hasWeights, goal.labels, features.length);
  const starts = earlier !== undefined || columns.initScore !== undefined;
  const initialScores = starts
    ? new Array<number>(classes).fill(0)
    : averageScores(objective, target, parameters);
  const canLearn = features.length > 0 && (starts || !isSettled(objective, target, parameters));
  const { variables, tables: addresses } = layOut(
    memory,
    module,
    tables.map((table, index) => ({
      name: table.name,
      rows: table.columns.rows,
      features: table.placed,
      target: table.target,
      initScore: earlier?.scores[index] ?? table.columns.initScore,
    })),
    features,
    storage,
    parameters,
    {
      threads,
      classes,
      initialScores,
      renewsLeaves: objective.renewsLeaves ?? false,
      ...choice,
    },
  );
  const notice = growthNotice(features, parameters);
  if (notice !== undefined) options.onNotice?.(notice);
  const sets = tables.map(({ name, columns: { rows } }, index): EvaluatedSet => {
    return { name, rows, stops: index > 0, ...(addresses[index] as TableAddresses) };
  });
  const training = sets[0] as EvaluatedSet;
  const evaluated = options.evaluateTraining ? sets : sets.slice(1);
  const plan: TrainingPlan = {
    threads,
    variables: {
      ...variables,
      ...engineParameters(parameters),
      ...placeObjective(
        memory,
        module,
        objective,
        parameters,
        target,
        goal,
        training,
        initialScores[0] as number,
      ),
    },
    leader: {
      parameters,
      schedule,
      objectiveText: objective.text(parameters),
      rows: columns.rows,
      classes,
      learns: initialScores.map(
        (_, k) => canLearn && (objective.learns?.(goal, parameters, k) ?? true),
      ),
      features: features.length,
      datasetCount: tables.length,
      firstIteration: earlier?.rounds ?? 0,
      replay: earlier?.replay,
      initialScores,
      scoresWithoutSplit: initialScores.map((score, k) =>
        starts || parameters.boosting === 'rf'
          ? score
          : (objective.initialScore?.(goal, parameters, k) ?? 0),
      ),
      gradientBound: gradientBound(goal, columns.initScore, initialScores[0] as number, earlier),
      gradientsInMemory: choice.gradientsInMemory,
      customObjective: options.objective !== undefined,
      customMetrics: (options.metrics ?? []).map(({ name, higherIsBetter }) => ({
        name,
        higherIsBetter,
        values: memory.allocate(8 * Math.max(1, evaluated.length)),
      })),
      evaluated,
      queries: training.queries,
      queryCount: training.queryCount,
      answer: memory.allocate(64),
      cancel: (variables['control'] as number) + module.cancelAddress(),
    },
  };
  return { plan, training };
}

/**
 * Whether the score that training starts from is right for all rows, since all are labelled alike: what sums then
 * seem to gain is rounding. Weights may be part of what a row's best score is.
 */
function isSettled(
  { initialScore, needsQueries }: ObjectiveDefinition,
  { labels, weights }: TrainingRows,
  { boost_from_average }: Parameters,
): boolean {
  if (!boost_from_average || initialScore === undefined || needsQueries) return false;
  return weights === undefined && labels.every((label) => label === labels[0]);
}

/** The engine's variables that are parameters. */
function engineParameters(p: Parameters): EngineVariables {
  const general =
    p.max_delta_step > 0 ||
    p.path_smooth > 1e-15 ||
    p.extra_trees ||
    p.monotone_constraints.some((direction) => direction !== 0);
  return {
    maxDepth: p.max_depth,
    minDataInLeaf: p.min_data_in_leaf,
    minSumHessianInLeaf: p.min_sum_hessian_in_leaf,
    lambdaL1: p.lambda_l1,
    lambdaL2: p.lambda_l2,
    minGainToSplit: p.min_gain_to_split,
    maxDeltaStep: p.max_delta_step,
    pathSmooth: p.path_smooth,
    extraTrees: p.extra_trees ? 1 : 0,
    extraSeed: p.extra_seed >>> 0,
    featureFractionBynode: p.feature_fraction_bynode,
    featureFractionSeed: p.feature_fraction_seed >>> 0,
    catL2: p.cat_l2,
    catSmooth: p.cat_smooth,
    maxCatThreshold: p.max_cat_threshold,
    maxCatToOnehot: p.max_cat_to_onehot,
    minDataPerGroup: p.min_data_per_group,
    generalScan: general ? 1 : 0,
    baggingFraction: p.bagging_fraction,
    posBaggingFraction: p.pos_bagging_fraction,
    negBaggingFraction: p.neg_bagging_fraction,
    bagsByClass: p.pos_bagging_fraction < 1 || p.neg_bagging_fraction < 1 ? 1 : 0,
  };
}

/**
 * Bound of |gradient| of squared error at the scores that training starts from. After an earlier model it is
 * the bound that the earlier training would have gone on with, so that both give the same bytes.
 */
function gradientBound(
  { labels }: TrainingRows,
  initScore: Float64Array | undefined,
  initial: number,
  earlier: EarlierScores | undefined,
): number {
  let largest = 0;
  for (let row = 0; row < labels.length; row++) {
    const score = earlier?.beforeLast[row] ?? initScore?.[row] ?? initial;
    largest = Math.max(largest, Math.abs(score - labels[row]!));
  }
  return largest + (earlier?.largestChange ?? 0);
}
