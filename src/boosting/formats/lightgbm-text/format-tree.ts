/** The text of one tree, the mirror image of `read-tree.ts`. */
import type { LinearLeaves, Tree } from '../../model/tree.js';
import { formatDouble, formatShort } from '../../numeric/number-text.js';

/** The lines of a tree after `Tree=…`, up to and with the blank one that ends it. */
export function formatTree(tree: Tree): string {
  const lines = [
    `num_leaves=${tree.numLeaves}`,
    `num_cat=${tree.numCat}`,
    `split_feature=${tree.splitFeature.join(' ')}`,
    `split_gain=${join(tree.splitGain, formatShort)}`,
    `threshold=${join(tree.threshold, formatDouble)}`,
    `decision_type=${tree.decisionType.join(' ')}`,
    `left_child=${tree.leftChild.join(' ')}`,
    `right_child=${tree.rightChild.join(' ')}`,
    `leaf_value=${join(tree.leafValue, formatDouble)}`,
    `leaf_weight=${join(tree.leafWeight, formatDouble)}`,
    `leaf_count=${tree.leafCount.join(' ')}`,
    `internal_value=${join(tree.internalValue, formatShort)}`,
    `internal_weight=${join(tree.internalWeight, formatShort)}`,
    `internal_count=${tree.internalCount.join(' ')}`,
  ];
  if (tree.numCat > 0) {
    lines.push(
      `cat_boundaries=${tree.catBoundaries.join(' ')}`,
      `cat_threshold=${tree.catThreshold.join(' ')}`,
    );
  }
  lines.push(`is_linear=${tree.linear === undefined ? 0 : 1}`);
  if (tree.linear !== undefined) lines.push(...linearLines(tree.linear));
  lines.push(`shrinkage=${formatShort(tree.shrinkage)}`, '', '');
  return lines.join('\n');
}

function linearLines({ constant, features, coefficients }: LinearLeaves): string[] {
  // Each leaf ends with a space, after its numbers' own one.
  const perLeaf = (texts: readonly string[]) =>
    texts.map((text) => (text === '' ? ' ' : `${text}  `)).join('');
  return [
    `leaf_const=${join(constant, formatDouble)}`,
    `num_features=${features.map((of) => of.length).join(' ')}`,
    `leaf_features=${perLeaf(features.map((of) => of.join(' ')))}`,
    `leaf_coeff=${perLeaf(coefficients.map((of) => join(of, formatDouble)))}`,
  ];
}

function join(values: Float64Array, format: (value: number) => string): string {
  let text = '';
  for (let i = 0; i < values.length; i++)
    text += i === 0 ? format(values[i]!) : ` ${format(values[i]!)}`;
  return text;
}
