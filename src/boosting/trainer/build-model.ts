/** Makes the model of what was trained. */
import { CambiumError } from '../../errors.js';
import type { BinMapper } from '../bins/index.js';
import { featureInfo } from '../formats/index.js';
import { Model } from '../model/model.js';
import type { Tree } from '../model/tree.js';
import { modelParameters } from '../parameters/index.js';
import type { TrainingSetup } from './setup/training-setup.js';

export function buildModel(
  { parameters, objective, choice, dictionaries }: TrainingSetup,
  mappers: readonly BinMapper[],
  trees: readonly Tree[],
  initModel: Model | undefined,
): Model {
  const classes = objective.classes?.(parameters) ?? 1;
  checkLeaves(trees, initModel?.trees.length ?? 0);
  const extra = new Map<string, string>();
  if (dictionaries.size > 0) {
    // As LightGBM's Python package keeps the categories of pandas' columns: in the order of the columns.
    const lists = choice.names
      .filter((name) => dictionaries.has(name))
      .map((name) => dictionaries.get(name));
    extra.set('pandas_categorical', JSON.stringify(lists));
  }
  return new Model({
    featureNames: choice.names,
    featureInfos: mappers.map(featureInfo),
    objective: objective.text(parameters),
    numClass: classes,
    numTreePerIteration: classes,
    trees: [...(initModel?.trees ?? []), ...trees],
    averageOutput: parameters.boosting === 'rf',
    labelIndex: 0,
    // The model does not depend on the number of threads, so neither do its bytes.
    parameters: modelParameters(
      {
        ...parameters,
        num_threads: 0,
        // The same places, whichever way the categories were told.
        categorical_feature: choice.names.filter((name) => choice.categorical.has(name)),
      },
      choice.names,
    ),
    extra,
  });
}

/** A model with an infinite leaf would predict nothing but infinity, and no file may hold one. */
function checkLeaves(trees: readonly Tree[], earlier: number): void {
  for (const [index, { leafValue }] of trees.entries()) {
    const leaf = leafValue.findIndex((value) => !Number.isFinite(value));
    if (leaf < 0) continue;
    throw new CambiumError(
      'infinite-leaf',
      `tree ${earlier + index} of the model: the output of leaf ${leaf} is ${leafValue[leaf]}, which is not a finite number`,
      { hint: 'scale labels and weights down, or lower learning_rate' },
    );
  }
}
