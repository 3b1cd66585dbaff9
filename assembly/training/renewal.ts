// Renew stage: outputs of leaves that the objective finds from the residuals of their rows: a percentile, which no
// sum of gradients gives. Nodes keep what their gradients gave.
import { frontier, labels, rowOfRecord, scores, stride, weights } from './context';
import { openTasks, state } from './control';
import { leafAt, recordsOf } from './leaf';
import { Objective, alpha, objective, renewsFromStart, startScore, workOf } from './objectives/settings';
import { relativeWeight } from './objectives/robust';
import { weightOf } from './objectives/weight';
import { percentile, storeWeighted, weightedPercentile } from './percentile';
import { treeLeafAt } from './tree';

/** Opens one task a leaf. Under the lock. */
export function openRenewal(leaves: u32): void { openTasks(leaves); }

@inline function rowAt(records: usize, index: u32): u32 {
  return rowOfRecord(records + <usize>(index + 1) * stride);
}

@inline function residualOf(row: u32): f64 {
  const score = renewsFromStart ? startScore : load<f64>(scores + (<usize>row << 3));
  return <f64>load<f32>(labels + (<usize>row << 2)) - score;
}

export function renewTask(leafNumber: u32): void {
  // A tree without splits adds nothing.
  if (state().leaves == 1) return;
  const leaf = leafAt(load<u32>(frontier + (<usize>leafNumber << 2)));
  const records = recordsOf(leaf);
  // Rows of a leaf lie together, so no two leaves use the same part.
  const work = workOf(leaf.start);
  const share = objective == Objective.Quantile ? alpha : 0.5;
  const isRelative = objective == Objective.Mape;
  let output: f64;
  if (weights || isRelative) {
    for (let index: u32 = 0; index < leaf.count; index++) {
      const row = rowAt(records, index);
      const weight = isRelative ? relativeWeight(row) : <f32>weightOf(row);
      storeWeighted(work, index, residualOf(row), row, weight);
    }
    output = weightedPercentile(work, leaf.count, share);
  } else {
    for (let index: u32 = 0; index < leaf.count; index++) {
      store<f64>(work + (<usize>index << 3), residualOf(rowAt(records, index)));
    }
    output = percentile(work, leaf.count, share);
  }
  treeLeafAt(leafNumber).output = output * state().shrinkage;
}
