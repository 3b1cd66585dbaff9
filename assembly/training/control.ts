// The control block: the words through which the threads agree on what is done next. Words that
// threads hammer on have 128 bytes to themselves.
import { JOBS, control, threads } from './context';

/** What the threads are doing, in the order of a boosting round. */
export const enum Phase {
  /** Waiting for the host, which is with thread 0. */
  Idle = 0,
  /** Mapping values to bins: tasks. */
  Binning = 1,
  /** Gradients and hessians of all rows and classes: tasks. */
  Gradients = 2,
  /** Choosing the rows of the next trees: tasks. */
  Sample = 3,
  /** Records with payloads, root histogram: tasks. */
  Root = 4,
  /** Growing a tree, leaf by leaf. */
  Grow = 5,
  /** The tree is whole; splits begun and dropped are being dropped. */
  Drain = 6,
  /** Giving leaves outputs that the objective finds from their rows: tasks. */
  Renew = 7,
  /** Fitting linear models in the leaves: tasks. */
  Fit = 8,
  /** Telling rows their leaves; adding outputs to validation rows: tasks. */
  Update = 9,
  /** Adding a tree of an earlier round, times a factor, to the scores: tasks. */
  Walk = 10,
  /** Adding outputs to the training rows: tasks. */
  Apply = 11,
  Done = 12,
}

@unmanaged
export class Control {
  phase: u32;
  /** Boosting round, from 0, and the class whose tree is grown. */
  iteration: u32;
  ofClass: u32;
  leaves: u32;
  splitsLeft: u32;
  entries: u32;
  histograms: u32;
  /** Splits being worked on. */
  inFlight: u32;
  tasks: u32;
  /** Rises with every list of tasks. */
  epoch: u32;
  /** Last split of a tree: rows of its left side, counted in the update pass. */
  lastLeft: u32;
  /** Rows of the tree's root. */
  sampled: u32;
  /** Integers a unit of gradient and hessian in this tree. */
  gradientScale: f64;
  hessianScale: f64;
  /** Bound of |gradient| in this tree. */
  gradientBound: f64;
  /** Factor on the tree's outputs. */
  shrinkage: f64;
  /** Factor on gradients and hessians of rows that stand for others; see sampling.ts. */
  amplification: f64;
  /** Factor on the outputs of a tree that is walked. */
  walkFactor: f64;
  /** Number of the leaf that is split next, or -1, and forced splits made, where splits are settled one by one. */
  next: i32;
  forced: u32;
}

const MUTEX: usize = 256;
const EVENT: usize = 384;
const WAITERS: usize = 512;
const CLAIM: usize = 640;
const FINISHED: usize = 768;
const CANCEL: usize = 896;
const JOINED: usize = 1024;
const MAXIMA: usize = JOINED + 256;
const JOB: usize = MAXIMA + 256 * 8;

/** Most threads that one training can have. */
export const MAXIMUM_THREADS: u32 = 256;

/** A leaf that several threads partition together, chunk by chunk. */
@unmanaged
export class Job {
  active: u32;
  leaf: u32;
  chunks: u32;
  users: u32;
  /** Right rows in front of the border between the children, once every chunk is partitioned. */
  misplaced: u32;
}

const JOB_PART_NEXT: usize = 128;
const JOB_PART_DONE: usize = 256;
const JOB_SWAP_NEXT: usize = 384;
const JOB_SWAP_DONE: usize = 512;
const JOB_JOINED: usize = 640;
const JOB_BYTES: usize = 1024;

export function controlBytes(): usize {
  return JOB + <usize>JOBS * JOB_BYTES;
}

