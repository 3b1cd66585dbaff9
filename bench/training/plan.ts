/** What is to be measured, in which order, and how long that will take. */
import { CAMBIUM, type Contestant, contestants, LIGHTGBM } from './contestants.js';
import { type Dataset, datasets } from './datasets/index.js';
import { isSlow } from './figures.js';
import { type Cell, cellKey, type Ledger } from './ledger.js';
import type { TrainingOptions } from './options.js';

/** Boosting rounds of each training. */
export const iterations = (quick: boolean): number => (quick ? 5 : 100);

/** The data set of the table of a busy core. */
const BUSY = { data: 'taxi', leaves: 31, threads: [1, 2] } as const;

/** A cell to fill, and who takes part. */
export interface Task {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly leaves: number;
  readonly threads: number;
  readonly busy: boolean;
  readonly contestants: readonly Contestant[];
}

/** All tasks of the options, those of a busy core last: they need a quiet cell to stand beside. */
export function planTasks(options: TrainingOptions, installed: readonly string[]): Task[] {
  const able = contestants.filter(
    ({ needs }) => needs === undefined || (options.peers && installed.includes(needs)),
  );
  const chosen = datasets.filter(({ name }) => options.data.includes(name));
  const task = (dataset: Dataset, leaves: number, threads: number): Task => ({
    dataset,
    rows: options.quick ? dataset.quickRows : dataset.rows,
    leaves,
    threads,
    busy: false,
    contestants: able,
  });
  const tasks = chosen.flatMap((dataset) =>
    (options.leaves ?? dataset.leaves).flatMap((leaves) =>
      options.threads.map((threads) => task(dataset, leaves, threads)),
    ),
  );
  const beside = chosen.find(({ name }) => name === BUSY.data);
  if (!options.busy || beside === undefined) return tasks;
  const pair = able.filter((contestant) => contestant === CAMBIUM || contestant === LIGHTGBM);
  const quiet = BUSY.threads.map((threads) => task(beside, BUSY.leaves, threads));
  const planned = new Set(tasks.map(taskKey));
  return [
    ...tasks,
    ...quiet
      .filter((one) => !planned.has(taskKey(one)))
      .map((one) => ({ ...one, contestants: pair })),
    ...quiet.map((one) => ({ ...one, contestants: pair, busy: true })),
  ];
}

export const taskKey = ({ dataset, leaves, threads, busy }: Task): string =>
  cellKey({ data: dataset.name, leaves, threads, busy });

/**
 * Seconds that one run of a contestant will take, about: from LightGBM's time for a value of a row on
 * two cores of a server, and the start, the reading, and the scoring around it.
 */
export function expectedSeconds(
  { dataset, rows, leaves, threads, busy }: Task,
  { weight }: Contestant,
  quick: boolean,
): number {
  const values = rows * dataset.width;
  const perValue = 6e-9 * iterations(quick) * (1 + leaves / 500) * weight;
  const speed = (busy ? 0.5 : 1) * threads ** 0.8;
  return 2 + values * 3e-8 + (values * perValue) / speed;
}

/** Rounds of a task that a contestant still has to run. */
export function roundsLeft(
  cell: Cell | undefined,
  contestant: Contestant,
  { rounds, slowRounds }: Pick<TrainingOptions, 'rounds' | 'slowRounds'>,
): number {
  const entry = cell?.entries[contestant.id];
  if (cell === undefined || entry === undefined) return rounds;
  if (entry.failure !== undefined) return 0;
  const done = entry.runs.length;
  if (done >= slowRounds && isSlow(cell, contestant)) return 0;
  return Math.max(0, rounds - done);
}

/** Seconds that the tasks will still take. */
export function secondsLeft(
  tasks: readonly Task[],
  ledger: Ledger,
  options: Pick<TrainingOptions, 'rounds' | 'slowRounds' | 'quick'>,
): number {
  const cells = new Map(ledger.cells.map((cell) => [cellKey(cell), cell]));
  let seconds = 0;
  for (const task of tasks) {
    for (const contestant of task.contestants) {
      const left = roundsLeft(cells.get(taskKey(task)), contestant, options);
      seconds += left * expectedSeconds(task, contestant, options.quick);
    }
  }
  return seconds;
}

/** `45 s`, `12 min` or `3 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
