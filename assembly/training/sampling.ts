// Sample stage: which rows a tree is grown on. A byte a row: 0 out of the bag, 1 in it, 2 in it and standing for
// others (gradient-based one-side sampling). Bagging draws as LightGBM does: one generator for every 1024 rows.
import { TASK_ROWS, bag, labels, rows } from './context';
import { openTasks, state } from './control';

const BLOCK: u32 = 1024;
/** Multiplier and increment of LightGBM's generator (Microsoft's C library's). */
const MULTIPLIER: u32 = 214013;
const INCREMENT: u32 = 2531011;

/** One 32-bit state of a generator for each 1024 rows. */
export let bagStates: usize = 0;
/** For each task of the root pass, the number of its first row in the bag. */
export let bagPositions: usize = 0;
/** Share of rows in the bag; where classes differ, of rows with positive labels and of the others. */
export let baggingFraction: f64 = 1;
export let posBaggingFraction: f64 = 1;
export let negBaggingFraction: f64 = 1;
export let bagsByClass: u32 = 0;
/** Whether the host has chosen the rows itself. */
export let hostSamples: u32 = 0;

export function sampleTasks(): u32 { return (rows + TASK_ROWS - 1) / TASK_ROWS; }

/** Opens the choice of rows. Alone. */
export function openSampling(): void { openTasks(sampleTasks()); }

export function sampleTask(task: u32): void {
  const first = task * TASK_ROWS;
  const end = min(first + TASK_ROWS, rows);
  if (!hostSamples) for (let row = first; row < end; row += BLOCK) draw(row, min(row + BLOCK, end));
  let count: u32 = 0;
  for (let row = first; row < end; row++) count += <u32>(load<u8>(bag + row) != 0);
  store<u32>(bagPositions + (<usize>task << 2), count);
}

function draw(first: u32, end: u32): void {
  const place = bagStates + (<usize>(first / BLOCK) << 2);
  let word = load<u32>(place);
  for (let row = first; row < end; row++) {
    word = word * MULTIPLIER + INCREMENT;
    const number = <f64>(word >> 16 & 0x7fff) / 32768;
    let fraction = baggingFraction;
    if (bagsByClass) fraction = load<f32>(labels + (<usize>row << 2)) > 0 ? posBaggingFraction : negBaggingFraction;
    store<u8>(bag + row, <u8>(number < fraction));
  }
  store<u32>(place, word);
}

/** Turns the tasks' numbers of rows into positions. By the thread that finished the last task. */
export function finishSampling(): void {
  let position: u32 = 0;
  for (let task: u32 = 0; task < sampleTasks(); task++) {
    const place = bagPositions + (<usize>task << 2);
    const count = load<u32>(place);
    store<u32>(place, position);
    position += count;
  }
  state().sampled = position;
}
