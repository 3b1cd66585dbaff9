/** A model's trees with new outputs: their splits stay, their leaves are fitted to other rows. */

import { SparseTable } from '../../data/index.js';
import { CambiumError, checkNames } from '../../errors.js';
import { checkModel, Model, parseObjective, requireFeatures } from '../model/index.js';
import { objectives } from '../objectives/index.js';
import { resolveParameters } from '../parameters/index.js';
import type { CustomObjective, RowsView } from '../trainer/options/options.js';
import { checkDataNames } from '../training-data/check-data.js';
import { type Columns, type Dictionaries, readColumns } from '../training-data/training-data.js';
import { completeData, type TrainingData } from '../training-data/training-input.js';
import { gradientsOf } from './gradients.js';
import { numberOf, numbersOf } from './parameters.js';
import { type LeafRule, RowOrder, refitTree } from './refit-tree.js';

/** What a refit can be told. */
export interface RefitOptions {
  /** Share of the old output that each leaf keeps, 0 to 1 (LightGBM's `refit_decay_rate`); 0.9 unless told. */
  readonly decay?: number | undefined;
  /** The gradients; default: those of the model's own objective. Needed for custom objectives. */
  readonly objective?: CustomObjective | undefined;
  /** Names of the categories of features that are texts, as training gave them. */
  readonly dictionaries?: Dictionaries | undefined;
}

/**
 * Fits the leaves of a model to new rows, as LightGBM's `Booster.refit`: round by round, each leaf's output becomes
 * `decay × old + (1 − decay) × new`, where new is what the gradients of its rows at the scores so far ask for, by the
 * model's `lambda_l1`, `lambda_l2` and `max_delta_step`, times the tree's shrinkage. A leaf without rows has a new
 * output of 0. Splits and counts stay. Scores start at the table's initial score, or at 0; those of a random forest stay
 * at 0, for its trees are averaged. Rankings need `group`; positions are not looked at.
 * @param data the table has the model's features by name, and a label.
 * @returns a new model; the given one stays as it is.
 * @throws CambiumError `invalid-option`, `unsupported-model` for linear trees, `unsupported-objective`, `bad-label`,
 *   `missing-group`, `bad-group`, `bad-init-score` for random forests, `missing-column`, and what reading columns throws.
 */
export function refit(model: Model, data: TrainingData, options: RefitOptions = {}): Model {
  checkNames('option of refit', options, { decay: true, objective: true, dictionaries: true });
  checkModel(model);
  checkDataNames(data, 'the data');
  const { decay = 0.9, objective = gradientsOf(model), dictionaries } = options;
  checkDecay(model, decay);
  const complete = completeData(data, 'the refit data');
  const { table } = complete;
  if (table instanceof SparseTable) {
    throw new CambiumError('unsupported-table', 'refit takes no sparse table', {
      hint: 'give a table of columns, with its zeros',
    });
  }
  const own = table.schema.fields.map(({ name }) => name);
  const names =
    complete.features ?? requireFeatures(own, model.featureNames, { where: 'the refit table' });
  const choice = { names, categorical: new Set(complete.categorical) };
  const columns = readColumns(complete, choice, 'refit', new Map(dictionaries), false);
  const view = rowsOf(columns);
  checkRows(model, columns, view);
  const rule: LeafRule = {
    decay,
    lambdaL1: numberOf(model, 'lambda_l1', 0),
    lambdaL2: numberOf(model, 'lambda_l2', 0),
    maxDeltaStep: numberOf(model, 'max_delta_step', 0),
  };
  const { rows } = columns;
  const classes = model.numTreePerIteration;
  const scores = startingScores(columns, classes);
  const gradients = new Float32Array(rows * classes);
  const hessians = new Float32Array(rows * classes);
  const order = new RowOrder(rows);
  const isForest = model.averageOutput;
  const constant = isForest ? scores.slice() : scores;
  // LightGBM asks for a forest's gradients once before its first tree, which random draws of an objective tell.
  if (isForest) objective(constant, view, gradients, hessians);
  const trees = model.trees.map((tree, index) => {
    const k = index % classes;
    if (k === 0) objective(constant, view, gradients, hessians);
    const own = <T extends Float32Array | Float64Array>(of: T): T =>
      of.subarray(k * rows, (k + 1) * rows) as T;
    const leaves = { gradients: own(gradients), hessians: own(hessians), scores: own(scores) };
    return refitTree(tree, { features: columns.features, ...leaves }, rule, order);
  });
  return new Model({ ...model, trees });
}

function checkDecay(model: Model, decay: number): void {
  if (!(decay >= 0 && decay <= 1)) {
    throw new CambiumError(
      'invalid-option',
      `decay (refit_decay_rate) must be a number, 0 to 1, not ${decay}`,
    );
  }
  const linear = model.trees.findIndex((tree) => tree.linear !== undefined);
  if (linear >= 0) {
    throw new CambiumError(
      'unsupported-model',
      `tree ${linear} is a linear tree: refit fits constant leaves alone`,
    );
  }
}

/** Labels that the objective has no loss for would make every leaf NaN. */
function checkRows(model: Model, { label, initScore }: Columns, view: RowsView): void {
  if (initScore !== undefined && model.averageOutput) {
    throw new CambiumError(
      'bad-init-score',
      'the refit table has an initial score, but the trees of a random forest are averaged: each is fitted from 0',
    );
  }
  const { name } = parseObjective(model.objective);
  const definition = Object.entries(objectives).find(([known]) => known === name)?.[1];
  const classes = model.numTreePerIteration;
  const parameters = resolveParameters({
    ...(classes > 1 && { objective: 'multiclass', num_class: classes }),
    label_gain: numbersOf(model, 'label_gain'),
  });
  for (let row = 0; row < label.length; row++) {
    const value = label[row]!;
    const expected = Number.isFinite(Math.fround(value))
      ? definition?.labelFault?.(value, parameters)
      : Number.isFinite(value)
        ? 'at most 3.4e38 in size'
        : 'a finite number';
    if (expected === undefined) continue;
    throw new CambiumError(
      'bad-label',
      `the label of row ${row + 1} is ${value}: objective=${name} expects ${expected}`,
    );
  }
  if (definition?.needsQueries) definition.checkLabels?.(view, parameters);
}

function rowsOf({ rows, label, weight, queries }: Columns): RowsView {
  return {
    name: 'refit',
    rows,
    labels: Float32Array.from(label),
    ...(weight !== undefined && { weights: Float32Array.from(weight) }),
    ...(queries !== undefined && { queries }),
  };
}

function startingScores({ rows, initScore }: Columns, classes: number): Float64Array {
  if (initScore === undefined) return new Float64Array(rows * classes);
  if (initScore.length === rows * classes) return initScore.slice();
  throw new CambiumError(
    'bad-length',
    `the initial score has ${initScore.length} values, expected ${rows} for each of ${classes} classes`,
  );
}
