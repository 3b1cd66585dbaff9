/** The threads of one training: a pool of workers, and the WebAssembly module that all of them run. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { CambiumError } from '../../errors.js';
import { built } from '../../runtime/index.js';
import type { BinMapper, BinOptions } from '../bins/index.js';
import type { RoundReport } from './evaluation.js';
import type { TrainingPlan } from './plan.js';
import type { ClosedRound, TrainTask } from './worker.js';

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** The training module, compiled once a process. With `CAMBIUM_WASM=debug` the build that has assertions. */
export function trainingModule(): Promise<WebAssembly.Module> {
  const folder = process.env['CAMBIUM_WASM'] === 'debug' ? 'assembly/debug' : 'assembly';
  const file = built(`${folder}/training.wasm`);
  const module = compiled.get(file) ?? readFile(file).then((bytes) => WebAssembly.compile(bytes));
  compiled.set(file, module);
  return module;
}

/** Rows below which another thread costs more than it brings. */
const ROWS_PER_THREAD = 8192;
const MAXIMUM_THREADS = 256;

/** Number of threads for a wish (0: one a core) and a table's size. */
export function threadCount(wish: number, rows: number): number {
  const wanted = wish > 0 ? wish : availableParallelism();
  return Math.max(1, Math.min(wanted, MAXIMUM_THREADS, Math.floor(rows / ROWS_PER_THREAD)));
}

function stopped(cause: unknown): CambiumError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CambiumError('training-stopped', `a training thread stopped: ${reason}`, { cause });
}

/** Worker threads that cut features into bins and grow trees. Disband it when done. */
export class Team {
  readonly threads: number;
  readonly #pool: Piscina;

  constructor(threads: number) {
    this.threads = threads;
    this.#pool = new Piscina({
      filename: built('src/boosting/trainer/worker.js'),
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
    });
  }

  /** The bin mapper of each feature, cut side by side. */
  cut(
    columns: readonly (Float32Array | Float64Array)[],
    sample: Int32Array,
    options: BinOptions,
  ): Promise<BinMapper[]> {
    return Promise.all(
      columns.map((values) => this.#pool.run({ kind: 'bin', values, sample, options })),
    ).catch((cause: unknown) => {
      throw stopped(cause);
    });
  }

  /** Trains by a plan; gives each round's tree, in order. */
  async train(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    plan: TrainingPlan,
    onRound: (report: RoundReport) => void,
  ): Promise<Uint8Array[]> {
    const tasks = Array.from({ length: this.threads }, (_, thread) =>
      this.#runThread({ module, memory, plan, thread }, onRound),
    );
    try {
      const closed = (await Promise.all(tasks)).flat();
      return closed.sort((a, b) => a.iteration - b.iteration).map((round) => round.tree);
    } catch (cause) {
      // The other threads may wait for the lost one for ever: they end with the pool.
      await this.disband();
      await Promise.allSettled(tasks);
      throw stopped(cause);
    }
  }

  /** Runs one thread to its end; all rounds that it closed have been reported by then. */
  async #runThread(
    task: Omit<TrainTask, 'kind' | 'port'>,
    onRound: (report: RoundReport) => void,
  ): Promise<ClosedRound[]> {
    const { port1, port2 } = new MessageChannel();
    let reported = 0;
    let expected = Number.POSITIVE_INFINITY;
    let allReported = () => {};
    const drained = new Promise<void>((resolve) => {
      allReported = resolve;
    });
    port1.on('message', (report: RoundReport) => {
      reported++;
      onRound(report);
      if (reported === expected) allReported();
    });
    try {
      const closed: ClosedRound[] = await this.#pool.run(
        { kind: 'train', ...task, port: port2 },
        { transferList: [port2] },
      );
      expected = closed.length;
      if (reported < expected) await drained;
      return closed;
    } finally {
      port1.close();
    }
  }

  async disband(): Promise<void> {
    await this.#pool.destroy();
  }
}
