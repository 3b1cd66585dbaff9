/** Lays trees out for contributions as assembly/scoring/contributions.ts describes. */
import type { Model, Tree } from '../../../boosting/model/index.js';
import type { ColumnMemory } from '../../../data/index.js';
import { CambiumError } from '../../../errors.js';
import { Section } from '../sections.js';
import { gaussLegendre } from './gauss-legendre.js';
import { type PathNode, pathNodes } from './path-nodes.js';

const TREE_BYTES = 20;
const NODE_BYTES = 72;
/** Tables of a node for one pair of points: three ways. */
const TABLE_BYTES = 3 * 64;
/** Tables of smaller models are filled once; those of larger ones for each tile of rows, a tree at a time. */
const MOST_TABLE_BYTES = 64 * 2 ** 20;
/** Tables of a node, products and ways, for one pair of points; ways take less than a pair does. */
const SCRATCH_BYTES = TABLE_BYTES + 16 + 16;

/** Where a model's contribution tables lie. */
export interface ContributionPlan {
  /** Of the contribution trees, one each tree of the model. */
  readonly trees: number;
  /** Of the expected values, one a class. */
  readonly expected: number;
  /** Scratch that a thread needs beyond what scores need. */
  readonly scratchBytes: number;
}

/** The words of a node's test: a column's offset and a rank, or the mark of a category and the test's address. */
export type NodeTest = (tree: Tree, node: number) => readonly [number, number];

/**
 * @throws CambiumError `unsupported-kind` for a linear tree, and for a tree whose file does not say how many
 *   training rows its nodes had.
 */
function checkExplainable(model: Model): void {
  model.trees.forEach((tree, index) => {
    if (tree.linear !== undefined) {
      throw new CambiumError(
        'unsupported-kind',
        `tree ${index} is a linear tree: contributions are defined for constant leaves alone`,
        { hint: 'score raw values, or train without linear_tree' },
      );
    }
    if (tree.numLeaves > 1 && !(tree.internalCount[0]! > 0)) {
      throw new CambiumError(
        'unsupported-kind',
        `tree ${index} has no counts of training rows (internal_count, leaf_count): contributions need them`,
        { hint: 'save the model again with a version of LightGBM that writes them' },
      );
    }
  });
}

/** @throws CambiumError as {@link checkExplainable}. */
export function writeContributions(
  model: Model,
  memory: ColumnMemory,
  testOf: NodeTest,
): ContributionPlan {
  checkExplainable(model);
  const quadratures = new Map<number, number>();
  const trees = new Section(memory, model.trees.length * TREE_BYTES);
  const paths = model.trees.map((tree) => {
    const { nodes, mostFeatures } = pathNodes(tree);
    // Two points to a vector; n points are exact for 2n features on one path.
    return { nodes, pairs: Math.ceil(mostFeatures / 4) };
  });
  const tableBytes = paths.map(({ nodes, pairs }) => nodes.length * pairs * TABLE_BYTES);
  const hasRoom = tableBytes.reduce((sum, bytes) => sum + bytes, 0) <= MOST_TABLE_BYTES;
  let scratchBytes = 0;
  model.trees.forEach((tree, index) => {
    const { nodes, pairs } = paths[index]!;
    scratchBytes = Math.max(scratchBytes, (nodes.length + 1) * SCRATCH_BYTES * pairs);
    let points = quadratures.get(pairs);
    if (points === undefined) {
      points = writeQuadrature(memory, pairs);
      quadratures.set(pairs, points);
    }
    trees.words(index * TREE_BYTES, [
      nodes.length,
      writeNodes(memory, tree, nodes, testOf),
      pairs,
      points,
      hasRoom ? memory.allocate(tableBytes[index]!, 16) : 0,
    ]);
  });
  const expected = new Section(memory, model.numTreePerIteration * 8);
  expected.doubles(0, expectedValues(model));
  return { trees: trees.address, expected: expected.address, scratchBytes };
}

function writeQuadrature(memory: ColumnMemory, pairs: number): number {
  const { points, complements, weights } = gaussLegendre(2 * pairs);
  const section = new Section(memory, pairs * 48);
  section.doubles(0, points);
  section.doubles(pairs * 16, complements);
  section.doubles(pairs * 32, weights);
  return section.address;
}

function writeNodes(
  memory: ColumnMemory,
  tree: Tree,
  nodes: readonly PathNode[],
  testOf: NodeTest,
): number {
  const tests = nodes.map(({ node }) => testOf(tree, node));
  const section = new Section(memory, nodes.length * NODE_BYTES);
  nodes.forEach((path, place) => {
    const at = place * NODE_BYTES;
    section.words(at, [
      ...tests[place]!,
      path.left,
      path.right,
      tree.splitFeature[path.node]!,
      path.above,
      path.aboveWay,
    ]);
    section.doubles(at + 32, [path.leftShare, path.rightShare, path.share]);
    section.doubles(at + 56, [leafFactor(tree, path.left), leafFactor(tree, path.right)]);
  });
  return section.address;
}

function leafFactor(tree: Tree, child: number): number {
  return child < 0 ? tree.leafValue[~child]! : 1;
}

/** Mean of each class's trees over the training rows, in LightGBM's order of sums. */
function expectedValues(model: Model): Float64Array {
  const expected = new Float64Array(model.numTreePerIteration);
  model.trees.forEach((tree, index) => {
    const treeClass = index % model.numTreePerIteration;
    expected[treeClass] = expected[treeClass]! + expectedValue(tree);
  });
  return expected;
}

function expectedValue(tree: Tree): number {
  if (tree.numLeaves === 1) return tree.leafValue[0]!;
  const total = tree.internalCount[0]!;
  let sum = 0;
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    sum += (tree.leafCount[leaf]! / total) * tree.leafValue[leaf]!;
  }
  return sum;
}
