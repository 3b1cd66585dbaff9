// Root stage: payloads of all rows, written into the records, and the root's histogram, fused. Where rows are
// sampled, those in the bag are copied to the front of a buffer of their own.
import {
  BLOCK_ROWS, JOBS, Sums, TASK_ROWS, bag, master, payloadOffset, payloads, records, rows, scratch, stride, thread, threadHistogram,
} from './context';
import { rootJoined, rootMaximum } from './control';
import { addRecords, clear, finishRecords } from './histogram';
import { clearGradientMaximum, gradientMaximum, writePayloads } from './payload';
import { bagPositions } from './sampling';

export function rootTasks(): u32 {
  return (rows + TASK_ROWS - 1) / TASK_ROWS;
}

/** Rows `task × TASK_ROWS` and on: into this thread's histogram of the root. */
export function rootTask(task: u32): void {
  const histogram = threadHistogram(JOBS, thread);
  if (!load<u8>(rootJoined(thread))) {
    clear(histogram);
    store<u8>(rootJoined(thread), 1);
    store<f64>(rootMaximum(thread), 0);
  }
  clearGradientMaximum();
  let row = task * TASK_ROWS;
  const end = min(row + TASK_ROWS, rows);
  let to = bag ? records + <usize>load<u32>(bagPositions + (<usize>task << 2)) * stride : 0;
  for (; row < end; row += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, end - row);
    writePayloads(row, count, scratch());
    if (bag) {
      const sampled = copySampled(row, count, to);
      addRecords(to, sampled, histogram);
      to += <usize>sampled * stride;
    } else {
      writeRecords(row, count);
      addRecords(master + <usize>row * stride, count, histogram);
    }
  }
  finishRecords(histogram);
  store<f64>(rootMaximum(thread), max(load<f64>(rootMaximum(thread)), gradientMaximum));
}

/** The payload is written into the record's word for it, whose low byte may be the last group's. */
@inline function putPayload(kind: i32, word: usize, from: usize): void {
  if (kind == Sums.Wide) store<u64>(word, load<u64>(from));
  else if (kind == Sums.Packed) store<u32>(word, load<u32>(from));
  else store<u32>(word, load<u32>(from) | (load<u32>(word) & 0xff));
}

@inline function writeKind(kind: i32, first: u32, count: u32): void {
  const step = <usize>stride;
  let word = master + <usize>(first + 1) * step - payloadOffset(payloads);
  let from = scratch();
  const size: usize = kind == Sums.Wide ? 8 : 4;
  for (const end = from + <usize>count * size; from < end; from += size, word += step) putPayload(kind, word, from);
}

function writeRecords(first: u32, count: u32): void {
  if (payloads == Sums.Wide) writeKind(Sums.Wide, first, count);
  else if (payloads == Sums.Packed) writeKind(Sums.Packed, first, count);
  else writeKind(Sums.Counted, first, count);
}

/** Copies the records of the rows in the bag to `to`, with their payloads; gives their number. */
function copySampled(first: u32, count: u32, to: usize): u32 {
  const step = <usize>stride;
  const size: usize = payloads == Sums.Wide ? 8 : 4;
  const start = to;
  let record = master + <usize>first * step;
  let from = scratch();
  for (let row = first; row < first + count; row++, record += step, from += size) {
    if (!load<u8>(bag + row)) continue;
    memory.copy(to, record, step);
    putPayload(payloads, to + step - payloadOffset(payloads), from);
    to += step;
  }
  return <u32>((to - start) / step);
}
