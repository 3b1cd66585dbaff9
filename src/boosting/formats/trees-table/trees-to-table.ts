/**
 * All nodes of a model as one Arrow table, one row a node, a parent before its children and left before right:
 * the columns of LightGBM's `Booster.trees_to_dataframe()`.
 *
 * | column | type | holds |
 * |---|---|---|
 * | tree_index, node_depth | int32 | the tree from 0; the root is at depth 1 |
 * | node_index | utf8 | `0-S2`: split 2 of tree 0; `0-L5`: leaf 5 |
 * | left_child, right_child, parent_index | utf8 | null where there is none |
 * | split_feature | utf8 | name of the feature; null for leaves, as all that describes a split |
 * | split_gain, threshold | float64 | threshold is null for sets of categories |
 * | decision_type, missing_direction, missing_type | utf8 | `<=` or `==`; `left` or `right`; `None`, `Zero` or `NaN` |
 * | value, weight | float64 | output with shrinkage, sum of hessians |
 * | count | int32 | training rows |
 * | categories | utf8 | categories that go left, `1\|\|4`, which pandas finds in `threshold` |
 */
import { Float64, Int32, Table, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import { fieldName } from '../../model/field-name.js';
import { checkModelFields, DecisionType, type Model, type Tree } from '../../model/index.js';
import { categoriesText, missingName } from '../lightgbm-json/dump-node.js';
import { finite, gainOf } from '../lightgbm-json/finite.js';

const TEXTS = [
  ...['node_index', 'left_child', 'right_child', 'parent_index', 'split_feature'],
  ...['decision_type', 'missing_direction', 'missing_type', 'categories'],
] as const;
const WHOLES = ['tree_index', 'node_depth', 'count'] as const;
const FLOATS = ['split_gain', 'threshold', 'value', 'weight'] as const;
const ORDER = [
  ...['tree_index', 'node_depth', 'node_index', 'left_child', 'right_child', 'parent_index'],
  ...['split_feature', 'split_gain', 'threshold', 'decision_type', 'missing_direction'],
  ...['missing_type', 'value', 'weight', 'count', 'categories'],
] as const;

type Row = Partial<
  Record<(typeof TEXTS)[number], string> &
    Record<(typeof WHOLES)[number] | (typeof FLOATS)[number], number>
>;

/** A visit that is to come: `child` is a node or `~leaf`. */
interface Visit {
  readonly child: number;
  readonly depth: number;
  readonly parent?: string;
}

/** The nodes of all trees as a table; of some rounds alone with `model.slice(start, count)`. */
export function treesToTable(model: Model): Table {
  checkModelFields(model);
  const names = model.featureNames.map(fieldName);
  const rows = model.trees.flatMap((tree, index) => [...treeRows(tree, index, names)]);
  const columns: Record<string, Vector> = {};
  for (const name of TEXTS) columns[name] = columnOf(rows, name, new Utf8());
  for (const name of WHOLES) columns[name] = columnOf(rows, name, new Int32());
  for (const name of FLOATS) columns[name] = columnOf(rows, name, new Float64());
  return new Table(Object.fromEntries(ORDER.map((name) => [name, columns[name]!])));
}

function columnOf(rows: readonly Row[], name: keyof Row, type: Utf8 | Int32 | Float64): Vector {
  return vectorFromArray(
    rows.map((row) => row[name] ?? null),
    type,
  );
}

function* treeRows(tree: Tree, index: number, names: readonly string[]): Generator<Row> {
  const nameOf = (child: number) => `${index}-${child < 0 ? `L${~child}` : `S${child}`}`;
  const stack: Visit[] = [{ child: tree.numLeaves > 1 ? 0 : -1, depth: 1 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { child, depth, parent } = visit;
    const node_index = nameOf(child);
    const place: Row = {
      ...{ tree_index: index, node_depth: depth, node_index },
      ...(parent !== undefined && { parent_index: parent }),
    };
    if (child < 0) {
      yield { ...place, ...leafRow(tree, ~child) };
      continue;
    }
    const left = tree.leftChild[child]!;
    const right = tree.rightChild[child]!;
    stack.push({ child: right, depth: depth + 1, parent: node_index });
    stack.push({ child: left, depth: depth + 1, parent: node_index });
    yield {
      ...place,
      ...splitRow(tree, child, names),
      left_child: nameOf(left),
      right_child: nameOf(right),
    };
  }
}

function leafRow(tree: Tree, leaf: number): Row {
  const value = tree.leafValue[leaf]!;
  // A tree of one leaf has neither, as in LightGBM.
  if (tree.numLeaves === 1) return { value };
  return { value, weight: tree.leafWeight[leaf]!, count: tree.leafCount[leaf]! };
}

function splitRow(tree: Tree, node: number, names: readonly string[]): Row {
  const bits = tree.decisionType[node]!;
  const isCategorical = (bits & DecisionType.categorical) !== 0;
  return {
    split_feature: names[tree.splitFeature[node]!]!,
    split_gain: gainOf(tree.splitGain[node]!),
    ...(isCategorical
      ? { categories: categoriesText(tree, node) }
      : { threshold: finite(tree.threshold[node]!) }),
    decision_type: isCategorical ? '==' : '<=',
    missing_direction: (bits & DecisionType.defaultLeft) !== 0 ? 'left' : 'right',
    missing_type: missingName(tree, node),
    value: tree.internalValue[node]!,
    weight: tree.internalWeight[node]!,
    count: tree.internalCount[node]!,
  };
}
