/** The worker threads of a scorer: as many as the work so far was worth. */
import type { Piscina } from 'piscina';
import { built } from '../../runtime/index.js';
import type { ScoringWorkerData } from './worker.js';

/** Row·trees that take as long as starting a thread does. */
const THREAD_ROW_TREES = 10_000_000;

export class ScoringThreads {
  /** The most threads that there may be. */
  readonly most: number;
  readonly #data: ScoringWorkerData;
  #pool: Promise<Piscina> | undefined;
  #started: Piscina | undefined;
  /** Row·trees that have been scored, or are known to come. */
  #rowTrees = 0;

  constructor(most: number, data: ScoringWorkerData) {
    this.most = most;
    this.#data = data;
  }

  /** Threads that run. */
  get running(): number {
    return this.#started?.threads.length ?? 0;
  }

  /** Threads that save more time than they take to start; 0 leaves the work to the caller's own. */
  get worth(): number {
    if (this.#rowTrees <= THREAD_ROW_TREES) return 0;
    return Math.min(this.most, Math.ceil(this.#rowTrees / THREAD_ROW_TREES));
  }

  /** Counts work that is done now. */
  add(rowTrees: number): void {
    this.#rowTrees += rowTrees;
  }

  /** Starts in the background what so much work needs. */
  prepare(rowTrees: number): void {
    this.#rowTrees = Math.max(this.#rowTrees, rowTrees);
    // A failure shows when the threads are needed.
    if (this.worth > 0) this.pool().catch(() => {});
  }

  /** The pool, with as many threads as are worth it; more start when there is work for more. */
  pool(): Promise<Piscina> {
    this.#pool ??= import('piscina').then(({ Piscina }) => {
      this.#started = new Piscina({
        filename: built('src/scoring/wasm/worker-thread.cjs'),
        minThreads: this.worth,
        maxThreads: this.most,
        idleTimeout: Number.POSITIVE_INFINITY,
        // Node (24) may lose the end of a thread that begins to wait in Atomics.wait.
        atomics: 'disabled',
        workerData: this.#data,
      });
      return this.#started;
    });
    return this.#pool;
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.then(
      (started) => started.destroy(),
      () => {},
    );
  }
}
