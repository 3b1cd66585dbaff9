/** How far the scorers' answers lie from LightGBM's own, on all models that LightGBM has trained for the tests. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../src/boosting/index.js';
import { packageRoot } from '../src/runtime/index.js';
import { createWasmScorer, type ScoreKind, type Scorer } from '../src/scoring/index.js';
import { createWebGpuScorer, webGpuAdapter } from '../src/scoring/webgpu/index.js';
import type { Suite } from './suite.js';

const FOLDER = join(packageRoot, 'test/fixtures/lightgbm');
const ANSWERS: Readonly<Record<ScoreKind, string>> = {
  raw: 'pred_raw.csv',
  value: 'pred.csv',
  leaf: 'leaf_index.csv',
  contributions: 'contrib.csv',
};
const KINDS = Object.keys(ANSWERS) as ScoreKind[];

/** The numbers of a CSV file without quotes, row by row; an empty cell and `nan` are NaN. */
function readRows(path: string, header: boolean): number[][] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.slice(header ? 1 : 0).map((line) => line.split(',').map(cellValue));
}

function cellValue(cell: string): number {
  const text = cell.trim();
  if (text === '') return Number.NaN;
  return Number(text.replace(/^([+-]?)inf$/i, '$1Infinity'));
}

/** The largest difference of a scorer's answers; undefined where there is nothing to compare with. */
async function largestDifference(
  scorer: Scorer,
  name: string,
  kind: ScoreKind,
): Promise<number | undefined> {
  const file = join(FOLDER, name, ANSWERS[kind]);
  if (!existsSync(file)) return undefined;
  const rows = readRows(join(FOLDER, name, 'data.csv'), true);
  const columns = Array.from({ length: scorer.numFeatures }, (_, feature) =>
    Float64Array.from(rows, (row) => row[feature] as number),
  );
  const wanted = readRows(file, false).flat();
  const found = await scorer.score(columns, rows.length, kind);
  if (found.length !== wanted.length) throw new Error(`${file}: ${wanted.length} numbers`);
  return found.reduce((largest, value, index) => {
    const gap = value === wanted[index] ? 0 : Math.abs(value - wanted[index]!);
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(largest, gap);
  }, 0);
}

function cell(difference: number | undefined): string {
  if (difference === undefined) return '–';
  return difference === 0 ? '0' : difference.toExponential(1);
}

export const suite: Suite = async ({ log }) => {
  const adapter = await webGpuAdapter();
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const table = [['model', 'scorer', ...KINDS]];
  for (const name of names) {
    const model = await readModel(join(FOLDER, name, 'model.txt'));
    const scorers: Scorer[] = [await createWasmScorer(model, { threads: 0 })];
    const linear = model.trees.some((tree) => tree.linear !== undefined);
    if (adapter !== undefined && !linear) scorers.push(await createWebGpuScorer(model));
    for (const scorer of scorers) {
      const cells: string[] = [];
      for (const kind of KINDS) {
        // Contributions are worked out on the CPU, whatever scores.
        const isHere = kind !== 'contributions' || scorer.backend === 'wasm';
        cells.push(cell(isHere ? await largestDifference(scorer, name, kind) : undefined));
      }
      table.push([name, scorer.backend, ...cells]);
      log(`${name}, ${scorer.description}: ${cells.join(', ')}`);
      await scorer.close();
    }
  }
  return {
    title: 'Agreement with LightGBM',
    intro:
      "Largest absolute difference between the scorers' answers and LightGBM's own, on every model of `test/fixtures/lightgbm` and its rows: raw scores, values, leaf indices, contributions (none for linear trees).",
    table,
    notes: [adapter === undefined ? 'No WebGPU device.' : `WebGPU device: ${adapter.description}.`],
  };
};
