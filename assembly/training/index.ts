// The training module: what the host calls, and the loop in which every thread works until a phase is over.
// The host is with thread 0: it opens a phase, works until all of it is done, and goes on. See scale.ts for why
// the bytes of a model do not depend on the number of threads or their timing.
import { JOBS, bag, gradients, leafHistograms, rows, thread, threadHistogram, threads, tree } from './context';
import { binningTask, binningTasks } from './binning';
import {
  Phase, claimTask, currentEvent, finishTask, lock, openTasks, rootJoined, rootMaximum, setPhase, signal, state,
  tasksLeft, unlock, waitForEvent,
} from './control';
import { finishLeafCounts, openAfterFit, openAfterRenewal, startTree } from './driver';
import { expandStep } from './expand';
import { fitTask } from './linear/fit';
import { clear, merge } from './histogram';
import { clearMaxima, finishGradients, gradientTask, gradientTasks, largestGradient, largestHessian } from './objectives';
import { fixedGradientBound, hessianBound } from './payload';
import { renewTask } from './renewal';
import { rootTask, rootTasks } from './root';
import { finishSampling, openSampling, sampleTask } from './sampling';
import { setScales } from './scale';
import { listRowsOfPlaces } from './side-map';
import { treeLeafAt } from './tree';
import { settle, totalGradient, totalHessian } from './unpack';
import { applyTask, openApply, openWalk, updateTask } from './update';

export {
  JOBS, TASK_ROWS, bag, catL2, catSmooth, chunkTable, classes, control, countBits, decodeTable, defaultRecord, entryFeatureCount, entryFeatures, entryPlaces,
  entryShift, extraSeed,
  extraTrees, featureFractionBynode, featureFractionSeed, featureTable, features, frontier, generalScan, gradients,
  groups, hessians, labels, lambdaL1, lambdaL2, leafHistogramCount, leafHistograms, leafNumberBytes, leafNumbers,
  leafOutputs, leafTable, master, maxCatThreshold, maxCatToOnehot, maxDeltaStep, maxDepth, minDataInLeaf,
  minDataPerGroup, minGainToSplit, minSumHessianInLeaf, mostBins, numLeaves, packedHistograms, pathSmooth, payloads, records, rowBytes, renewsLeaves,
  rows, scores, scratchBytes, scratches, binSetBytes, spareRecords, stride, sums, taskTable, thread, threadHistograms, threads, tree, weights,
} from './context';
export { MAXIMUM_THREADS, cancelAddress, controlBytes } from './control';
export { bounds, categoryBins, datasetCount, datasets } from './dataset';
export {
  alpha, classWeights, fairC, labelGain, labelGains, lambdarankNorm, negativeWeight, objective, objectiveSeed,
  poissonMaxDeltaStep, positionBiasRegularization, positionCount, positionStep, positionTable, positions,
  positiveWeight, queries, queryCount, queryRounds, rankingTables, renewsFromStart, sigmoid, startScore,
  truncationLevel, tweedieVariancePower, workspace,
} from './objectives';
export {
  fillRankingTables, largestGradient, largestHessian, maxima, positionTableBytes, rankingBytes,
} from './objectives';
export {
  bagPositions, bagStates, baggingFraction, bagsByClass, hostSamples, negBaggingFraction, posBaggingFraction,
} from './sampling';
export { firstUseCosts, rowUseCosts, splitCost, usedFeatures, usedRows } from './costs';
export { featureSetBytes } from './feature-sets';
export { forcedCount, forcedSplits } from './forced';
export { fitBytes, fitScratch, linearFeatures, linearLambda, rowLists } from './linear/fit';
export {
  binBounds, binBoundsStride, binOffsets, featureSets, interactionSetCount, interactionSets, monotoneMethod,
  monotonePenalty, stepwise, wayTable, weighsFeatures,
} from './growing';
export { maximumEntries } from './driver';
export { chunkTableBytes } from './expand';
export { leafEntryBytes } from './leaf';
export { packedHistogramBytes } from './histogram';
export { spareBytes } from './partition';
export { placeStarts, placeStartsBytes, rowsOfPlaces, sideMapBytes, sideMaps } from './side-map';
export { treeBytes } from './tree';
export { taskTableBytes } from './update';

/** Opens the binning pass. By thread 0, like every function that opens a phase. */
export function openBinning(): void {
  openTasks(binningTasks());
  begin(Phase.Binning);
}

export function openGradientPass(iteration: u32): void {
  state().iteration = iteration;
  clearMaxima();
  openTasks(gradientTasks());
  begin(Phase.Gradients);
}

export function openSamplePass(): void {
  openSampling();
  begin(Phase.Sample);
}

