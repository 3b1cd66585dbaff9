// Fit stage: the linear model of each leaf of a tree (Shi, Li and Li, Gradient Boosting with Piece-Wise Linear
// Regression Trees, 2019; LightGBM's `linear_tree_learner.cpp`): a Newton step in the coefficients of the numeric
// features that the leaf's branch has been split on, with an L2 penalty (linear_lambda).
import {
  Sums, bag, featureAt, features, gradients, hessians, rows, sums, thread,
} from '../context';
import { openTasks, state } from '../control';
import { datasetAt } from '../dataset';
import { branchOf } from '../feature-sets';
import { entryOf, inSet, leafAt } from '../leaf';
import { nodeAt, treeLeafAt } from '../tree';
import { addCoefficient, linearFeatures, modelAt, startModel, valueAt } from './leaf-model';
import { rowLists, sortedRows } from './row-order';
import { solve } from './solve';

export { linearFeatures, rowLists };

export let linearLambda: f64 = 0;
/** Bytes of {@link fitBytes} for each thread. */
export let fitScratch: usize = 0;

/** A thread's numbers of digits, features, values of a row, right side, work, then the matrix. */
export function fitBytes(): usize {
  const size = <usize>linearFeatures + 1;
  return 1024 + size * 8 * 5 + size * size * 8;
}

/** Opens one task a leaf. Under the lock. */
export function openFit(leaves: u32): void { openTasks(leaves); }

@inline function slot(base: usize, index: u32): usize { return base + (<usize>index << 3); }

/** Numeric features of the leaf's branch; gives their number. */
function listFeatures(branch: usize, list: usize): u32 {
  let count: u32 = 0;
  for (let feature: u32 = 0; feature < features; feature++) {
    if (inSet(branch, feature) && !featureAt(feature).categorical) store<u64>(slot(list, count++), feature);
  }
  return count;
}

/** Whether a split of the tree is on a feature with missing values: LightGBM then leaves leaves without features alone. */
function splitsOnMissing(): bool {
  for (let index: u32 = 0; index < state().leaves - 1; index++) {
    const feature = featureAt(nodeAt(index).feature);
    if (!feature.categorical && feature.missing >= 0) return true;
  }
  return false;
}

export function fitTask(leafNumber: u32): void {
  const leaf = leafAt(entryOf(leafNumber));
  const model = modelAt(leafNumber);
  startModel(model, treeLeafAt(leafNumber).output);
  // The first tree of all has nothing to correct, and stays constant as in LightGBM.
  if (state().iteration == 0 || state().leaves == 1) return;
  const size = <usize>linearFeatures + 1;
  const base = fitScratch + <usize>thread * fitBytes();
  const list = base + 1024;
  const count = listFeatures(branchOf(leaf), list);
  if (count == 0 && splitsOnMissing()) return;
  const values = list + size * 8;
  const vector = values + size * 8;
  const matrix = vector + size * 24;
  const fitted = addRows(sortedRows(leaf, base), leaf.count, list, count, values, vector, matrix);
  if (fitted <= count) return;
  for (let a: u32 = 0; a < count; a++) {
    const own = slot(matrix, a * (count + 1) + a);
    store<f64>(own, load<f64>(own) + linearLambda);
  }
  for (let a: u32 = 0; a <= count; a++) {
    for (let b: u32 = 0; b < a; b++) {
      store<f64>(slot(matrix, a * (count + 1) + b), load<f64>(slot(matrix, b * (count + 1) + a)));
    }
  }
  solve(matrix, vector, count + 1, vector + size * 8);
  const shrinkage = state().shrinkage;
  startModel(model, -load<f64>(slot(vector, count)) * shrinkage);
  for (let a: u32 = 0; a < count; a++) {
    const coefficient = -load<f64>(slot(vector, a)) * shrinkage;
    if (coefficient != 0) addCoefficient(model, <u32>load<u64>(slot(list, a)), coefficient);
  }
}

/** Sums Xᵀ H X (its upper half) and Xᵀ g over the rows without missing values; gives their number. The last of X is 1. */
function addRows(
  list: usize, rowCount: u32, featureList: usize, count: u32, values: usize, vector: usize, matrix: usize,
): u32 {
  const dataset = datasetAt(0);
  const first = <usize>state().ofClass * rows;
  const amplification = state().amplification;
  memory.fill(vector, 0, <usize>(count + 1) << 3);
  memory.fill(matrix, 0, <usize>(count + 1) * (count + 1) << 3);
  store<f64>(slot(values, count), 1);
  let fitted: u32 = 0;
  for (let index: u32 = 0; index < rowCount; index++) {
    const row = load<u32>(list + (<usize>index << 2));
    let isMissing = false;
    for (let a: u32 = 0; a < count && !isMissing; a++) {
      const value = valueAt(dataset, <u32>load<u64>(slot(featureList, a)), row);
      store<f64>(slot(values, a), value);
      if (value != value) isMissing = true;
    }
    if (isMissing) continue;
    fitted++;
    const factor: f64 = bag && load<u8>(bag + row) == 2 ? amplification : 1;
    const gradient = <f64>load<f32>(gradients + (first + row << 2)) * factor;
    const hessian = sums == Sums.Counted ? 1 : <f64>load<f32>(hessians + (first + row << 2)) * factor;
    for (let a: u32 = 0; a <= count; a++) {
      const value = load<f64>(slot(values, a));
      const sum = slot(vector, a);
      store<f64>(sum, load<f64>(sum) + value * gradient);
      const weighted = value * hessian;
      let place = slot(matrix, a * (count + 1) + a);
      for (let b = a; b <= count; b++, place += 8) {
        store<f64>(place, load<f64>(place) + weighted * load<f64>(slot(values, b)));
      }
    }
  }
  return fitted;
}
