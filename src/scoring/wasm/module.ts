/** Loads the WebAssembly module of assembly/scoring once a process, and makes instances over a memory. */
import { readFile } from 'node:fs/promises';
import { built } from '../../runtime/index.js';

/** What assembly/scoring/index.ts exports; addresses and counts are u32. */
export interface ScoringExports {
  tileRows(): number;
  scratchBytes(columns: number, classes: number): number;
  scoreRaw(
    plan: number,
    sources: number,
    start: number,
    count: number,
    scratch: number,
    out: number,
  ): void;
  scoreLeaves(
    plan: number,
    sources: number,
    start: number,
    count: number,
    scratch: number,
    out: number,
  ): void;
  scoreRawUntil(
    plan: number,
    sources: number,
    start: number,
    count: number,
    scratch: number,
    out: number,
    rounds: number,
    margin: number,
  ): void;
  fillContributionTables(plan: number): void;
  scoreContributions(
    plan: number,
    sources: number,
    start: number,
    count: number,
    scratch: number,
    out: number,
  ): void;
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
