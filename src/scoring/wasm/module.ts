/** Loads the WebAssembly module of assembly/scoring once a process, and makes instances over a memory. */
import { readFile } from 'node:fs/promises';
import { built } from '../../runtime/index.js';

/** Scores `count` rows from `start` on. Addresses: of the plan, of the columns, of memory to work in, and of the scores. */
type ScoreRows<More extends readonly number[] = []> = (
  plan: number,
  sources: number,
  start: number,
  count: number,
  scratch: number,
  out: number,
  ...more: More
) => void;

/** What assembly/scoring/index.ts exports; addresses and counts are u32. */
export interface ScoringExports {
  tileRows(): number;
  scratchBytes(columns: number, classes: number): number;
  readonly scoreRaw: ScoreRows;
  readonly scoreLeaves: ScoreRows;
  readonly scoreRawUntil: ScoreRows<[rounds: number, margin: number]>;
  fillContributionTables(plan: number): void;
  readonly scoreContributions: ScoreRows;
  scoreRow(rowPlan: number): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

export function scoringModule(): Promise<WebAssembly.Module> {
  compiled ??= readFile(built('assembly/scoring.wasm')).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}

/** An instance has no state of its own: all lies in `memory`, wherever the arguments say. */
export function instantiateScoring(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): ScoringExports {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as ScoringExports;
}
