/** A training thread: cuts features into bins, then works on trees together with its siblings. */
import type { MessagePort } from 'node:worker_threads';
import { type BinMapper, type BinOptions, findBin, takeRows } from '../bins/index.js';
import { instantiate } from './engine.js';
import { Evaluator, type RoundReport } from './evaluation.js';
import { configure, type TrainingPlan } from './plan.js';

/** Asks for the bin mapper of one feature from its values at the sampled rows. */
export interface BinTask {
  readonly kind: 'bin';
  readonly values: Float32Array | Float64Array;
  readonly sample: Int32Array;
  readonly options: BinOptions;
}

/** Asks to take part in the training of a plan as thread number `thread`. */
export interface TrainTask {
  readonly kind: 'train';
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly plan: TrainingPlan;
  readonly thread: number;
  /** Where each round is reported as it closes. */
  readonly port: MessagePort;
}

/** The trees of the rounds that this thread closed, as bytes. */
export interface ClosedRound {
  readonly iteration: number;
  readonly tree: Uint8Array;
}

export default function work(task: BinTask | TrainTask): BinMapper | ClosedRound[] {
  return task.kind === 'bin'
    ? findBin(takeRows(task.values, task.sample), task.options)
    : train(task);
}

function train({ module, memory, plan, thread, port }: TrainTask): ClosedRound[] {
  const training = instantiate(module, memory);
  configure(training, plan, thread);
  const evaluator = new Evaluator(plan, memory.buffer);
  const round = new Int32Array(memory.buffer, plan.round, 1);
  const tree = new Uint8Array(memory.buffer, plan.tree, training.treeBytes());
  const leaves = new Uint32Array(memory.buffer, plan.tree, 1);
  const closed: ClosedRound[] = [];
  const evaluate = training.EVALUATE.value;
  while (training.work() === evaluate) {
    const iteration = round[0] as number;
    round[0] = iteration + 1;
    closed.push({ iteration, tree: tree.slice() });
    const report: RoundReport = evaluator.evaluate(iteration, (leaves[0] as number) > 1);
    port.postMessage(report);
    training.resume(report.stop ? 1 : 0);
  }
  return closed;
}
