// Rankings: tasks are queries, as many as begin within a stretch of rows.
import { gradients, hessians, rows, weights } from '../context';
import { lambdarank } from './lambdarank';
import { isInBag, queryStart } from './ranking-tables';
import { Objective, objective, queryCount } from './settings';
import { weightOf } from './weight';
import { xendcg } from './xendcg';

/** Rows of one task: fewer than elsewhere, for a row is met with many others. */
const STRETCH: u32 = 1024;

export function rankingTasks(): u32 { return (rows + STRETCH - 1) / STRETCH; }

/** Rows of the task that was computed last. */
export let firstRow: u32 = 0;
export let rowCount: u32 = 0;

export function rankingTask(task: u32): void {
  const first = queryFrom(task * STRETCH);
  const end = queryFrom(min((task + 1) * STRETCH, rows));
  for (let query = first; query < end; query++) {
    const start = queryStart(query);
    const count = queryStart(query + 1) - start;
    if (count == 0) continue;
    if (!isInBag(start)) clear(start, count);
    else if (objective == Objective.Lambdarank) lambdarank(query, start, count);
    else xendcg(query, start, count);
  }
  firstRow = queryStart(first);
  rowCount = queryStart(end) - firstRow;
  if (weights) weigh();
}

/** Rows out of the bag have no say in the scales of sums. */
function clear(start: u32, count: u32): void {
  memory.fill(gradients + (<usize>start << 2), 0, <usize>count << 2);
  memory.fill(hessians + (<usize>start << 2), 0, <usize>count << 2);
}

function weigh(): void {
  for (let row = firstRow; row < firstRow + rowCount; row++) {
    const at = <usize>row << 2;
    const weight = <f32>weightOf(row);
    store<f32>(gradients + at, load<f32>(gradients + at) * weight);
    store<f32>(hessians + at, load<f32>(hessians + at) * weight);
  }
}

/** The first query that begins at `row` or later. */
function queryFrom(row: u32): u32 {
  let low: u32 = 0;
  let high = queryCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (queryStart(middle) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
