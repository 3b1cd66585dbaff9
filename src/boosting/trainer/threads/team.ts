/** The threads of one training: a pool of workers, and the WebAssembly module that all of them run. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { CambiumError } from '../../../errors.js';
import { built } from '../../../runtime/index.js';
import type { BinMapper } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import type { TrainingPlan } from '../engine/plan.js';
import type { EarlierTask } from '../rounds/earlier-trees.js';
import { type LeaderMessage, type LeaderResult, lead } from '../rounds/leader.js';
import { type BinTask, cutFeature } from './cut-feature.js';
import { type CheckedColumn, firstUnfit } from './unfit-values.js';
import type { CheckTask, TrainTask } from './worker.js';

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

/**
 * Rounds of less work, in values of rows and gains of bins, take a few milliseconds at most: less than a thread's
 * start, and the caller's other events can wait so long.
 */
const SHORT_ROUND = 600_000;

/** Whether a training has so little to do in a round that the calling thread does it between its other events. */
export function hasShortRounds(
  { num_leaves, max_bin, linear_tree }: Parameters,
  classes: number,
  features: number,
  rows: number,
): boolean {
  // A leaf with a split has a row or more on each side.
  const gains = 2 * Math.min(num_leaves, rows) * features * Math.min(max_bin, 256);
  return !linear_tree && classes * (rows * features + gains) <= SHORT_ROUND;
}

function stopped(cause: unknown): CambiumError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CambiumError('training-stopped', `a training thread stopped: ${reason}`, { cause });
}

/** So many values are looked at in less time than a thread takes to start. */
const FEW_VALUES = 262_144;

function sumOf<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((sum, item) => sum + size(item), 0);
}

/** Lets other events come in between. */
const nextTurn = (): Promise<void> => setImmediate();

/** Does a little work at a time, and lets other events come in between. */
async function oneByOne<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(work(item));
    await nextTurn();
  }
  return results;
}

/** Worker threads that cut features into bins and grow trees. Disband it when done. */
export class Team {
  readonly threads: number;
  readonly #inCaller: boolean;
  #pool: Piscina | undefined;

  /** @param inCaller whether one thread is enough, and its trees grow in the calling thread, event by event */
  constructor(threads: number, inCaller = false) {
    this.threads = threads;
    this.#inCaller = inCaller && threads === 1;
    if (!this.#inCaller) this.#workers();
  }

  #workers(): Piscina {
    this.#pool ??= new Piscina({
      filename: built('src/boosting/trainer/threads/worker-thread.cjs'),
      minThreads: this.threads,
      maxThreads: this.threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      // Node (24) may lose the end of a thread that begins to wait in Atomics.wait.
      atomics: 'disabled',
    });
    return this.#pool;
  }

  /** The bin mapper of each feature: of large ones cut side by side, of small ones while the threads start. */
  cut(tasks: readonly Omit<BinTask, 'kind'>[]): Promise<BinMapper[]> {
    const size = ({ values, sample }: (typeof tasks)[number]) =>
      typeof sample === 'number' ? values.length : sample.length;
    if (sumOf(tasks, size) <= FEW_VALUES) return oneByOne(tasks, cutFeature);
    return Promise.all(
      tasks.map((task): Promise<BinMapper> => this.#workers().run({ kind: 'bin', ...task })),
    ).catch((cause: unknown) => {
      throw stopped(cause);
    });
  }

  /** The first row of each column that training cannot take, or -1. */
  async firstUnfit(columns: readonly CheckedColumn[]): Promise<number[]> {
    if (sumOf(columns, ({ values }) => values.length) <= FEW_VALUES) {
      return oneByOne(columns, firstUnfit);
    }
    const share = Math.ceil(columns.length / this.threads);
    const parts = Array.from(
      { length: this.threads },
      (_, part): Promise<number[]> =>
        this.#workers().run({
          kind: 'check',
          columns: columns.slice(part * share, (part + 1) * share),
        } satisfies CheckTask),
    );
    const found = await Promise.all(parts).catch((cause: unknown) => {
      throw stopped(cause);
    });
    return found.flat();
  }

  /** Adds the outputs of earlier trees to scores, rows side by side. */
  async addEarlierTrees(task: Omit<EarlierTask, 'kind' | 'first' | 'end'>): Promise<void> {
    const rows = task.scores.length / task.classes;
    const share = Math.ceil(rows / this.threads);
    const parts = Array.from({ length: this.threads }, (_, part) =>
      this.#workers().run({
        kind: 'earlier',
        ...task,
        first: Math.min(rows, part * share),
        end: Math.min(rows, (part + 1) * share),
      } satisfies EarlierTask),
    );
    await Promise.all(parts).catch((cause: unknown) => {
      throw stopped(cause);
    });
  }

  /** Trains by a plan; tells each message of the leading thread, in order. */
  async train(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    plan: TrainingPlan,
    onMessage: (message: LeaderMessage) => void,
  ): Promise<LeaderResult> {
    if (this.#inCaller) {
      return lead(module, memory, plan, onMessage, nextTurn).catch((cause: unknown) => {
        throw stopped(cause);
      });
    }
    const tasks = Array.from({ length: this.threads }, (_, thread) =>
      thread === 0
        ? this.#lead({ kind: 'train', module, memory, plan, thread }, onMessage)
        : this.#workers().run({ kind: 'train', module, memory, plan, thread } satisfies TrainTask),
    );
    try {
      const [result] = await Promise.all(tasks);
      return result as LeaderResult;
    } catch (cause) {
      // The other threads may wait for the lost one for ever: they end with the pool.
      await this.disband();
      await Promise.allSettled(tasks);
      throw stopped(cause);
    }
  }

  /** Runs the leading thread to its end; all rounds have been told by then. */
  async #lead(task: TrainTask, onMessage: (message: LeaderMessage) => void): Promise<LeaderResult> {
    const { port1, port2 } = new MessageChannel();
    let told = 0;
    let expected = Number.POSITIVE_INFINITY;
    let allTold = () => {};
    const drained = new Promise<void>((resolve) => {
      allTold = resolve;
    });
    port1.on('message', (message: LeaderMessage) => {
      if (message.kind === 'round') told++;
      onMessage(message);
      if (told === expected) allTold();
    });
    try {
      const result: LeaderResult = await this.#workers().run(
        { ...task, port: port2 },
        { transferList: [port2] },
      );
      expected = result.rounds;
      if (told < expected) await drained;
      return result;
    } finally {
      port1.close();
    }
  }

  async disband(): Promise<void> {
    await this.#pool?.destroy();
  }
}
