/** Adds the outputs of trees of an earlier model to raw scores, for training to go on from. */
import { type Tree, treeOutput } from '../../model/index.js';
import type { EarlierFeatures } from '../engine/earlier.js';

/** Asks for the scores of the rows from `first` up to `end`. */
export interface EarlierTask {
  readonly kind: 'earlier';
  readonly trees: readonly Tree[];
  readonly classes: number;
  readonly features: EarlierFeatures;
  /** Class by class. */
  readonly scores: Float64Array;
  readonly first: number;
  readonly end: number;
}

/** Tree by tree, in the order in which training added them, so that the sums are the same to the last bit. */
export function addEarlierTrees(task: EarlierTask): void {
  const { trees, classes, features, scores, first, end } = task;
  const rows = scores.length / classes;
  const row = new Float64Array('indptr' in features ? features.featureOf.length : features.length);
  const used = usedFeatures(trees);
  for (let at = first; at < end; at++) {
    readRow(features, used, at, row);
    for (let number = 0; number < trees.length; number++) {
      const tree = trees[number] as Tree;
      const place = (number % classes) * rows + at;
      scores[place] = scores[place]! + treeOutput(tree, row);
    }
  }
}

/** Features that some tree looks at. */
function usedFeatures(trees: readonly Tree[]): Int32Array {
  const used = new Set<number>();
  for (const { splitFeature, linear } of trees) {
    for (const list of [splitFeature, ...(linear?.features ?? [])])
      for (const feature of list) used.add(feature);
  }
  return Int32Array.from(used);
}

/** Of dense columns, those of features that are used. */
function readRow(features: EarlierFeatures, used: Int32Array, at: number, row: Float64Array): void {
  if (!('indptr' in features)) {
    for (let i = 0; i < used.length; i++) row[used[i]!] = features[used[i]!]![at]!;
    return;
  }
  const { indptr, indices, values, featureOf } = features;
  row.fill(0);
  for (let entry = indptr[at]!; entry < indptr[at + 1]!; entry++) {
    const feature = featureOf[indices[entry]!]!;
    if (feature >= 0) row[feature] = values[entry]!;
  }
}
