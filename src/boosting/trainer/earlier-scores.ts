/** Scores that an earlier model gives the rows of all tables, for training to go on from. */
import { CambiumError, didYouMean } from '../../errors.js';
import type { Model } from '../model/model.js';
import type { Parameters } from '../parameters/index.js';
import { isSparse, type PlacedFeatures } from '../training-data/placed-table.js';
import type { EarlierFeatures, EarlierScores } from './engine/earlier.js';
import { averageScores } from './layout/average-scores.js';
import { wholeRounds } from './rounds/one-side-sampling.js';
import type { TrainingSetup, TrainingTable } from './setup/training-setup.js';
import type { Team } from './threads/team.js';

/** Undefined without a model to go on from. */
export async function earlierScores(
  team: Team,
  tables: readonly (TrainingTable & { readonly placed: PlacedFeatures })[],
  { objective, parameters, choice }: TrainingSetup,
  model: Model | undefined,
): Promise<EarlierScores | undefined> {
  if (model === undefined) return undefined;
  const classes = objective.classes?.(parameters) ?? 1;
  checkModel(model, choice.names, classes);
  const order = model.featureNames.map((name) => choice.names.indexOf(name));
  const add = async (
    table: (typeof tables)[number],
    scores: Float64Array,
    first: number,
    end: number,
  ) =>
    team.addEarlierTrees({
      trees: model.trees.slice(first, end),
      classes,
      features: earlierFeatures(table.placed, order),
      scores,
    });
  const shared = (rows: number) => new Float64Array(new SharedArrayBuffer(rows * classes * 8));
  const last = model.trees.length - classes;
  const replays = needsReplay(tables[0] as TrainingTable, parameters, model);
  const scores: Float64Array[] = [];
  let beforeLast: Float64Array = shared(0);
  // The trees of a first round hold the starting scores, which were there before it.
  const training = tables[0] as TrainingTable;
  const starts =
    last === 0 && training.columns.initScore === undefined
      ? averageScores(objective, training.target, parameters)
      : [];
  for (const [index, table] of tables.entries()) {
    const { rows, initScore } = table.columns;
    const own = shared(rows);
    if (initScore !== undefined) own.set(initScore);
    if (replays && index === 0) {
      if (initScore === undefined) fill(own, averageScores(objective, table.target, parameters));
      scores.push(own);
      continue;
    }
    await add(table, own, 0, last);
    if (index === 0) {
      beforeLast = own.slice();
      fill(beforeLast, starts);
    }
    await add(table, own, last, model.trees.length);
    scores.push(own);
  }
  const outputs = model.trees
    .slice(last)
    .flatMap((tree, k) => Array.from(tree.leafValue, (leaf) => Math.abs(leaf - (starts[k] ?? 0))));
  return {
    rounds: model.numIterations,
    scores,
    beforeLast,
    largestChange: outputs.reduce((most, output) => Math.max(most, output), 0),
    ...(replays && {
      replay: {
        trees: model.trees,
        features: earlierFeatures(tables[0]!.placed, order),
        holdsStart: tables[0]!.columns.initScore === undefined,
      },
    }),
  };
}

/** Gives all rows of each class a score. */
function fill(scores: Float64Array, ofClasses: readonly number[]): void {
  const rows = scores.length / Math.max(1, ofClasses.length);
  ofClasses.forEach((score, k) => void scores.fill(score, k * rows, (k + 1) * rows));
}

/**
 * Whether what a round leaves for the next one, besides scores, depends on its gradients: how often one-side sampling
 * draws, which it does once the first rounds are over, and the bias of positions.
 */
function needsReplay(
  { target }: TrainingTable,
  { data_sample_strategy, learning_rate }: Parameters,
  model: Model,
): boolean {
  if (target.positions !== undefined) return true;
  return data_sample_strategy === 'goss' && model.numIterations > wholeRounds(learning_rate);
}

/** @param order of each of the model's features, its number in this training */
function earlierFeatures(placed: PlacedFeatures, order: readonly number[]): EarlierFeatures {
  if (!isSparse(placed)) return order.map((index) => placed[index] as Float32Array);
  const { matrix, featureOf } = placed;
  const { indptr, indices, values } = matrix;
  return { indptr, indices, values, featureOf: featureOf.map((index) => order.indexOf(index)) };
}

function checkModel(model: Model, names: readonly string[], classes: number): void {
  const missing = model.featureNames.find((name) => !names.includes(name));
  if (missing !== undefined || model.featureNames.length !== names.length) {
    throw new CambiumError(
      'bad-init-model',
      missing === undefined
        ? `the model to go on from has ${model.featureNames.length} features, the table ${names.length}`
        : `the model to go on from has a feature "${missing}", which the table has not`,
      { hint: missing === undefined ? undefined : didYouMean(missing, names) },
    );
  }
  if (model.numTreePerIteration !== classes) {
    throw new CambiumError(
      'bad-init-model',
      `the model to go on from has ${model.numTreePerIteration} trees a round, this training ${classes}`,
    );
  }
  if (model.averageOutput || model.trees.length === 0) {
    throw new CambiumError(
      'bad-init-model',
      model.averageOutput
        ? 'a random forest cannot be gone on from'
        : 'the model to go on from has no trees',
    );
  }
}
