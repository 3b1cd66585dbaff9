/** Adds the outputs of trees of an earlier model to raw scores, for training to go on from. */
import { type Tree, treeOutput } from '../model/index.js';

/** Asks for the scores of the rows from `first` up to `end`. */
export interface EarlierTask {
  readonly kind: 'earlier';
  readonly trees: readonly Tree[];
  readonly classes: number;
  /** The model's features, each a number a row; and class by class the scores. */
  readonly features: readonly (Float32Array | Float64Array)[];
  readonly scores: Float64Array;
  readonly first: number;
  readonly end: number;
}

/** Tree by tree, in the order in which training added them, so that the sums are the same to the last bit. */
export function addEarlierTrees(task: EarlierTask): void {
  const { trees, classes, features, scores, first, end } = task;
  const rows = scores.length / classes;
  const row = new Float64Array(features.length);
  for (let at = first; at < end; at++) {
    for (let feature = 0; feature < features.length; feature++)
      row[feature] = features[feature]![at]!;
    for (let number = 0; number < trees.length; number++) {
      const tree = trees[number] as Tree;
      const place = (number % classes) * rows + at;
      scores[place] = scores[place]! + treeOutput(tree, row);
    }
  }
}
