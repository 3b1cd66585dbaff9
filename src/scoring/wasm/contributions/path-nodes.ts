/** The nodes of a tree in the order of walks down, each with what its feature's edges above it say. */
import type { Tree } from '../../../boosting/model/index.js';

/** Ways to go from a node, as assembly/scoring/shapley-factors.ts numbers them. */
const LEFT = 1;
const RIGHT = 2;

export interface PathNode {
  /** In the tree. */
  readonly node: number;
  /** Place of a child in the order, or `~leaf`. */
  left: number;
  right: number;
  /** Place of the nearest node above that splits by the same feature, or -1; and the way from there to here. */
  readonly above: number;
  readonly aboveWay: number;
  /** Share of training rows that take all edges of this feature down to the node; 1 where there are none. */
  readonly share: number;
  readonly leftShare: number;
  readonly rightShare: number;
}

/** A place that is to be visited, and the features on the way there: each by its lowest node. */
interface Visit {
  readonly node: number;
  readonly parent: number;
  readonly way: number;
}

/** Preorder, left first: parents before children. Gives the most features on one path as well. */
export function pathNodes(tree: Tree): { nodes: PathNode[]; mostFeatures: number } {
  const nodes: PathNode[] = [];
  let mostFeatures = 0;
  const stack: Visit[] = tree.numLeaves > 1 ? [{ node: 0, parent: -1, way: LEFT }] : [];
  const parents: number[] = [];
  const ways: number[] = [];
  const features: number[] = [];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, parent, way } = visit;
    const place = nodes.length;
    if (parent >= 0) nodes[parent]![way === LEFT ? 'left' : 'right'] = place;
    parents.push(parent);
    ways.push(way);
    const [above, aboveWay] = nearest(tree, nodes, parents, ways, node, place);
    const share =
      above < 0 ? 1 : aboveWay === LEFT ? nodes[above]!.leftShare : nodes[above]!.rightShare;
    features.push((parent < 0 ? 0 : features[parent]!) + (above < 0 ? 1 : 0));
    mostFeatures = Math.max(mostFeatures, features[place]!);
    const left = tree.leftChild[node]!;
    const right = tree.rightChild[node]!;
    nodes.push({
      ...{ node, left, right, above, aboveWay, share },
      leftShare: share * shareOf(tree, node, left),
      rightShare: share * shareOf(tree, node, right),
    });
    if (right >= 0) stack.push({ node: right, parent: place, way: RIGHT });
    if (left >= 0) stack.push({ node: left, parent: place, way: LEFT });
  }
  return { nodes, mostFeatures };
}

function nearest(
  tree: Tree,
  nodes: readonly PathNode[],
  parents: readonly number[],
  ways: readonly number[],
  node: number,
  place: number,
): [above: number, way: number] {
  const feature = tree.splitFeature[node]!;
  for (let at = place; ; ) {
    const above = parents[at]!;
    if (above < 0) return [-1, LEFT];
    if (tree.splitFeature[nodes[above]!.node] === feature) return [above, ways[at]!];
    at = above;
  }
}

function shareOf(tree: Tree, node: number, child: number): number {
  const whole = tree.internalCount[node]!;
  const part = child < 0 ? tree.leafCount[~child]! : tree.internalCount[child]!;
  return whole > 0 ? part / whole : 0;
}
