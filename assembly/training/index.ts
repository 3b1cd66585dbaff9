// The training module: what the host calls, and the loop in which every thread works until there is
// something to evaluate or nothing left to do. See scale.ts for why the bytes of a model do not depend
// on the number of threads or their timing.
import { JOBS, leafHistograms, numLeaves, rows, threadHistogram, threads } from './context';
import { binningTask, binningTasks } from './binning';
import {
  Phase, cancelled, claimTask, currentEvent, finishTask, gradientMaximum, lock, openTasks, rootJoined, setPhase, signal,
  state, tasksLeft, unlock, waitForEvent,
} from './control';
import { fixedGradientBound, hessianBound } from './gradients';
import { finishLeafCounts, startTree } from './driver';
import { expandStep } from './expand';
import { clear, merge } from './histogram';
import { totalOf } from './leaf';
import { rootTask, rootTasks } from './root';
import { setScales } from './scale';
import { treeLeafAt } from './tree';
import { updateTask } from './update';

export { HISTOGRAM_STRIDE, JOBS, setMemory, setParameters, setShape } from './context';
export { MAXIMUM_THREADS, cancelAddress, controlBytes } from './control';
export { setDatasets } from './dataset';
export { setObjective } from './gradients';
export { maximumEntries, setFrontier } from './driver';
export { chunkTableBytes } from './expand';
export { leafEntryBytes } from './leaf';
export { treeBytes } from './tree';
export { taskTableBytes } from './update';

/** What {@link work} returns with. */
export const EVALUATE: i32 = 1;
export const DONE: i32 = 2;

/** Opens the binning pass. Called once, by one thread, before any thread works. */
export function start(): void {
  openTasks(binningTasks());
  setPhase(Phase.Binning);
}

/** Opens the first round. `gradientBound`: a bound of |gradient| at the initial scores. */
function openFirstRound(): void {
  openRound(state().gradientBound);
}

/** Sets the bound of |gradient| at the initial scores; before {@link start}. */
export function setGradientBound(bound: f64): void {
  state().gradientBound = bound;
}

/** Opens the pass over all rows that begins a round. Under the lock, or alone. */
function openRound(gradientBound: f64): void {
  const fixed = fixedGradientBound();
  setScales(fixed > 0 ? fixed : gradientBound, hessianBound());
  memory.fill(rootJoined(0), 0, threads);
  openTasks(rootTasks());
  setPhase(Phase.Root);
}

/** Works until a round is over (then exactly one thread gets EVALUATE, and must call `resume`) or training is done. */
export function work(): i32 {
  while (true) {
    lock();
    const s = state();
    const phase = s.phase;
    if (phase == Phase.Done) {
      unlock();
      return DONE;
    }
    if (phase == Phase.Binning || phase == Phase.Root || phase == Phase.Update) {
      if (tasksLeft()) {
        const epoch = s.epoch;
        const count = s.tasks;
        unlock();
        if (runTasks(phase, epoch, count)) {
          if (phase == Phase.Update) return endRound();
          if (phase == Phase.Root) mergeRoot();
          else afterBinning();
        }
        continue;
      }
    } else if (phase == Phase.Grow) {
      if (expandStep()) continue;
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
    if (phase == Phase.Binning) binningTask(task);
    else if (phase == Phase.Root) rootTask(task);
    else updateTask(task);
    if (finishTask(count)) return true;
  }
}

function afterBinning(): void {
  lock();
  openFirstRound();
  unlock();
  signal();
}

function mergeRoot(): void {
  const root = leafHistograms;
  clear(root);
  for (let thread: u32 = 0; thread < threads; thread++) {
    if (load<u8>(rootJoined(thread))) merge(root, threadHistogram(JOBS, thread));
  }
  lock();
  startTree(totalOf(root));
  unlock();
  signal();
}

function endRound(): i32 {
  lock();
  finishLeafCounts();
  setPhase(Phase.Evaluate);
  unlock();
  return EVALUATE;
}

/** Goes on with the next round, or ends training. Called by the thread that got EVALUATE. */
export function resume(stop: bool): void {
  lock();
  if (stop || cancelled()) {
    setPhase(Phase.Done);
  } else {
    state().iteration++;
    openRound(nextGradientBound());
  }
  unlock();
  signal();
}

/** The largest |gradient| of this round, plus the largest change of a score. */
function nextGradientBound(): f64 {
  let largest: f64 = 0;
  for (let thread: u32 = 0; thread < threads; thread++) {
    if (load<u8>(rootJoined(thread))) largest = max(largest, load<f64>(gradientMaximum(thread)));
  }
  let change: f64 = 0;
  for (let leaf: u32 = 0; leaf < state().leaves; leaf++) change = max(change, abs(treeLeafAt(leaf).output));
  return largest + change;
}
