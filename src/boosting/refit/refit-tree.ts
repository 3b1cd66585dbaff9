/** Gives the leaves of one tree new outputs, from the rows that fall into them. */
import { isLeft, type Tree } from '../model/index.js';

type Numbers = Float32Array | Float64Array;

/** LightGBM's kEpsilon: no leaf divides by zero. */
const EPSILON = Math.fround(1e-15);

/** How outputs follow from sums, by the model's parameters. */
export interface LeafRule {
  /** Share of the old output that stays. */
  readonly decay: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  /** Most that one output may be before shrinkage; no limit when it is 0 or below. */
  readonly maxDeltaStep: number;
}

/** What trees are refitted on; the arrays are of one class. */
export interface LeafRows {
  readonly features: readonly Numbers[];
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  /** Raw scores, to which the new outputs are added. */
  readonly scores: Float64Array;
}

/** Reused from tree to tree: the rows in the order of leaves, and room to part them. */
export class RowOrder {
  readonly rows: Int32Array;
  readonly spare: Int32Array;

  constructor(rows: number) {
    this.rows = new Int32Array(rows);
    this.spare = new Int32Array(rows);
  }
}

/** A stretch of the order whose rows reach a child: a node, or `~leaf`. */
interface Visit {
  readonly child: number;
  readonly first: number;
  readonly end: number;
}

/** The tree with new outputs, which are added to the scores. Sums run in the order of rows. */
export function refitTree(tree: Tree, rows: LeafRows, rule: LeafRule, order: RowOrder): Tree {
  const leafValue = tree.leafValue.slice();
  for (let row = 0; row < order.rows.length; row++) order.rows[row] = row;
  const root = tree.numLeaves > 1 ? 0 : -1;
  const stack: Visit[] = [{ child: root, first: 0, end: order.rows.length }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { child, first, end } = visit;
    if (child < 0) {
      const leaf = ~child;
      const output = bestOutput(order.rows.subarray(first, end), rows, rule) * tree.shrinkage;
      const value = rule.decay * tree.leafValue[leaf]! + (1 - rule.decay) * output;
      leafValue[leaf] = value;
      for (let at = first; at < end; at++) {
        const row = order.rows[at]!;
        rows.scores[row] = rows.scores[row]! + value;
      }
      continue;
    }
    const middle = part(tree, child, rows.features[tree.splitFeature[child]!]!, order, first, end);
    stack.push({ child: tree.rightChild[child]!, first: middle, end });
    stack.push({ child: tree.leftChild[child]!, first, end: middle });
  }
  return { ...tree, leafValue };
}

/** Rows that go left first, each side in its old order; gives where the right side begins. */
function part(
  tree: Tree,
  node: number,
  column: Numbers,
  { rows, spare }: RowOrder,
  first: number,
  end: number,
): number {
  let left = first;
  let right = 0;
  for (let at = first; at < end; at++) {
    const row = rows[at]!;
    if (isLeft(tree, node, column[row]!)) rows[left++] = row;
    else spare[right++] = row;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}

/** The output that fits a leaf's rows best, before shrinkage. */
function bestOutput(
  leafRows: Int32Array,
  { gradients, hessians }: LeafRows,
  rule: LeafRule,
): number {
  let gradient = 0;
  let hessian = EPSILON;
  for (const row of leafRows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  const beyond = Math.max(0, Math.abs(gradient) - rule.lambdaL1);
  const output = (-Math.sign(gradient) * beyond) / (hessian + rule.lambdaL2);
  if (rule.maxDeltaStep <= 0) return output;
  return Math.min(Math.max(output, -rule.maxDeltaStep), rule.maxDeltaStep);
}
