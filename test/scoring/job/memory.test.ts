import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeModel } from '../../../src/boosting/index.js';
import { openTableWriter } from '../../../src/data/index.js';
import { built } from '../../../src/runtime/index.js';
import { randomModel } from '../support/random-model.js';

const FEATURES = 13;
const PIECE = 50_000;
const PIECE_BYTES = PIECE * FEATURES * 8;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cambium-memory-'));
  const model = randomModel({
    seed: 1,
    trees: 5,
    leaves: 15,
    features: FEATURES,
    classes: 1,
    categorical: 0,
    categories: 5,
    linear: false,
    averageOutput: false,
    objective: 'regression',
  });
  await writeModel(model, join(folder, 'model.txt'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = `
const [module, models, folder, input] = process.argv.slice(1);
const { scoreFiles } = await import(module);
const { readModel } = await import(models);
const model = await readModel(folder + '/model.txt');
const inputs = [folder + '/' + input];
const job = { model, inputs, output: folder + '/out.arrow', backend: 'wasm', threads: 1 };
const { rows } = await scoreFiles({ ...job, batchRows: 8192 });
console.log(JSON.stringify({ rows, peak: process.resourceUsage().maxRSS * 1024 }));
`;

/** Scores a file of so many pieces in a process of its own; gives its peak of memory in bytes. */
async function peakOf(pieces: number): Promise<number> {
  const input = `${pieces}.arrow`;
  const fields = Array.from({ length: FEATURES }, (_, i) => ({
    name: `f${i}`,
    type: 'float64' as const,
  }));
  const writer = await openTableWriter(join(folder, input), fields);
  const column = Float64Array.from({ length: PIECE }, (_, i) => (i % 997) / 100);
  for (let i = 0; i < pieces; i++)
    await writer.appendColumns(
      fields.map(() => column),
      PIECE,
    );
  await writer.close();
  const urls = ['src/scoring/index.js', 'src/boosting/index.js'].map(
    (path) => pathToFileURL(built(path)).href,
  );
  const args = ['--input-type=module', '-e', SCRIPT, ...urls, folder, input];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const { rows, peak } = JSON.parse(run.stdout);
  expect(rows).toBe(pieces * PIECE);
  return peak;
}

test('memory does not grow with the file', async () => {
  const small = await peakOf(12);
  const large = await peakOf(48);
  // The larger file holds 187 MB more; a third of that is left for the garbage collector's moods.
  expect(large - small).toBeLessThan((36 * PIECE_BYTES) / 3);
});
