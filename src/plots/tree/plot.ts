/** Draws one tree of a model: boxes of splits and leaves, and the ways between them. */
import { checkModel, type Model, type Tree } from '../../boosting/index.js';
import { CambiumError, checkKinds, checkNames, checkOneOf } from '../../errors.js';
import { checkWhole } from '../options.js';
import { render } from '../render.js';
import { plainText } from '../text.js';
import { nodesByDepth, pictureNodes, TREE_FACTS, type TreeFact } from './nodes.js';
import { treeSpec } from './spec.js';

/** Options of {@link plotTree}. */
export interface TreePlotOptions {
  /** Which tree, from 0, as they follow each other in the model; default: the first. */
  readonly tree?: number | undefined;
  /** What is told of a node; default: gains, values and counts. */
  readonly show?: readonly TreeFact[] | undefined;
  /** Significant digits of the numbers; default: 4. */
  readonly precision?: number | undefined;
  /** Splits from the root that are drawn at most; what lies below is one box. The whole tree unless told. */
  readonly maxDepth?: number | undefined;
  /** `horizontal`, from left to right, unless told; or `vertical`. */
  readonly orientation?: 'horizontal' | 'vertical' | undefined;
  readonly title?: string | undefined;
}

const SHOWN: readonly TreeFact[] = ['split_gain', 'internal_value', 'internal_count', 'leaf_count'];
/** Most boxes of a picture: beyond that nobody reads it, and viewers fail. */
const MOST_NODES = 1023;

/**
 * One tree, as LightGBM's `create_tree_digraph`: splits with feature, threshold or categories, gain,
 * value and count, the way that missing values take, leaves with value and count. Leaves are coloured
 * by their value: blue below the tree's mean, orange above.
 * @returns the text of an SVG file
 * @throws CambiumError `invalid-option`, `missing-tree`, `too-large` with the depth that can be drawn
 */
export async function plotTree(model: Model, options: TreePlotOptions = {}): Promise<string> {
  checkModel(model);
  checkNames('option of plotTree', options, {
    tree: true,
    show: true,
    precision: true,
    maxDepth: true,
    orientation: true,
    title: true,
  });
  checkKinds(options, { title: 'a string', show: 'a list' });
  const { tree: index = 0, precision = 4, orientation = 'horizontal', show = SHOWN } = options;
  const { maxDepth = Number.MAX_SAFE_INTEGER } = options;
  checkWhole('precision', precision, 1, 17);
  checkWhole('maxDepth', maxDepth, 0, Number.MAX_SAFE_INTEGER);
  checkOneOf('orientation', orientation, ['horizontal', 'vertical']);
  for (const fact of show) checkOneOf('show', fact, TREE_FACTS);
  const tree = treeAt(model, index);
  checkSize(tree, index, maxDepth);
  const nodes = pictureNodes(model, tree, { maxDepth, show: new Set(show), precision });
  const title = options.title ?? titleOf(model, index);
  return render(treeSpec(nodes, meanOutput(tree), orientation, title), plainText(title));
}

function treeAt(model: Model, index: number): Tree {
  const tree = model.trees[index];
  if (tree !== undefined) return tree;
  const count = model.trees.length;
  throw new CambiumError(
    'missing-tree',
    `there is no tree ${index}: the model has ${count === 0 ? 'none' : `trees 0 to ${count - 1}`}`,
  );
}

function checkSize(tree: Tree, index: number, maxDepth: number): void {
  const sizes = nodesByDepth(tree);
  const size = sizes[Math.min(maxDepth, sizes.length - 1)] as number;
  if (size <= MOST_NODES) return;
  const fits = sizes.findLastIndex((nodes) => nodes <= MOST_NODES);
  throw new CambiumError(
    'too-large',
    `tree ${index} has ${size} nodes to draw, but a picture holds at most ${MOST_NODES}`,
    { hint: `a maximum depth of ${fits} can be drawn` },
  );
}

function titleOf(model: Model, index: number): string {
  const classes = model.numTreePerIteration;
  if (classes === 1) return `Tree ${index}`;
  return `Tree ${index}: round ${Math.floor(index / classes)}, class ${index % classes}`;
}

/** Mean output over the training rows; over the leaves where rows were not counted. */
function meanOutput(tree: Tree): number {
  let sum = 0;
  let rows = 0;
  let plain = 0;
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    const count = tree.leafCount[leaf] ?? 0;
    const value = tree.leafValue[leaf] as number;
    sum += count * value;
    rows += count;
    plain += value;
  }
  return rows > 0 ? sum / rows : plain / tree.numLeaves;
}
