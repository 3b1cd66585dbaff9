/** What counts of a cell's runs, and how contestants compare by it. */
import { CAMBIUM, type Contestant, contestants, isLightgbm, LIGHTGBM } from './contestants.js';
import { HIGHER_IS_BETTER } from './judge.js';
import type { Cell, Entry } from './ledger.js';

/** How many times as long as LightGBM's fastest way a contestant takes that more runs would not bring to the front. */
const HOPELESS = 1.2;

export interface Figures {
  readonly total: number;
  readonly binning: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** The fastest run's seconds, and the least CPU seconds and memory of all runs. */
export function bestOf({ runs }: Entry): Figures | undefined {
  const [first, ...others] = runs;
  if (first === undefined) return undefined;
  const fastest = others.reduce((best, run) => (run.total < best.total ? run : best), first);
  return {
    total: fastest.total,
    binning: fastest.binning,
    cpuSeconds: Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: Math.min(...runs.map(({ peakBytes }) => peakBytes)),
  };
}

/** Undefined where it has not run to the end. */
export const figuresOf = (cell: Cell, { id }: Contestant) => {
  const entry = cell.entries[id];
  return entry === undefined ? undefined : bestOf(entry);
};

/** LightGBM in its fastest way. */
export function rivalOf(cell: Cell): { contestant: Contestant; figures: Figures } | undefined {
  return contestants
    .filter(isLightgbm)
    .flatMap((contestant) => {
      const figures = figuresOf(cell, contestant);
      return figures === undefined ? [] : [{ contestant, figures }];
    })
    .sort((a, b) => a.figures.total - b.figures.total)[0];
}

/** By how much our worst metric is worse than LightGBM's default; below zero where it is better. */
export function relativeLoss(cell: Cell): number | undefined {
  const ours = cell.entries[CAMBIUM.id]?.metrics;
  const theirs = cell.entries[LIGHTGBM.id]?.metrics;
  if (ours === undefined || theirs === undefined) return undefined;
  const losses = Object.entries(ours).flatMap(([name, value]) => {
    const other = theirs[name];
    if (other === undefined) return [];
    return [HIGHER_IS_BETTER.has(name) ? 1 - value / other : value / other - 1];
  });
  return losses.length === 0 ? undefined : Math.max(...losses);
}

/** Whether more of its runs would change its own row of figures alone: it is neither compared to, nor near the fastest. */
export function isSlow(cell: Cell, contestant: Contestant): boolean {
  if (contestant === CAMBIUM || contestant === LIGHTGBM) return false;
  const figures = figuresOf(cell, contestant);
  const rival = rivalOf(cell);
  return (
    figures !== undefined && rival !== undefined && figures.total > HOPELESS * rival.figures.total
  );
}
