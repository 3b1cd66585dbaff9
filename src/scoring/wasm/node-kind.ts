/** What a node of a tree asks of its feature, taken from the bits of its decision type. */
import { DecisionType, MissingType, type Tree } from '../../boosting/model/index.js';

export function isCategorical(tree: Tree, node: number): boolean {
  return (tree.decisionType[node]! & DecisionType.categorical) !== 0;
}

/** The feature's missing type at a numerical node. */
export function missingRule(tree: Tree, node: number): MissingType {
  const bits = (tree.decisionType[node]! >> DecisionType.missingShift) & DecisionType.missingMask;
  return bits === MissingType.nan || bits === MissingType.zero ? bits : MissingType.none;
}

/** Whether a missing value goes right; false where nothing counts as missing, so that such nodes share a column. */
export function missingGoesRight(tree: Tree, node: number): boolean {
  if (missingRule(tree, node) === MissingType.none) return false;
  return (tree.decisionType[node]! & DecisionType.defaultLeft) === 0;
}

/** The words of a categorical node's set. */
export function categorySet(tree: Tree, node: number): Uint32Array {
  const set = tree.threshold[node]!;
  return tree.catThreshold.subarray(tree.catBoundaries[set]!, tree.catBoundaries[set + 1]!);
}

/** The categories of a set, ascending. */
export function* categories(words: Uint32Array): Generator<number> {
  for (let word = 0; word < words.length; word++) {
    for (let bits = words[word]!; bits !== 0; bits &= bits - 1) {
      yield word * 32 + (31 - Math.clz32(bits & -bits));
    }
  }
}
