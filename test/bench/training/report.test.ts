/** From figures to tables: the fastest rival, what is met, what failed. */
import { expect, test } from 'vitest';
import { toMarkdown } from '../../../bench/suite.js';
import { bestOf, relativeLoss, rivalOf } from '../../../bench/training/figures.js';
import type { Outcome } from '../../../bench/training/job.js';
import type { Cell, Circumstances, Entry } from '../../../bench/training/ledger.js';
import { reportTables } from '../../../bench/training/report.js';

const circumstances: Circumstances = {
  machine: 'a machine',
  versions: { python: '3.12', lightgbm: '4.7.0' },
  build: 'abc',
  quick: false,
};

const run = (total: number, peakBytes = 100e6, model = 'm'): Outcome => ({
  total,
  binning: total / 10,
  cpuSeconds: total * 2,
  peakBytes,
  model,
});
const entry = (loss: number, ...runs: Outcome[]): Entry => ({
  runs,
  metrics: { 'log loss': loss, AUC: 1 - loss },
});

const cell = (entries: Record<string, Entry>, more: Partial<Cell> = {}): Cell => ({
  data: 'higgs',
  leaves: 31,
  threads: 1,
  busy: false,
  shape: { train: 1_600_000, test: 400_000, features: 28 },
  day: '2026-01-02',
  load: [0.1, 0.2, 0.3],
  entries,
  ...more,
});

const full = cell({
  cambium: entry(0.4, run(5, 90e6), run(4, 95e6)),
  lightgbm: entry(0.4, run(12), run(11)),
  'lightgbm quantized': entry(0.5, run(9), run(10)),
  'lightgbm row-wise': { runs: [], failure: 'out of memory' },
  xgboost: entry(0.4, run(3)),
});

test('the fastest run counts, and the least memory and CPU seconds of any', () => {
  expect(bestOf(full.entries['cambium']!)).toEqual({
    total: 4,
    binning: 0.4,
    cpuSeconds: 8,
    peakBytes: 90e6,
  });
  expect(bestOf({ runs: [] })).toBeUndefined();
});

test('the rival is LightGBM in its fastest way, never XGBoost', () => {
  expect(rivalOf(full)).toMatchObject({
    contestant: { id: 'lightgbm quantized' },
    figures: { total: 9 },
  });
  expect(rivalOf(cell({ cambium: entry(1, run(1)) }))).toBeUndefined();
});

test('the loss is that of the worst metric, whichever way it points', () => {
  expect(relativeLoss(full)).toBe(0);
  const worse = { ...full.entries, cambium: entry(0.402, run(4)) };
  expect(relativeLoss(cell(worse))).toBeCloseTo(0.005, 6);
  const better = { ...full.entries, cambium: entry(0.2, run(4)) };
  expect(relativeLoss(cell(better))).toBeLessThan(0);
});

test('the first table says what is met', () => {
  const [summary] = reportTables([full], circumstances);
  const row = summary!.table[1]!;
  expect(row.slice(0, 8)).toEqual([
    ...['higgs 1,600,000 × 28', '31', '1', '4.00 s', '9.00 s (quantized)', '2.25×', '2.0×', 'yes'],
  ]);
  expect(row.slice(8)).toEqual(['0.000%', 'yes', '90 MB / 100 MB', 'yes']);
  expect(summary!.intro).toContain('LightGBM 4.7.0, Python 3.12');
  expect(summary!.notes).toEqual([expect.stringContaining('the same bytes')]);
});

test('what is missed stands out: time, accuracy, memory', () => {
  const slow = cell({ ...full.entries, cambium: entry(0.41, run(5, 200e6)) });
  const row = reportTables([slow], circumstances)[0]!.table[1]!;
  expect([row[7], row[9], row[11]]).toEqual(['**no**', '**no**', '**no**']);
});

test('a failure stands in its own row, and the others’ figures stay', () => {
  const broken = cell({ ...full.entries, cambium: { runs: [], failure: 'out of | memory' } });
  const [summary, details] = reportTables([broken], circumstances);
  expect(summary!.table[1]!.slice(3, 6)).toEqual(['failed', '9.00 s (quantized)', '']);
  expect(details!.table[1]!.slice(2, 4)).toEqual(['Cambium', 'failed: out of | memory']);
  expect(details!.table.find((row) => row[2] === 'XGBoost, hist')?.[3]).toBe('3.00 s');
  expect(new Set(details!.table.map(({ length }) => length)).size).toBe(1);
  expect(details!.table.map((row) => row[9])).toEqual(['runs', '', '2', '2', '', '1']);
  const text = reportTables([broken], circumstances).map(toMarkdown).join('\n');
  expect(text).toContain('failed: out of \\| memory');
});

test('models that differ between threads are told', () => {
  const other = cell({ cambium: entry(0.4, run(4, 1, 'other')) }, { threads: 2 });
  const notes = reportTables([full, other], circumstances)[0]!.notes;
  expect(notes).toEqual([expect.stringContaining('differed between runs: higgs, 31 leaves')]);
});

test('the busy core has a table of its own, beside one thread in quiet', () => {
  const at = (threads: number, busy: boolean, seconds: number) =>
    cell({ cambium: entry(0.4, run(seconds)) }, { threads, busy });
  const cells = [at(1, false, 4), at(2, false, 2), at(1, true, 4.4), at(2, true, 6)];
  const table = reportTables(cells, circumstances).at(-1)!;
  expect(table.title).toContain('busy');
  expect(table.table.slice(1).map((row) => [row[1], row[2], row[5], row[7]])).toEqual([
    ['1', 'quiet', '1.00×', ''],
    ['2', 'quiet', '0.50×', ''],
    ['1', 'busy', '1.10×', ''],
    ['2', 'busy', '1.50×', '**no**'],
  ]);
  // The other tables are of the quiet machine alone.
  expect(reportTables(cells, circumstances)[0]!.table).toHaveLength(3);
});

test('nothing measured is no table; what was left out is said', () => {
  expect(reportTables([], circumstances)).toEqual([]);
  const [summary] = reportTables([full], circumstances, { flights: 'no DuckDB' });
  expect(summary!.notes).toContain('Left out: flights (no DuckDB).');
});
