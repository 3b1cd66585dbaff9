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

test('what JavaScript gives wrongly is said, not guessed', async () => {
  const { model, columns, rows } = loadFixture('binary');
  const invalid = (message: RegExp) =>
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) });
  await expect(createScorer(model, { backend: 'cuda' as never })).rejects.toEqual(
    invalid(/there is no backend "cuda"/),
  );
  for (const threads of [-1, 1.5, Number.NaN, 1e9]) {
    await expect(createScorer(model, { threads })).rejects.toEqual(invalid(/threads must be/));
  }
  const scorer = await createScorer(model, { backend: 'wasm' });
  await expect(scorer.score(columns, rows, 'raww' as never)).rejects.toEqual(
    invalid(/no kind of score "raww"/),
  );
  for (const count of [-1, 1.5, Number.NaN]) {
    await expect(scorer.score(columns, count)).rejects.toEqual(invalid(/rows must be/));
  }
  await scorer.close();
});

test('threads reach the scorer', async () => {
  const { model } = loadFixture('binary');
  const scorer = await createScorer(model, { backend: 'wasm', threads: 3 });
  expect(scorer.description).toBe('WASM, 3 threads');
  await scorer.close();
});
