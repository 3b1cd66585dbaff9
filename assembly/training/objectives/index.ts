// Gradient stage: gradients and hessians of all rows and classes from scores, labels and weights, as 32-bit
// floats in memory, and the largest of each class, from which their scales follow.
import { TASK_ROWS, classes, gradients, hessians, rows, thread, threads } from '../context';
import { binary, oneAgainstAll } from './binary';
import { crossEntropy, crossEntropyLambda } from './cross-entropy';
import { gamma, poisson, tweedie } from './log-link';
import { multiclass } from './multiclass';
import { learnPositions } from './positions';
import { firstRow, rankingTask, rankingTasks, rowCount } from './ranking';
import { regression } from './regression';
import { absolute, fair, huber, quantile, relative } from './robust';
import { Objective, objective, positions } from './settings';

export { positionTableBytes } from './positions';
export { fillRankingTables, rankingBytes } from './ranking-tables';
export {
  alpha, classWeights, fairC, labelGain, labelGains, lambdarankNorm, negativeWeight, objective, objectiveSeed,
  poissonMaxDeltaStep, positionBiasRegularization, positionCount, positionStep, positionTable, positions,
  positiveWeight, queries, queryCount, queryRounds, rankingTables, renewsFromStart, sigmoid, startScore,
  truncationLevel, tweedieVariancePower, workspace,
} from './settings';

/** Two 64-bit floats a class and thread: its largest |gradient| and |hessian|. */
export let maxima: usize = 0;

@inline function maximaOf(ofThread: u32, ofClass: u32): usize {
  return maxima + (<usize>(ofThread * classes + ofClass) << 4);
}

@inline function ranks(): bool {
  return objective == Objective.Lambdarank || objective == Objective.RankXendcg;
}

export function gradientTasks(): u32 {
  return ranks() ? rankingTasks() : (rows + TASK_ROWS - 1) / TASK_ROWS;
}

/** Before the pass, alone. */
export function clearMaxima(): void {
  memory.fill(maxima, 0, <usize>threads * classes << 4);
}

export function gradientTask(task: u32): void {
  let first = task * TASK_ROWS;
  let count = min(TASK_ROWS, rows - first);
  if (ranks()) {
    rankingTask(task);
    first = firstRow;
    count = rowCount;
  } else compute(first, count);
  for (let k: u32 = 0; k < classes; k++) measure(first, count, k);
}

function compute(first: u32, count: u32): void {
  switch (objective) {
    case Objective.Regression: regression(first, count); break;
    case Objective.Binary: binary(first, count); break;
    case Objective.Multiclass: multiclass(first, count); break;
    case Objective.Multiclassova:
      for (let k: u32 = 0; k < classes; k++) oneAgainstAll(first, count, k);
      break;
    case Objective.RegressionL1: absolute(first, count); break;
    case Objective.Huber: huber(first, count); break;
    case Objective.Fair: fair(first, count); break;
    case Objective.Poisson: poisson(first, count); break;
    case Objective.Quantile: quantile(first, count); break;
    case Objective.Mape: relative(first, count); break;
    case Objective.Gamma: gamma(first, count); break;
    case Objective.Tweedie: tweedie(first, count); break;
    case Objective.CrossEntropy: crossEntropy(first, count); break;
    case Objective.CrossEntropyLambda: crossEntropyLambda(first, count); break;
    default: break;
  }
}

/** What follows when all gradients are there. By the thread that finished the last task. */
export function finishGradients(): void {
  if (positions) learnPositions();
}

/** A gradient or hessian that is not a number counts as infinite. */
function measure(first: u32, count: u32, ofClass: u32): void {
  const place = maximaOf(thread, ofClass);
  let gradient = load<f64>(place);
  let hessian = load<f64>(place, 8);
  const start = <usize>ofClass * rows + first << 2;
  for (let at = start; at < start + (<usize>count << 2); at += 4) {
    const g = <f64>abs(load<f32>(gradients + at));
    const h = <f64>abs(load<f32>(hessians + at));
    if (!(g <= gradient)) gradient = g == g ? g : Infinity;
    if (!(h <= hessian)) hessian = h == h ? h : Infinity;
  }
  store<f64>(place, gradient);
  store<f64>(place, hessian, 8);
}

/** Largest |gradient| of a class, after the pass. */
export function largestGradient(ofClass: u32): f64 {
  let largest: f64 = 0;
  for (let t: u32 = 0; t < threads; t++) largest = max(largest, load<f64>(maximaOf(t, ofClass)));
  return largest;
}

export function largestHessian(ofClass: u32): f64 {
  let largest: f64 = 0;
  for (let t: u32 = 0; t < threads; t++) largest = max(largest, load<f64>(maximaOf(t, ofClass), 8));
  return largest;
}
