/** Rules that a tree's arrays must obey together, so that no walk through it can go astray. */
import { DecisionType, type Tree } from '../../model/tree.js';

/** Where an error is reported: it knows file and line of a key. */
interface Reporter {
  error(key: string, message: string): Error;
}

/**
 * Every node and leaf is reached from the root exactly once, and every categorical node names an
 * own, well-formed set of categories.
 */
export function checkTree(tree: Tree, report: Reporter): void {
  checkShape(tree, report);
  checkCategories(tree, report);
}

function checkShape(tree: Tree, report: Reporter): void {
  const numNodes = tree.numLeaves - 1;
  if (numNodes === 0) return;
  const nodeSeen = new Uint8Array(numNodes);
  const leafSeen = new Uint8Array(tree.numLeaves);
  nodeSeen[0] = 1;
  const stack = [0];
  let reached = 1;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const key of ['left_child', 'right_child'] as const) {
      const child: number = (key === 'left_child' ? tree.leftChild : tree.rightChild)[node]!;
      const seen = child >= 0 ? nodeSeen : leafSeen;
      const index = child >= 0 ? child : ~child;
      if (seen[index] === 1) {
        const what = child >= 0 ? `node ${index}` : `leaf ${index} (${child})`;
        throw report.error(key, `[${node}] leads to ${what}, which has a parent already`);
      }
      seen[index] = 1;
      reached++;
      if (child >= 0) stack.push(child);
    }
  }
  if (reached === numNodes + tree.numLeaves) return;
  const node = nodeSeen.indexOf(0);
  const what = node >= 0 ? `node ${node}` : `leaf ${leafSeen.indexOf(0)}`;
  throw report.error('left_child', `and right_child never lead to ${what}`);
}

function checkCategories(tree: Tree, report: Reporter): void {
  if (tree.catBoundaries[0] !== 0) {
    throw report.error('cat_boundaries', `[0] must be 0, found ${tree.catBoundaries[0]}`);
  }
  for (let set = 0; set < tree.numCat; set++) {
    if (tree.catBoundaries[set + 1]! < tree.catBoundaries[set]!) {
      throw report.error(
        'cat_boundaries',
        `[${set + 1}] must not fall, found ${tree.catBoundaries[set + 1]} after ${tree.catBoundaries[set]}`,
      );
    }
  }
  for (let node = 0; node < tree.numLeaves - 1; node++) {
    if ((tree.decisionType[node]! & DecisionType.categorical) === 0) continue;
    const set = tree.threshold[node]!;
    if (!Number.isInteger(set) || set < 0 || set >= tree.numCat) {
      throw report.error(
        'threshold',
        `[${node}] of a categorical node must be a set of categories, 0 to ${tree.numCat - 1}, found ${set}`,
      );
    }
  }
}
