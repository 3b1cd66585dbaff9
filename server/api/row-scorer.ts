/** The scorer of one row at a time: WebAssembly on the server's own thread, where nothing waits. */
import type { Model } from '../../src/boosting/model/model.js';
import { createWasmScorer } from '../../src/scoring/wasm/index.js';
import type { RowScorer } from '../prediction/index.js';

export async function openRowScorer(model: Model): Promise<RowScorer> {
  const scorer = await createWasmScorer(model, { threads: 0 });
  return {
    numFeatures: scorer.numFeatures,
    numOutputs: scorer.numOutputs('value'),
    scoreRow: (row, out) => scorer.scoreRowSync(row, out),
    close: () => scorer.close(),
  };
}
