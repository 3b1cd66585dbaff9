import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MODEL_FORMATS, readModel } from '../../../src/boosting/formats/read-model.js';
import { formatModel } from '../../../src/boosting/index.js';
import { packageRoot } from '../../../src/runtime/index.js';

const folder = mkdtempSync(join(tmpdir(), 'cambium-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fixture = join(packageRoot, 'test/fixtures/lightgbm/regression/model.txt');

test('a file is of one format, which writes what it reads', async () => {
  const bytes = readFileSync(fixture);
  const matching = MODEL_FORMATS.filter((format) => format.matches(bytes.subarray(0, 256)));
  expect(matching.map(({ name }) => name)).toEqual(['LightGBM text']);
  const model = await readModel(fixture);
  expect(matching[0]?.write?.(model)).toBe(formatModel(model));
  expect(matching[0]?.read(bytes, 'x').trees).toEqual(model.trees);
});

test('the extension of a file says nothing', async () => {
  const path = join(folder, 'model.csv');
  writeFileSync(path, readFileSync(fixture));
  expect((await readModel(path)).numIterations).toBe((await readModel(fixture)).numIterations);
});

test('what no format knows is told of with what a model begins with', async () => {
  const path = join(folder, 'model.json');
  writeFileSync(path, '{"learner":{}}');
  await expect(readModel(path)).rejects.toMatchObject({
    code: 'bad-model-file',
    problem: expect.stringContaining('a LightGBM text model begins with the line "tree"'),
    hint: 'this looks like JSON; save the model as text',
  });
});
