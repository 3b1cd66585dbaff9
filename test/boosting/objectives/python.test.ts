/** Models of every objective, written here and read by LightGBM's own Python package; skipped where it is missing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Model, referencePredict, train, writeModel } from '../../../src/boosting/index.js';
import { cases, dataOf, FEATURES, rows } from './support.js';

/** Predicts the rows of a JSON file with all models that it names. */
const PREDICT = `
import json, sys
import lightgbm, numpy
task = json.load(open(sys.argv[1]))
rows = numpy.array([[numpy.nan if cell is None else cell for cell in row] for row in task["rows"]])
answers = {}
for name, path in task["models"].items():
    booster = lightgbm.Booster(model_file=path)
    answers[name] = {
        "raw": booster.predict(rows, raw_score=True).reshape(len(rows), -1).tolist(),
        "value": booster.predict(rows).reshape(len(rows), -1).tolist(),
    }
json.dump(answers, open(sys.argv[2], "w"))
`;

const hasLightGbm = spawnSync('python3', ['-c', 'import lightgbm, numpy']).status === 0;

describe.skipIf(!hasLightGbm)("LightGBM's Python package", () => {
  const folder = mkdtempSync(join(tmpdir(), 'cambium-objectives-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('predicts what we predict, for every objective', async () => {
    const models = new Map<string, Model>();
    const paths: Record<string, string> = {};
    for (const [name, wanted] of Object.entries(cases)) {
      const { model } = await train(wanted.parameters, dataOf(wanted));
      models.set(name, model);
      paths[name] = join(folder, `${name}.txt`);
      await writeModel(model, paths[name]);
    }
    const table = rows.map((row) => row.subarray(0, FEATURES.length));
    const cells = table.map((row) => Array.from(row, (cell) => (Number.isNaN(cell) ? null : cell)));
    const [task, answer] = [join(folder, 'task.json'), join(folder, 'answer.json')];
    writeFileSync(task, JSON.stringify({ models: paths, rows: cells }));
    const { status, stderr } = spawnSync('python3', ['-c', PREDICT, task, answer]);
    expect(status, String(stderr)).toBe(0);
    const answers = JSON.parse(readFileSync(answer, 'utf8'));
    for (const [name, model] of models) {
      for (const kind of ['raw', 'value'] as const) {
        table.forEach((row, index) => {
          referencePredict(model, row, kind).forEach((found, k) => {
            const wanted: number = answers[name][kind][index][k];
            const gap = Math.abs(found - wanted) / Math.max(1, Math.abs(wanted));
            expect(gap, `${name}, ${kind}, row ${index}`).toBeLessThan(1e-14);
          });
        });
      }
    }
  }, 120_000);
});
