/**
 * Reads one tree of a model file.
 *
 * | key | numbers | |
 * |---|---|---|
 * | num_leaves, num_cat | 1 | |
 * | split_feature, split_gain, threshold, decision_type, left_child, right_child, internal_value, internal_weight, internal_count | num_leaves − 1 | one an inner node |
 * | leaf_value, leaf_weight, leaf_count | num_leaves | one a leaf |
 * | cat_boundaries | num_cat + 1 | only with categorical splits |
 * | cat_threshold | last of cat_boundaries | 32 categories a number |
 * | leaf_weight, internal_weight | | not in v2 |
 * | is_linear | 1 | not in v2, nor in v3 before 3.2 |
 * | leaf_const, num_features | num_leaves | only linear trees |
 * | leaf_features, leaf_coeff | sum of num_features | only linear trees |
 * | shrinkage | 1 | |
 */
import { didYouMean } from '../../../errors.js';
import type { LinearLeaves, Tree } from '../../model/tree.js';
import { checkTree } from './check-tree.js';
import { Fields } from './fields.js';
import { type Lines, quote } from './lines.js';

/** LightGBM's own limit of `num_leaves`. */
const MOST_LEAVES = 131_072;

const KEYS: ReadonlySet<string> = new Set([
  ...['num_leaves', 'num_cat', 'split_feature', 'split_gain', 'threshold', 'decision_type'],
  ...['left_child', 'right_child', 'leaf_value', 'leaf_weight', 'leaf_count'],
  ...['internal_value', 'internal_weight', 'internal_count', 'cat_boundaries', 'cat_threshold'],
  ...['is_linear', 'leaf_const', 'num_features', 'leaf_features', 'leaf_coeff', 'shrinkage'],
]);

/** Reads the lines up to the blank one that ends a tree; `Tree=` is already read. */
export function readTree(lines: Lines, index: number, numFeatures: number): Tree {
  const section = `tree ${index}`;
  const fields = new Fields(lines, section);
  while (!lines.atEnd && lines.peek() !== '') fields.add(lines.field());
  if (lines.atEnd) throw lines.cutShort(`the rest of ${section}`);
  const unknown = fields.others(KEYS)[0];
  if (unknown !== undefined) {
    const hint = didYouMean(unknown.key, KEYS);
    throw lines.error(`${section}: unknown key ${quote(unknown.key)}`, unknown.line, hint);
  }
  const tree = treeOf(fields, numFeatures);
  checkTree(tree, fields);
  return tree;
}

function treeOf(fields: Fields, numFeatures: number): Tree {
  const numLeaves = fields.integer('num_leaves', { least: 1, most: MOST_LEAVES });
  const numNodes = numLeaves - 1;
  const numCat = fields.integer('num_cat', { least: 0, most: numNodes });
  const child = { least: -numLeaves, most: numNodes - 1 };
  const doubles = (key: string, count: number) =>
    // LightGBM leaves these out of some trees, e.g. of one that is a constant.
    fields.has(key) && !(numLeaves === 1 && fields.text(key) === '')
      ? fields.doubles(key, count)
      : new Float64Array(numLeaves === 1 ? 0 : count);
  const counts = (key: string, count: number) =>
    fields.has(key) ? fields.int32s(key, count, { most: 2 ** 31 - 1 }) : new Int32Array(count);
  const nodes = <T>(key: string, read: () => T, empty: T): T =>
    numNodes === 0 && !fields.has(key) ? empty : read();
  const linear = fields.has('is_linear') && fields.integer('is_linear', { least: 0, most: 1 });
  const catBoundaries =
    numCat === 0
      ? new Int32Array(1)
      : fields.int32s('cat_boundaries', numCat + 1, { least: 0, most: 2 ** 28 });
  const features = { least: 0, most: numFeatures - 1 };
  const int32s = (key: string, range: { least: number; most: number }) =>
    nodes(key, () => fields.int32s(key, numNodes, range), new Int32Array(0));
  return {
    numLeaves,
    numCat,
    splitFeature: int32s('split_feature', features),
    splitGain: doubles('split_gain', numNodes),
    threshold: nodes('threshold', () => fields.doubles('threshold', numNodes), new Float64Array(0)),
    decisionType: fields.has('decision_type')
      ? fields.uint8s('decision_type', numNodes, 11)
      : new Uint8Array(numNodes),
    leftChild: int32s('left_child', child),
    rightChild: int32s('right_child', child),
    leafValue: fields.doubles('leaf_value', numLeaves),
    leafWeight: doubles('leaf_weight', numLeaves),
    leafCount: counts('leaf_count', numLeaves),
    internalValue: doubles('internal_value', numNodes),
    internalWeight: doubles('internal_weight', numNodes),
    internalCount: counts('internal_count', numNodes),
    catBoundaries,
    catThreshold:
      numCat === 0 ? new Uint32Array(0) : fields.uint32s('cat_threshold', catBoundaries[numCat]!),
    shrinkage: fields.has('shrinkage') ? fields.number('shrinkage') : 1,
    ...(linear ? { linear: linearOf(fields, numLeaves, features) } : {}),
  };
}

function linearOf(
  fields: Fields,
  numLeaves: number,
  range: { least: number; most: number },
): LinearLeaves {
  const sizes = fields.int32s('num_features', numLeaves, { least: 0, most: range.most + 1 });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const allFeatures = fields.int32s('leaf_features', total, range);
  const allCoefficients = fields.doubles('leaf_coeff', total);
  const features: Int32Array[] = [];
  const coefficients: Float64Array[] = [];
  let start = 0;
  for (const size of sizes) {
    features.push(allFeatures.slice(start, start + size));
    coefficients.push(allCoefficients.slice(start, start + size));
    start += size;
  }
  return { constant: fields.doubles('leaf_const', numLeaves), features, coefficients };
}
