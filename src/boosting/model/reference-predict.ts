/**
 * A plain predictor of one row at a time: slow, and simple enough to be seen to be right. It is what
 * the fast scorers are compared with. Source of the rules: `Tree` in LightGBM's `tree.h`.
 */
import { MissingType, ZERO_THRESHOLD } from '../bins/index.js';
import type { Model } from './model.js';
import { objectiveTransform, parseObjective } from './objective.js';
import { DecisionType, type Tree } from './tree.js';

/**
 * The prediction for one row.
 * @param row one number a feature; a missing value is NaN
 * @param kind `raw`: sum of the trees, one number a class; `value`: what the objective makes of it
 * (of the mean, for a random forest); `leaf`: index of the leaf in every tree
 */
export function referencePredict(
  model: Model,
  row: Float64Array,
  kind: 'value' | 'raw' | 'leaf',
): Float64Array {
  if (kind === 'leaf') return Float64Array.from(model.trees, (tree) => findLeaf(tree, row));
  const classes = model.numTreePerIteration;
  const scores = new Float64Array(classes);
  model.trees.forEach((tree, index) => {
    const of = index % classes;
    scores[of] = scores[of]! + treeOutput(tree, row);
  });
  if (kind === 'raw') return scores;
  if (model.averageOutput) {
    for (let of = 0; of < classes; of++) scores[of] = scores[of]! / model.numIterations;
  }
  objectiveTransform(parseObjective(model.objective), classes)(scores);
  return scores;
}

/** One tree's output for one row. */
export function treeOutput(tree: Tree, row: Float64Array): number {
  const leaf = findLeaf(tree, row);
  if (tree.linear === undefined) return tree.leafValue[leaf]!;
  const features = tree.linear.features[leaf]!;
  const coefficients = tree.linear.coefficients[leaf]!;
  let output = tree.linear.constant[leaf]!;
  for (let i = 0; i < features.length; i++) {
    const value = row[features[i]!]!;
    if (Number.isNaN(value)) return tree.leafValue[leaf]!;
    output += coefficients[i]! * value;
  }
  return output;
}

function findLeaf(tree: Tree, row: Float64Array): number {
  if (tree.numLeaves === 1) return 0;
  let node = 0;
  while (node >= 0) {
    const left = isLeft(tree, node, row[tree.splitFeature[node]!]!);
    node = left ? tree.leftChild[node]! : tree.rightChild[node]!;
  }
  return ~node;
}

/** Whether a row goes left at a node, by the value of the node's feature. */
export function isLeft(tree: Tree, node: number, value: number): boolean {
  const isCategorical = (tree.decisionType[node]! & DecisionType.categorical) !== 0;
  return isCategorical ? isInSet(tree, node, value) : isBelow(tree, node, value);
}

function isBelow(tree: Tree, node: number, given: number): boolean {
  const type = tree.decisionType[node]!;
  const missing = (type >> DecisionType.missingShift) & DecisionType.missingMask;
  // NaN is zero wherever the feature had no NaN in training; where zero is missing, it is missing.
  const value = Number.isNaN(given) && missing !== MissingType.nan ? 0 : given;
  const isMissing =
    missing === MissingType.nan
      ? Number.isNaN(value)
      : missing === MissingType.zero && Math.abs(value) <= ZERO_THRESHOLD;
  if (isMissing) return (type & DecisionType.defaultLeft) !== 0;
  return value <= tree.threshold[node]!;
}

/** Whether the whole part of the value is in the node's set; what is no category goes right. */
function isInSet(tree: Tree, node: number, value: number): boolean {
  const category = Math.trunc(value);
  // Numbers beyond 32 bits are no category; LightGBM's conversion of them depends on the processor.
  if (!(category >= 0 && category < 2 ** 31)) return false;
  const set = tree.threshold[node]!;
  const start = tree.catBoundaries[set]!;
  const word = Math.floor(category / 32);
  if (word >= tree.catBoundaries[set + 1]! - start) return false;
  return ((tree.catThreshold[start + word]! >>> (category % 32)) & 1) === 1;
}
