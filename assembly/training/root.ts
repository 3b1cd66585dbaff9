// Root stage: gradients of all rows, written into the records in the order of the table, and the root's
// histogram, fused.
import {
  BLOCK_ROWS, JOBS, PAYLOAD, TASK_ROWS, constantHessian, master, rows, scratch, stride, thread, threadHistogram,
} from './context';
import { gradientMaximum as maximumOf, rootJoined } from './control';
import { clearGradientMaximum, gradientMaximum, writePayloads } from './gradients';
import { addRecords, clear } from './histogram';

export function rootTasks(): u32 {
  return (rows + TASK_ROWS - 1) / TASK_ROWS;
}

/** Rows `task × TASK_ROWS` and on: into this thread's histogram of the root. */
export function rootTask(task: u32): void {
  const histogram = threadHistogram(JOBS, thread);
  if (!load<u8>(rootJoined(thread))) {
    clear(histogram);
    store<u8>(rootJoined(thread), 1);
    store<f64>(maximumOf(thread), 0);
  }
  clearGradientMaximum();
  let row = task * TASK_ROWS;
  const end = min(row + TASK_ROWS, rows);
  for (; row < end; row += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, end - row);
    writePayloads(row, count, scratch);
    writeRecords(row, count);
    addRecords(master + <usize>row * stride, count, histogram);
  }
  store<f64>(maximumOf(thread), max(load<f64>(maximumOf(thread)), gradientMaximum));
}

/** The payload is written into the record's word for it, whose low byte may be the last bin. */
function writeRecords(first: u32, count: u32): void {
  const step = <usize>stride;
  const keep: u32 = constantHessian ? 0xff : 0;
  let word = master + <usize>first * step + step - PAYLOAD;
  let from = scratch;
  for (const end = from + (<usize>count << 2); from < end; from += 4, word += step) {
    store<u32>(word, load<u32>(from) | (load<u32>(word) & keep));
  }
}
