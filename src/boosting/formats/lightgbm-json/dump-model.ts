/** A model as the object that LightGBM's `Booster.dump_model()` gives, ready for `JSON.stringify`. */
import { checkNames, checkOneOf } from '../../../errors.js';
import { fieldName } from '../../model/field-name.js';
import {
  checkModel,
  featureImportance,
  type ImportanceKind,
  type Model,
  rangeOf,
} from '../../model/index.js';
import { dumpNode } from './dump-node.js';
import type { FeatureInfoDump, ModelDump } from './dump-types.js';
import { finite } from './finite.js';

/** What of a model to dump. */
export interface DumpOptions {
  /** The first boosting round, from 0; default: 0. */
  readonly startIteration?: number | undefined;
  /** Rounds; all from the first on unless told, and when it is 0 or below. */
  readonly numIteration?: number | undefined;
  /** What `feature_importances` holds; default: `split`. */
  readonly importance?: ImportanceKind | undefined;
}

/**
 * The model as JSON. Keys and values are LightGBM's: gains are rounded to 32 bits, numbers beyond ±1e300 become that.
 * Importances count the first `numIteration` rounds, wherever the trees start, as there.
 */
export function dumpModel(model: Model, options: DumpOptions = {}): ModelDump {
  checkNames('option of dumpModel', options, {
    startIteration: true,
    numIteration: true,
    importance: true,
  });
  checkModel(model);
  const { startIteration = 0, numIteration = 0, importance = 'split' } = options;
  checkOneOf('importance', importance, ['split', 'gain']);
  const part = model.slice(startIteration, numIteration);
  const first = Math.min(Math.max(0, startIteration), model.numIterations);
  const names = model.featureNames.map(fieldName);
  const pandas = model.extra.get('pandas_categorical');
  return {
    name: 'tree',
    version: 'v4',
    num_class: model.numClass,
    num_tree_per_iteration: model.numTreePerIteration,
    label_index: model.labelIndex,
    max_feature_idx: model.numFeatures - 1,
    ...(model.objective !== '' && { objective: model.objective }),
    average_output: model.averageOutput,
    feature_names: names,
    monotone_constraints: numbersOf(model.extra.get('monotone_constraints') ?? '', ' '),
    feature_infos: featureInfos(names, model.featureInfos),
    tree_info: part.trees.map((tree, index) => ({
      tree_index: first * model.numTreePerIteration + index,
      num_leaves: tree.numLeaves,
      num_cat: tree.numCat,
      shrinkage: tree.shrinkage,
      tree_structure: dumpNode(tree, tree.numLeaves > 1 ? 0 : -1),
    })),
    feature_importances: importances(names, model.slice(0, numIteration), importance),
    pandas_categorical: pandas === undefined ? null : JSON.parse(pandas),
  };
}

const numbersOf = (text: string, mark: string): number[] =>
  text === '' ? [] : text.split(mark).map(Number);

/** From `[min:max]`, `none` or `category:category:…`. */
function featureInfos(names: readonly string[], infos: readonly string[]) {
  const found: Record<string, FeatureInfoDump> = {};
  infos.forEach((info, feature) => {
    if (info === 'none' || info === '') return;
    const range = rangeOf(info);
    const values = range === undefined ? numbersOf(info, ':') : [];
    const ends = range === undefined ? values : range.map(number);
    found[names[feature]!] = {
      min_value: finite(
        ends.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY),
      ),
      max_value: finite(
        ends.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY),
      ),
      values,
    };
  });
  return found;
}

const number = (text: string): number => Number(text.replace('inf', 'Infinity'));

function importances(names: readonly string[], model: Model, kind: ImportanceKind) {
  const found: Record<string, number> = {};
  featureImportance(model, kind).forEach((value, feature) => {
    if (value >= 1) found[names[feature]!] = Math.trunc(value);
  });
  return found;
}
