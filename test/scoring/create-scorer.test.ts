import { expect, test } from 'vitest';
import { createScorer } from '../../src/scoring/index.js';
import { webGpuAdapter } from '../../src/scoring/webgpu/index.js';
import { largestDifference, loadFixture } from './support/lightgbm-fixtures.js';

const adapter = await webGpuAdapter();

test('auto takes a GPU only when it is a real one', async () => {
  const { model, columns, rows, expected } = loadFixture('binary');
  const scorer = await createScorer(model);
  expect(scorer.backend).toBe(adapter !== undefined && !adapter.software ? 'webgpu' : 'wasm');
  const found = await scorer.score(columns, rows);
  expect(largestDifference(found, expected.value)).toBeLessThan(1e-6);
  await scorer.close();
});

test('auto takes WebAssembly for a model that a GPU does not score', async () => {
  const { model, columns, rows, expected } = loadFixture('linear_tree');
  const scorer = await createScorer(model);
  expect(scorer.backend).toBe('wasm');
  expect(await scorer.score(columns, rows, 'raw')).toEqual(expected.raw);
  await scorer.close();
});

test.runIf(adapter === undefined)('webgpu says so where there is no GPU', async () => {
  const { model } = loadFixture('binary');
  await expect(createScorer(model, { backend: 'webgpu' })).rejects.toMatchObject({
    code: 'no-gpu',
    hint: expect.stringContaining('wasm'),
  });
});

test.runIf(adapter !== undefined)('webgpu takes any device', async () => {
  const { model } = loadFixture('binary');
  const scorer = await createScorer(model, { backend: 'webgpu' });
  expect(scorer.backend).toBe('webgpu');
  await scorer.close();
});

test('threads reach the scorer', async () => {
  const { model } = loadFixture('binary');
  const scorer = await createScorer(model, { backend: 'wasm', threads: 3 });
  expect(scorer.description).toBe('WASM, 3 threads');
  await scorer.close();
});
