/** One thread's share of a chunk of rows: blocks claimed one after another from a counter in shared memory. */
import type { StopRule } from '../early-stop.js';
import type { ScoreKind } from '../scorer.js';
import type { Transform } from '../transform.js';
import type { ScoringExports } from './module.js';

/** Rows that a thread claims at once: a few milliseconds of a large model, several tiles. */
export const BLOCK_ROWS = 4096;
/** The same for contributions, which take about a hundred times as long: one tile. */
const EXPLAINED_ROWS = 1024;

/** Rows that a thread claims at once. */
export function blockRows(kind: ScoreKind): number {
  return kind === 'contributions' ? EXPLAINED_ROWS : BLOCK_ROWS;
}

/** A chunk of rows to score, as addresses in the scorer's memory. */
export interface Work {
  readonly plan: number;
  readonly sources: number;
  readonly rows: number;
  readonly kind: ScoreKind;
  /** Numbers a row gives. */
  readonly outputs: number;
  readonly out: number;
  /** Address of the count of rows that are claimed. */
  readonly counter: number;
  /** This thread's own scratch. */
  readonly scratch: number;
  readonly earlyStop: StopRule | undefined;
}

export function scoreRows(
  exports: ScoringExports,
  memory: WebAssembly.Memory,
  work: Work,
  start: number,
  rows: number,
  transform: Transform,
): void {
  const { plan, sources, outputs, kind, scratch, earlyStop } = work;
  const out = work.out + start * outputs * 8;
  if (kind === 'leaf') exports.scoreLeaves(plan, sources, start, rows, scratch, out);
  else if (kind === 'contributions') {
    exports.scoreContributions(plan, sources, start, rows, scratch, out);
  } else if (earlyStop !== undefined) {
    const { freq, margin } = earlyStop;
    exports.scoreRawUntil(plan, sources, start, rows, scratch, out, freq, margin);
  } else exports.scoreRaw(plan, sources, start, rows, scratch, out);
  if (kind === 'value' && transform !== undefined) {
    transform(new Float64Array(memory.buffer, out, rows * outputs));
  }
}

/** Claims and scores blocks until none is left. Which thread scores a row does not change its answer. */
export function scoreBlocks(
  exports: ScoringExports,
  memory: WebAssembly.Memory,
  work: Work,
  transform: Transform,
): void {
  const claimed = new Int32Array(memory.buffer, work.counter, 1);
  const block = blockRows(work.kind);
  for (;;) {
    const start = Atomics.add(claimed, 0, block);
    if (start >= work.rows) return;
    scoreRows(exports, memory, work, start, Math.min(block, work.rows - start), transform);
  }
}
