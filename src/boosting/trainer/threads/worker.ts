/** A training thread: cuts features into bins, scores rows by an earlier model, and works on trees with its siblings. */
import type { MessagePort } from 'node:worker_threads';
import type { BinMapper } from '../../bins/index.js';
import { instantiate } from '../engine/engine.js';
import { configure, type TrainingPlan } from '../engine/plan.js';
import type { EarlierTask } from '../rounds/earlier-trees.js';
import { type LeaderResult, lead } from '../rounds/leader.js';
import { type BinTask, cutFeature } from './cut-feature.js';
import { type CheckedColumn, firstUnfit } from './unfit-values.js';

/** Asks to take part in the training of a plan as thread number `thread`; number 0 leads. */
export interface TrainTask {
  readonly kind: 'train';
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly plan: TrainingPlan;
  readonly thread: number;
  /** Where the leading thread tells of each round. */
  readonly port?: MessagePort;
}

/** Asks for the first unfit value of each column. */
export interface CheckTask {
  readonly kind: 'check';
  readonly columns: readonly CheckedColumn[];
}

type Task = BinTask | TrainTask | EarlierTask | CheckTask;

export default async function work(
  task: Task,
): Promise<BinMapper | LeaderResult | number[] | undefined> {
  if (task.kind === 'check') return task.columns.map(firstUnfit);
  if (task.kind === 'bin') return cutFeature(task);
  if (task.kind === 'earlier') {
    // Loaded when it is needed: a thread's start counts in small trainings.
    const { addEarlierTrees } = await import('../rounds/earlier-trees.js');
    addEarlierTrees(task);
    return undefined;
  }
  const { module, memory, plan, thread, port } = task;
  if (port !== undefined) return lead(module, memory, plan, (message) => port.postMessage(message));
  const engine = instantiate(module, memory);
  configure(engine, plan, thread);
  engine.work();
  return undefined;
}
