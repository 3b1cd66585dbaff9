/**
 * A leaf-wise trainer that is slow, and plain enough to be seen to be right: every candidate split is
 * weighed by going through the leaf's rows, in 64-bit floats. What the real one is compared with.
 */
import { type BinMapper, valueToBin } from '../../../../src/boosting/bins/index.js';

export interface OracleParameters {
  readonly binary: boolean;
  readonly numLeaves: number;
  readonly maxDepth: number;
  readonly minDataInLeaf: number;
  readonly minSumHessian: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  readonly minGain: number;
  readonly learningRate: number;
  /** Error of one row's fixed-point gradient, as a share of the largest. */
  readonly precision: number;
}

export interface OracleTree {
  /** Leaf of every row. */
  readonly leafOf: Int32Array;
  /** Of each leaf, shrunk; without the initial score. */
  readonly outputs: readonly number[];
  /** Gain and feature of each split, in order. */
  readonly gains: readonly number[];
  readonly features: readonly number[];
  /** A choice was so close that fixed-point sums may take the other one: the tree proves nothing. */
  readonly close: boolean;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

interface Leaf {
  readonly rows: readonly number[];
  readonly depth: number;
  readonly split: Split | undefined;
  /** No other split of the leaf comes near its best one. */
  readonly clear: boolean;
  /** Features with a split that gains more than the least: the children are not split on others. */
  readonly splittable: ReadonlySet<number>;
}

/** Grows one tree from gradients and hessians. `bins` has a list a feature. */
export function growTree(
  bins: readonly Uint8Array[],
  mappers: readonly BinMapper[],
  gradients: Float64Array,
  hessians: Float64Array,
  parameters: OracleParameters,
): OracleTree {
  const { lambdaL1, lambdaL2, precision } = parameters;
  const sum = (of: Float64Array, rows: readonly number[]) =>
    rows.reduce((total, row) => total + of[row]!, 0);
  const shrink = (gradient: number) =>
    Math.sign(gradient) * Math.max(0, Math.abs(gradient) - lambdaL1);
  const score = (rows: readonly number[]) =>
    shrink(sum(gradients, rows)) ** 2 / (sum(hessians, rows) + lambdaL2);
  const largest = gradients.reduce((most, gradient) => Math.max(most, Math.abs(gradient)), 0);
  /** How far a fixed-point gain may be from the exact one. */
  const doubt = (rows: readonly number[]) =>
    (precision * (rows.length * largest) ** 2) / (sum(hessians, rows) + lambdaL2);

  function isAllowed(rows: readonly number[], side: readonly number[]): boolean {
    const hessian = sum(hessians, side);
    // Rows are known exactly where every hessian is 1, else they are taken from the hessian.
    const count = parameters.binary
      ? Math.floor((hessian / sum(hessians, rows)) * rows.length + 0.5)
      : side.length;
    return (
      side.length > 0 && count >= parameters.minDataInLeaf && hessian >= parameters.minSumHessian
    );
  }

  function open(rows: readonly number[], depth: number, tried: ReadonlySet<number>): Leaf {
    const { maxDepth } = parameters;
    const closed = { rows, depth, split: undefined, clear: true, splittable: tried };
    if (maxDepth > 0 && depth >= maxDepth) return closed;
    const candidates: Split[] = [];
    bins.forEach((bin, feature) => {
      if (!tried.has(feature)) return;
      const { numBins, nanBin } = mappers[feature]!;
      const sides = nanBin >= 0 ? [true, false] : [true];
      for (let threshold = 0; threshold < numBins - 1; threshold++) {
        for (const missingLeft of sides) {
          const goesLeft = (row: number) =>
            bin[row] === nanBin ? missingLeft : bin[row]! <= threshold;
          const left = rows.filter(goesLeft);
          const right = rows.filter((row) => !goesLeft(row));
          if (!isAllowed(rows, left) || !isAllowed(rows, right)) continue;
          const gain = score(left) + score(right) - score(rows) - parameters.minGain;
          candidates.push({ gain, feature, left, right });
        }
      }
    });
    candidates.sort((a, b) => b.gain - a.gain || a.feature - b.feature);
    const [best] = candidates;
    if (best === undefined) return closed;
    const margin = doubt(rows);
    const rival = candidates.find(
      ({ left, feature }) => !sameRows(left, best.left) || feature !== best.feature,
    );
    const clear = Math.abs(best.gain) > margin && !(rival && best.gain - rival.gain <= margin);
    const splittable = new Set(
      candidates.filter(({ gain }) => gain > 0).map(({ feature }) => feature),
    );
    return { rows, depth, split: best.gain > 0 ? best : undefined, clear, splittable };
  }

  const all = Array.from(gradients, (_, row) => row);
  const leaves = [open(all, 0, new Set(bins.keys()))];
  const gains: number[] = [];
  const features: number[] = [];
  let close = false;
  while (leaves.length < parameters.numLeaves) {
    const gainOf = (leaf: Leaf) => leaf.split?.gain ?? 0;
    const best = leaves.reduce((a, b) => (gainOf(b) > gainOf(a) ? b : a));
    if (leaves.some((leaf) => !leaf.clear)) close = true;
    if (best.split === undefined) break;
    const rivals = leaves.filter((leaf) => leaf !== best && leaf.split !== undefined);
    if (rivals.some((leaf) => gainOf(best) - gainOf(leaf) <= doubt(best.rows) + doubt(leaf.rows))) {
      close = true;
    }
    // As models say it: what a split gains, the least wanted included.
    gains.push(best.split.gain + parameters.minGain);
    features.push(best.split.feature);
    const { left, right } = best.split;
    leaves[leaves.indexOf(best)] = open(left, best.depth + 1, best.splittable);
    leaves.push(open(right, best.depth + 1, best.splittable));
  }
  const leafOf = new Int32Array(gradients.length);
  const outputs = leaves.map(({ rows }, index) => {
    for (const row of rows) leafOf[row] = index;
    return (
      (-shrink(sum(gradients, rows)) / (sum(hessians, rows) + lambdaL2)) * parameters.learningRate
    );
  });
  return { leafOf, outputs, gains, features, close };
}

const sameRows = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((row, at) => row === b[at]);

export function binColumns(
  columns: readonly (Float32Array | Float64Array)[],
  mappers: readonly BinMapper[],
): Uint8Array[] {
  return columns.map((column, feature) =>
    Uint8Array.from(column, (value) => valueToBin(mappers[feature]!, value)),
  );
}
