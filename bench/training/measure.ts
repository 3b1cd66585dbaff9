/** Fills the benchmark's cells: contestants in turn, round after round, each run kept at once. */
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BusyCore, keepCoreBusy } from './busy-core.js';
import type { Contestant } from './contestants.js';
import { labelFile, readInto } from './datasets/columns.js';
import { type Description, datasetFolder, readDescription } from './datasets/index.js';
import type { Job } from './job.js';
import { judge } from './judge.js';
import type { Cell, Entry, Ledger } from './ledger.js';
import type { TrainingOptions } from './options.js';
import {
  expectedSeconds,
  formatDuration,
  iterations,
  roundsLeft,
  secondsLeft,
  type Task,
  taskKey,
} from './plan.js';
import { runContestant } from './run-contestant.js';

/** How the time taken compares to what was expected, so that the rest can be told better. */
class Pace {
  #expected = 0;
  #taken = 0;

  add(expected: number, taken: number): void {
    this.#expected += expected;
    this.#taken += taken;
  }

  /** A few runs say little: they are weighed against a minute of having been right. */
  scale(seconds: number): number {
    return (seconds * (this.#taken + 60)) / (this.#expected + 60);
  }
}

function heldOutMetrics(path: string, folder: string, { objective, rows }: Description) {
  const predictions = new Float64Array(rows.test);
  readInto(path, predictions);
  const labels = new Float32Array(rows.test);
  readInto(labelFile(folder, 'test'), labels);
  return judge(objective, predictions, labels);
}

/**
 * Fills the cells of all tasks, as far as they are not filled.
 * @returns why data sets were left out, by their names
 */
export async function measure(
  tasks: readonly Task[],
  ledger: Ledger,
  options: TrainingOptions,
  log: (line: string) => void,
): Promise<Record<string, string>> {
  const pace = new Pace();
  const leftOut: Record<string, string> = {};
  for (const [index, task] of tasks.entries()) {
    const { name } = task.dataset;
    if (leftOut[name] !== undefined) continue;
    const left = pace.scale(secondsLeft(tasks.slice(index), ledger, options));
    log(`${taskKey(task)}: ${index + 1} of ${tasks.length}, about ${formatDuration(left)} left`);
    try {
      const folder = await datasetFolder(task.dataset, task.rows, log);
      await new CellFilling(task, folder, ledger, options, pace, log).run();
    } catch (error) {
      leftOut[name] = reason(error);
      log(`  left out: ${reason(error)}`);
    }
  }
  return leftOut;
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The rounds of one cell. */
class CellFilling {
  readonly #task: Task;
  readonly #folder: string;
  readonly #description: Description;
  readonly #ledger: Ledger;
  readonly #cell: Cell;
  readonly #options: TrainingOptions;
  readonly #pace: Pace;
  readonly #log: (line: string) => void;
  #busy: BusyCore | undefined;

  constructor(
    task: Task,
    folder: string,
    ledger: Ledger,
    options: TrainingOptions,
    pace: Pace,
    log: (line: string) => void,
  ) {
    this.#task = task;
    this.#folder = folder;
    this.#description = readDescription(folder);
    this.#ledger = ledger;
    this.#options = options;
    this.#pace = pace;
    this.#log = log;
    this.#cell = ledger.cell({
      data: task.dataset.name,
      leaves: task.leaves,
      threads: task.threads,
      busy: task.busy,
      shape: { ...this.#description.rows, features: this.#description.features.length },
      day: new Date().toISOString().slice(0, 10),
      load: loadavg(),
      entries: {},
    });
  }

  async run(): Promise<void> {
    const { rounds, quick } = this.#options;
    try {
      if (this.#task.busy) {
        this.#busy = keepCoreBusy(availableParallelism());
        this.#cell.surroundings = this.#busy.description;
      }
      for (let round = 0; round < rounds; round++) {
        for (const contestant of this.#task.contestants) {
          // Who has run this round already, has failed, or is too slow for another, is left out of it.
          if (roundsLeft(this.#cell, contestant, this.#options) < rounds - round) continue;
          const started = performance.now();
          await this.#runOnce(contestant);
          this.#ledger.save();
          const taken = (performance.now() - started) / 1000;
          this.#pace.add(expectedSeconds(this.#task, contestant, quick), taken);
        }
      }
    } finally {
      this.#busy?.end();
    }
  }

  async #runOnce(contestant: Contestant): Promise<void> {
    const { entries } = this.#cell;
    entries[contestant.id] ??= { runs: [] };
    const entry = entries[contestant.id] as Entry;
    const path = join(tmpdir(), `cambium-bench-${process.pid}.f64`);
    // Training the same data again gives the same model: its predictions are judged once.
    const judged = entry.metrics !== undefined || this.#task.busy;
    const job = this.#job(contestant, judged ? {} : { predictions: path });
    const limits = { seconds: this.#options.limitSeconds, prefix: this.#busy?.prefix ?? [] };
    try {
      const attempt = await runContestant(contestant.command(), job, limits);
      if ('failure' in attempt) throw new Error(attempt.failure);
      if (!judged) entry.metrics = heldOutMetrics(path, this.#folder, this.#description);
      entry.runs.push(attempt);
      const { total, binning, cpuSeconds, peakBytes } = attempt;
      this.#log(
        `  ${contestant.name}, run ${entry.runs.length}: ${total.toFixed(2)} s (binning ${binning.toFixed(2)}), CPU ${cpuSeconds.toFixed(2)} s, ${(peakBytes / 1e6).toFixed(0)} MB`,
      );
    } catch (error) {
      entry.failure = reason(error);
      this.#log(`  ${contestant.name} failed: ${entry.failure}`);
    } finally {
      rmSync(path, { force: true });
    }
  }

  #job({ parameters }: Contestant, output: Pick<Job, 'predictions'>): Job {
    return {
      folder: this.#folder,
      parameters: {
        objective: this.#description.objective,
        num_leaves: this.#task.leaves,
        learning_rate: 0.1,
        min_data_in_leaf: 20,
        max_bin: 255,
        num_iterations: iterations(this.#options.quick),
        num_threads: this.#task.threads,
        ...parameters,
      },
      ...output,
    };
  }
}
