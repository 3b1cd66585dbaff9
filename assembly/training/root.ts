// Root stage: gradients of all rows, records in the order of the table, and the root's histogram, fused.
import {
  BLOCK_ROWS, JOBS, TASK_ROWS, constantHessian, master, records0, rowIds0, rows, scratch, stride, thread, threadHistogram,
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
    copyRecords(row, count);
    addRecords(records0 + <usize>row * stride, count, histogram);
  }
  store<f64>(maximumOf(thread), max(load<f64>(maximumOf(thread)), gradientMaximum));
}

function copyRecords(first: u32, count: u32): void {
  const step = <usize>stride;
  let from = master + <usize>first * step;
  let to = records0 + <usize>first * step;
  const word = step - 4;
  // With a constant hessian the payload's low byte may be the last bin.
  const keep: u32 = constantHessian ? 0xff : 0;
  for (let at: u32 = 0; at < count; at++) {
    const payload = load<u32>(scratch + (<usize>at << 2)) | (load<u32>(from + word) & keep);
    v128.store(to, v128.load(from));
    for (let offset: usize = 16; offset + 16 < step; offset += 16) v128.store(to + offset, v128.load(from + offset));
    v128.store(to + step - 16, i32x4.replace_lane(v128.load(from + step - 16), 3, payload));
    store<u32>(rowIds0 + (<usize>(first + at) << 2), first + at);
    from += step;
    to += step;
  }
}
