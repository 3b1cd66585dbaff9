/** A training thread: cuts features into bins, scores rows by an earlier model, and works on trees with its siblings. */
import type { MessagePort } from 'node:worker_threads';
import {
  type BinMapper,
  type BinOptions,
  findBin,
  findCategories,
  takeRows,
} from '../bins/index.js';
import type { EarlierTask } from './earlier-trees.js';
import { instantiate } from './engine.js';
import { type LeaderResult, lead } from './leader.js';
import { configure, type TrainingPlan } from './plan.js';
import { type CheckedColumn, firstUnfit } from './unfit-values.js';

/** Asks for the bin mapper of one feature from its values at the sampled rows. */
export interface BinTask {
  readonly kind: 'bin';
  readonly values: Float32Array | Float64Array;
  /** The sampled rows among the values, or how many sampled rows are zero besides all of the values. */
  readonly sample: Int32Array | number;
  readonly categorical: boolean;
  readonly options: BinOptions;
}

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
  if (task.kind === 'bin') {
    return cut(task);
  }
  if (task.kind === 'earlier') {
    // Loaded when it is needed: a thread's start counts in small trainings.
    const { addEarlierTrees } = await import('./earlier-trees.js');
    addEarlierTrees(task);
    return undefined;
  }
  const { module, memory, plan, thread, port } = task;
  if (port !== undefined) return lead(module, memory, plan, port);
  const engine = instantiate(module, memory);
  configure(engine, plan, thread);
  engine.work();
  return undefined;
}

function cut({ values, sample, categorical, options }: BinTask): BinMapper {
  if (typeof sample !== 'number') {
    const taken = takeRows(values, sample);
    return categorical ? findCategories(taken, options) : findBin(taken, options);
  }
  if (!categorical) return findBin(values, options, sample);
  const all = new Float64Array(values.length + sample);
  all.set(values);
  return findCategories(all, options);
}