@inline export function state(): Control { return changetype<Control>(control); }
@inline export function job(index: u32): Job { return changetype<Job>(control + JOB + <usize>index * JOB_BYTES); }
@inline export function partNext(j: Job): usize { return changetype<usize>(j) + JOB_PART_NEXT; }
@inline export function partDone(j: Job): usize { return changetype<usize>(j) + JOB_PART_DONE; }
@inline export function swapNext(j: Job): usize { return changetype<usize>(j) + JOB_SWAP_NEXT; }
@inline export function swapDone(j: Job): usize { return changetype<usize>(j) + JOB_SWAP_DONE; }
/** One byte a thread: whether it has gathered rows of this job. */
@inline export function jobJoined(j: Job, thread: u32): usize { return changetype<usize>(j) + JOB_JOINED + thread; }
/** One byte a thread: whether it has gathered rows of the root. */
@inline export function rootJoined(thread: u32): usize { return control + JOINED + thread; }
/** One 64-bit float a thread: the largest |gradient| that it has seen in this tree's root. */
@inline export function rootMaximum(thread: u32): usize { return control + MAXIMA + <usize>thread * 8; }

/** Rows of the left side of a tree's last split, counted while outputs are added. */
export function lastLeftAddress(): usize { return control + offsetof<Control>('lastLeft'); }

export function setPhase(phase: Phase): void { atomic.store<u32>(control + offsetof<Control>('phase'), phase); }
@inline export function currentPhase(): u32 { return atomic.load<u32>(control + offsetof<Control>('phase')); }

/** Where, in the control block, the host says by a 1 that training is to end. */
export function cancelAddress(): usize { return CANCEL; }

// Waiting goes through the host: V8's baseline compiler has miscompiled functions around memory.atomic.wait32.
@external('env', 'wait') declare function wait(address: usize, expected: i32): void;

const LOCK_SPINS: i32 = 500;
const EVENT_SPINS: i32 = 4000;

export function lock(): void {
  if (atomic.cmpxchg<i32>(control + MUTEX, 0, 1) == 0) return;
  for (let spin = 0; spin < LOCK_SPINS; spin++) {
    if (atomic.load<i32>(control + MUTEX) == 0 && atomic.cmpxchg<i32>(control + MUTEX, 0, 1) == 0) return;
  }
  while (atomic.xchg<i32>(control + MUTEX, 2) != 0) wait(control + MUTEX, 2);
}

export function unlock(): void {
  if (atomic.xchg<i32>(control + MUTEX, 0) == 2) atomic.notify(control + MUTEX, 1);
}

/** Tells waiting threads that there may be something to do. */
export function signal(): void {
  atomic.add<i32>(control + EVENT, 1);
  if (atomic.load<i32>(control + WAITERS) > 0) atomic.notify(control + EVENT, threads);
}

@inline export function currentEvent(): i32 { return atomic.load<i32>(control + EVENT); }

/** Returns when an event later than `event` has been signalled: spins as long as a wake-up takes, then sleeps. */
export function waitForEvent(event: i32): void {
  for (let spin = 0; spin < EVENT_SPINS; spin++) {
    if (atomic.load<i32>(control + EVENT) != event) return;
  }
  atomic.add<i32>(control + WAITERS, 1);
  if (atomic.load<i32>(control + EVENT) == event) wait(control + EVENT, event);
  atomic.sub<i32>(control + WAITERS, 1);
}

/** Opens a list of `count` tasks. Under the lock. */
export function openTasks(count: u32): void {
  const s = state();
  s.tasks = count;
  s.epoch++;
  atomic.store<u32>(control + FINISHED, 0);
  atomic.store<u64>(control + CLAIM, <u64>s.epoch << 32);
}

/** Claims the next task of the list of `epoch`; -1 when none is left or another list is open. */
export function claimTask(epoch: u32, count: u32): i32 {
  while (true) {
    const word = atomic.load<u64>(control + CLAIM);
    const index = <u32>word;
    if (<u32>(word >> 32) != epoch || index >= count) return -1;
    if (atomic.cmpxchg<u64>(control + CLAIM, word, word + 1) == word) return index;
  }
}

@inline export function tasksLeft(): bool {
  return <u32>atomic.load<u64>(control + CLAIM) < state().tasks;
}

/** Counts a task as done; true for the thread that finished the last one. */
@inline export function finishTask(count: u32): bool {
  return atomic.add<u32>(control + FINISHED, 1) + 1 == count;
}