/**
 * Opens a tree: its root, its growth, and the update of scores. `gradientBound`: a bound of |gradient| at the
 * present scores, used where the fused objective has none of its own.
 */
export function openTree(
  iteration: u32, ofClass: u32, shrinkage: f64, gradientBound: f64, amplification: f64,
): void {
  const s = state();
  s.iteration = iteration;
  s.ofClass = ofClass;
  s.shrinkage = shrinkage;
  s.amplification = amplification;
  if (!bag) s.sampled = rows;
  if (gradients) {
    setScales(largestGradient(ofClass) * max(1.0, amplification), largestHessian(ofClass) * max(1.0, amplification));
  } else {
    const fixed = fixedGradientBound();
    setScales(fixed > 0 ? fixed : gradientBound, hessianBound());
  }
  memory.fill(rootJoined(0), 0, threads);
  openTasks(rootTasks());
  begin(Phase.Root);
}

/** Opens the addition of the tree in place, times a factor, to the scores of some datasets. */
export function openTreeWalk(ofClass: u32, factor: f64, first: u32, end: u32): void {
  const s = state();
  s.ofClass = ofClass;
  s.leaves = load<u32>(tree);
  s.walkFactor = factor;
  openWalk(first, end);
  begin(Phase.Walk);
}

/** Ends all threads' work. */
export function close(): void { begin(Phase.Done); }

function begin(phase: Phase): void {
  lock();
  setPhase(phase);
  unlock();
  signal();
}

/** Works until a phase that thread 0 has opened is over, which only thread 0 returns from, or until all is done. */
export function work(): void {
  while (true) {
    lock();
    const s = state();
    const phase = s.phase;
    if (phase == Phase.Done || (phase == Phase.Idle && thread == 0)) {
      unlock();
      return;
    }
    if (phase == Phase.Grow) {
      if (expandStep()) continue;
    } else if (phase != Phase.Idle && phase != Phase.Drain && tasksLeft()) {
      const epoch = s.epoch;
      const count = s.tasks;
      unlock();
      if (runTasks(phase, epoch, count)) finishPhase(phase);
      continue;
    }
    const event = currentEvent();
    unlock();
    waitForEvent(event);
  }
}

/** Runs tasks until none is left; true for the thread that finished the last. */
function runTasks(phase: u32, epoch: u32, count: u32): bool {
  while (true) {
    const task = claimTask(epoch, count);
    if (task < 0) return false;
    switch (phase) {
      case Phase.Binning: binningTask(task); break;
      case Phase.Gradients: gradientTask(task); break;
      case Phase.Sample: sampleTask(task); break;
      case Phase.Root: rootTask(task); break;
      case Phase.Renew: renewTask(task); break;
      case Phase.Fit: fitTask(task); break;
      case Phase.Apply: applyTask(task); break;
      default: updateTask(task, phase == Phase.Walk ? state().walkFactor : 1);
    }
    if (finishTask(count)) return true;
  }
}

/** What follows a phase of tasks. By the thread that finished the last one. */
function finishPhase(phase: u32): void {
  if (phase == Phase.Root) mergeRoot();
  else if (phase == Phase.Gradients) finishGradients();
  else if (phase == Phase.Binning) listRowsOfPlaces();
  lock();
  if (phase == Phase.Root) {
    const gradient = totalGradient(leafHistograms);
    const hessian = totalHessian(leafHistograms);
    settle(leafHistograms, gradient, hessian);
    startTree(gradient, hessian);
  } else if (phase == Phase.Renew) {
    openAfterRenewal();
  } else if (phase == Phase.Fit) {
    openAfterFit();
  } else if (phase == Phase.Update) {
    finishLeafCounts();
    openApply();
    setPhase(Phase.Apply);
  } else {
    if (phase == Phase.Sample) finishSampling();
    setPhase(Phase.Idle);
  }
  unlock();
  signal();
}

function mergeRoot(): void {
  const root = leafHistograms;
  clear(root);
  for (let t: u32 = 0; t < threads; t++) {
    if (load<u8>(rootJoined(t))) merge(root, threadHistogram(JOBS, t));
  }
}

/** Bound of |gradient| of squared error after the tree in place: the largest before, and the largest change of a score. */
export function nextGradientBound(): f64 {
  let largest: f64 = 0;
  for (let t: u32 = 0; t < threads; t++) {
    if (load<u8>(rootJoined(t))) largest = max(largest, load<f64>(rootMaximum(t)));
  }
  let change: f64 = 0;
  for (let leaf: u32 = 0; leaf < state().leaves; leaf++) change = max(change, abs(treeLeafAt(leaf).output));
  return largest + change;
}
