import { expect, test } from 'vitest';
import { parseModel } from '../../../src/boosting/index.js';
import { createScorer } from '../../../src/scoring/create-scorer.js';
import { webGpuAdapter } from '../../../src/scoring/webgpu/index.js';
import { modelText } from '../../boosting/support/fixtures.js';

test('auto takes the GPU only when it is no software', async () => {
  const adapter = await webGpuAdapter();
  const scorer = await createScorer(parseModel(modelText('regression'), 'regression'));
  expect(scorer.backend).toBe(adapter && !adapter.software ? 'webgpu' : 'wasm');
  await scorer.close();
});

test('a linear tree is scored by wasm when nobody asks for the GPU', async () => {
  const scorer = await createScorer(parseModel(modelText('linear_tree'), 'linear_tree'));
  expect(scorer.backend).toBe('wasm');
  await scorer.close();
});
