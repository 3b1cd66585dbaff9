/** One node of a tree as JSON, with all below it. */
import { DecisionType, MissingType, type Tree } from '../../model/index.js';
import type { LeafDump, LinearLeafDump, NodeDump } from './dump-types.js';
import { finite, gainOf } from './finite.js';

/** @param child a node, or `~leaf`. */
export function dumpNode(tree: Tree, child: number): NodeDump {
  if (child < 0) return dumpLeaf(tree, ~child);
  const node = child;
  const isCategorical = (tree.decisionType[node]! & DecisionType.categorical) !== 0;
  return {
    split_index: node,
    split_feature: tree.splitFeature[node]!,
    split_gain: gainOf(tree.splitGain[node]!),
    threshold: isCategorical ? categoriesText(tree, node) : finite(tree.threshold[node]!),
    decision_type: isCategorical ? '==' : '<=',
    default_left: (tree.decisionType[node]! & DecisionType.defaultLeft) !== 0,
    missing_type: missingName(tree, node),
    internal_value: tree.internalValue[node]!,
    internal_weight: tree.internalWeight[node]!,
    internal_count: tree.internalCount[node]!,
    left_child: dumpNode(tree, tree.leftChild[node]!),
    right_child: dumpNode(tree, tree.rightChild[node]!),
  };
}

function dumpLeaf(tree: Tree, leaf: number): LeafDump {
  const single = tree.numLeaves === 1;
  return {
    ...(!single && { leaf_index: leaf }),
    leaf_value: tree.leafValue[leaf]!,
    ...(!single && { leaf_weight: tree.leafWeight[leaf]! }),
    leaf_count: tree.leafCount[leaf]!,
    ...(tree.linear !== undefined && dumpLinear(tree.linear, leaf)),
  };
}

function dumpLinear(linear: NonNullable<Tree['linear']>, leaf: number): LinearLeafDump {
  return {
    leaf_const: linear.constant[leaf]!,
    leaf_features: [...linear.features[leaf]!],
    leaf_coeff: [...linear.coefficients[leaf]!],
  };
}

/** What a node takes for missing, in LightGBM's words. */
export function missingName(tree: Tree, node: number): 'None' | 'Zero' | 'NaN' {
  const type = (tree.decisionType[node]! >> DecisionType.missingShift) & DecisionType.missingMask;
  if (type === MissingType.none) return 'None';
  return type === MissingType.zero ? 'Zero' : 'NaN';
}

/** The categories that a node sends left, e.g. `1||4||5`. */
export function categoriesText(tree: Tree, node: number): string {
  const set = tree.threshold[node]!;
  const first = tree.catBoundaries[set]!;
  const words = tree.catThreshold.subarray(first, tree.catBoundaries[set + 1]!);
  const categories: number[] = [];
  words.forEach((word, place) => {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) categories.push(place * 32 + bit);
  });
  return categories.join('||');
}
