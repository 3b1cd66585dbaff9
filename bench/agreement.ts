/** How far the scorers' predictions lie from LightGBM's own, on models that LightGBM has trained. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../src/boosting/index.js';
import { packageRoot } from '../src/runtime/index.js';
import type { Scorer } from '../src/scoring/index.js';
import { createWasmScorer } from '../src/scoring/wasm/index.js';
import { createWebGpuScorer, webGpuAdapter } from '../src/scoring/webgpu/index.js';
import type { Suite } from './suite.js';

const FIXTURES = ['regression', 'binary', 'missing_nan', 'multiclass'] as const;
const FOLDER = join(packageRoot, 'test/fixtures/lightgbm');

/** The numbers of a CSV file without quotes, row by row; an empty cell and `nan` are NaN. */
function readRows(path: string, header: boolean): number[][] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines
    .slice(header ? 1 : 0)
    .map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
}

async function largestDifference(scorer: Scorer, name: string, kind: 'raw' | 'value') {
  const rows = readRows(join(FOLDER, name, 'data.csv'), true);
  const columns = Array.from({ length: scorer.numFeatures }, (_, feature) =>
    Float64Array.from(rows, (row) => row[feature] as number),
  );
  const file = kind === 'raw' ? 'pred_raw.csv' : 'pred.csv';
  const wanted = readRows(join(FOLDER, name, file), false).flat();
  const found = await scorer.score(columns, rows.length, kind);
  if (found.length !== wanted.length) throw new Error(`${name}/${file}: ${wanted.length} numbers`);
  return found.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - wanted[index]!)),
    0,
  );
}

export const suite: Suite = async ({ log }) => {
  const adapter = await webGpuAdapter();
  const table = [['model', 'scorer', 'raw score', 'value']];
  for (const name of FIXTURES) {
    const model = await readModel(join(FOLDER, name, 'model.txt'));
    const scorers: Scorer[] = [await createWasmScorer(model, { threads: 0 })];
    if (adapter !== undefined) scorers.push(await createWebGpuScorer(model));
    for (const scorer of scorers) {
      const raw = await largestDifference(scorer, name, 'raw');
      const value = await largestDifference(scorer, name, 'value');
      table.push([name, scorer.backend, raw.toExponential(1), value.toExponential(1)]);
      log(`${name}, ${scorer.description}: ${raw} and ${value}`);
      await scorer.close();
    }
  }
  return {
    title: 'Agreement with LightGBM',
    intro:
      "Largest absolute difference between the scorers' predictions and LightGBM's own, on models and rows of `test/fixtures/lightgbm`.",
    table,
    notes: [adapter === undefined ? 'No WebGPU device.' : `WebGPU device: ${adapter.description}.`],
  };
};
