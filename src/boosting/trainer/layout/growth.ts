/** What constrains and extends growing a tree: constraints, costs, forced splits, linear leaves, as the engine's variables. */
import type { ColumnMemory } from '../../../data/index.js';
import type { BinnedFeature } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import type { EngineVariables, TrainingModule } from '../engine/engine.js';
import { readForcedSplits } from './forced-splits.js';

/** Values of `monotoneMethod`; see `assembly/training/growing.ts`. */
const MonotoneMethod = { basic: 1, intermediate: 2, advanced: 3 } as const;

/** Allocates and fills what growing needs besides the plain; the module has its shape already. */
export function placeGrowth(
  memory: ColumnMemory,
  module: TrainingModule,
  features: readonly BinnedFeature[],
  rows: number,
  threads: number,
  parameters: Parameters,
): EngineVariables {
  const monotone = monotoneMethod(features, parameters);
  const costs = placeCosts(memory, features, rows, parameters);
  const interactions = parameters.interaction_constraints.length > 0;
  const forced = placeForcedSplits(memory, features, parameters);
  const linear = linearFeatures(features, parameters) > 0;
  const weighs =
    monotone > 0 ||
    interactions ||
    Object.keys(costs).length > 0 ||
    canLose(features, parameters) ||
    features.some(({ index }) => (parameters.feature_contri[index] ?? 1) !== 1);
  const stepwise =
    monotone >= MonotoneMethod.intermediate ||
    'usedFeatures' in costs ||
    'usedRows' in costs ||
    'forcedSplits' in forced;
  return {
    weighsFeatures: weighs ? 1 : 0,
    stepwise: stepwise ? 1 : 0,
    monotoneMethod: monotone,
    monotonePenalty: parameters.monotone_penalty,
    ...((weighs || linear) && {
      featureSets: memory.allocate(
        module.maximumEntries(parameters.num_leaves) * module.featureSetBytes(),
      ),
    }),
    ...(interactions && placeInteractions(memory, features, parameters)),
    ...(monotone >= MonotoneMethod.intermediate && {
      wayTable: memory.allocate(16 * parameters.num_leaves),
    }),
    ...(monotone === MonotoneMethod.advanced && placeBinBounds(memory, features, parameters)),
    ...costs,
    ...forced,
    ...(linear && {
      linearLambda: parameters.linear_lambda,
      rowLists: memory.allocate(8 * rows),
      fitScratch: memory.allocate(threads * module.fitBytes()),
    }),
  };
}

/** Whether a split can be worse than none, and a feature without a good one be given up; see `feature-sets.ts`. */
function canLose(features: readonly BinnedFeature[], parameters: Parameters): boolean {
  const { lambda_l1, lambda_l2, min_gain_to_split, max_delta_step, path_smooth } = parameters;
  return (
    lambda_l1 > 0 ||
    lambda_l2 > 0 ||
    min_gain_to_split > 0 ||
    max_delta_step > 0 ||
    path_smooth > 0 ||
    // Their sets of categories have a penalty of their own (cat_l2).
    features.some(({ mapper }) => mapper.categories !== undefined)
  );
}

/** Most features of a linear leaf's model: those that its branch can have been split on; 0 where leaves are constant. */
export function linearFeatures(
  features: readonly BinnedFeature[],
  { linear_tree, num_leaves }: Parameters,
): number {
  const numeric = features.filter(({ mapper }) => mapper.categories === undefined).length;
  return linear_tree ? Math.min(numeric, num_leaves - 1) : 0;
}

/** What a user should know of the constraints before training, if anything. */
export function growthNotice(
  features: readonly BinnedFeature[],
  parameters: Parameters,
): string | undefined {
  const isClose = monotoneMethod(features, parameters) >= MonotoneMethod.intermediate;
  if (!isClose || !features.some(({ mapper }) => mapper.missingBin >= 0)) return undefined;
  return `monotone_constraints_method=${parameters.monotone_constraints_method} does not hold for rows with missing values, as in LightGBM: basic does`;
}

function monotoneMethod(features: readonly BinnedFeature[], parameters: Parameters): number {
  const { monotone_constraints, monotone_constraints_method } = parameters;
  const constrained = features.some(({ index }) => (monotone_constraints[index] ?? 0) !== 0);
  return constrained ? MonotoneMethod[monotone_constraints_method] : 0;
}

/** For each constraint a bit a feature, in whole words. Features that are not trained on have none. */
function placeInteractions(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  { interaction_constraints }: Parameters,
): EngineVariables {
  const words = Math.ceil(features.length / 32);
  const place = memory.allocateInt32(words * interaction_constraints.length);
  interaction_constraints.forEach((columns, index) => {
    const allowed = new Set(columns);
    features.forEach(({ index: column }, feature) => {
      if (allowed.has(column)) place[index * words + (feature >>> 5)]! |= 1 << (feature & 31);
    });
  });
  return { interactionSets: place.byteOffset, interactionSetCount: interaction_constraints.length };
}

/** Two 64-bit floats a bin for each leaf: its lower and upper bounds. */
function placeBinBounds(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  { num_leaves }: Parameters,
): EngineVariables {
  const offsets = memory.allocateInt32(features.length);
  let bins = 0;
  features.forEach(({ mapper }, feature) => {
    offsets[feature] = bins;
    bins += mapper.numBins;
  });
  const stride = bins * 16;
  return {
    binBounds: memory.allocate(num_leaves * stride),
    binBoundsStride: stride,
    binOffsets: offsets.byteOffset,
  };
}

/** Costs of splits and features (cegb_…), times cegb_tradeoff; nothing where there are none. */
function placeCosts(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  rows: number,
  parameters: Parameters,
): EngineVariables {
  const { cegb_tradeoff, cegb_penalty_split } = parameters;
  const place = (penalties: readonly number[]) => {
    const costs = memory.allocateFloat64(features.length);
    features.forEach(({ index }, feature) => {
      costs[feature] = cegb_tradeoff * (penalties[index] ?? 0);
    });
    return costs.byteOffset;
  };
  const coupled = parameters.cegb_penalty_feature_coupled;
  const lazy = parameters.cegb_penalty_feature_lazy;
  return {
    ...(cegb_penalty_split > 0 && { splitCost: cegb_tradeoff * cegb_penalty_split }),
    ...(coupled.length > 0 && {
      firstUseCosts: place(coupled),
      usedFeatures: memory.allocate(features.length),
    }),
    ...(lazy.length > 0 && {
      rowUseCosts: place(lazy),
      usedRows: memory.allocate(features.length * Math.ceil(rows / 32) * 4),
    }),
  };
}

/** What `ForcedSplit` in `assembly/training/forced.ts` holds, for each. */
function placeForcedSplits(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  { forcedsplits_filename }: Parameters,
): EngineVariables {
  if (forcedsplits_filename === '') return {};
  const splits = readForcedSplits(forcedsplits_filename, features);
  if (splits.length === 0) return {};
  const words = memory.allocateInt32(splits.length * 5);
  splits.forEach(({ feature, bin, left, right }, index) => {
    words.set([feature, bin, left, right, 0], index * 5);
  });
  return { forcedSplits: words.byteOffset, forcedCount: splits.length };
}
