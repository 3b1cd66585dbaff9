import { expect, test } from 'vitest';
import { formatModel, train } from '../../../src/boosting/index.js';
import { sharedTable } from './support/tables.js';

const ROWS = 2 ** 21 + 4099;

/** Two features of few values, and labels that are 1 the likelier the larger both are. */
function manyRows() {
  const columns = {
    a: new Float32Array(ROWS),
    b: new Float32Array(ROWS),
    y: new Float32Array(ROWS),
  };
  let state = 12345;
  for (let row = 0; row < ROWS; row++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const a = state >>> 29;
    const b = (state >>> 24) & 31;
    columns.a[row] = a;
    columns.b[row] = b;
    columns.y[row] = ((state >>> 8) & 0xffff) < 400 * (a + 1) + 60 * b * a ? 1 : 0;
  }
  return columns;
}

test('log loss of more rows than 32-bit sums have bits for: exact to 16 bits, the same bytes on any number of threads', async () => {
  const columns = manyRows();
  const { table } = sharedTable(columns);
  const run = async (num_threads: number) => {
    const parameters = {
      objective: 'binary',
      num_iterations: 2,
      num_leaves: 15,
      learning_rate: 1,
      num_threads,
    } as const;
    return (await train(parameters, { table, label: 'y' })).model;
  };
  const model = await run(1);
  const text = formatModel(model);
  for (const threads of [2, 3]) expect(formatModel(await run(threads)) === text).toBe(true);

  // The first tree's leaves, from the rows themselves: the initial score plus −Σ gradient / Σ hessian.
  const [tree] = model.trees;
  const positives = columns.y.reduce((sum, label) => sum + label, 0);
  const share = positives / ROWS;
  const start = Math.log(share / (1 - share));
  const rows = new Float64Array(tree!.numLeaves);
  const labels = new Float64Array(tree!.numLeaves);
  for (let row = 0; row < ROWS; row++) {
    let node = 0;
    while (node >= 0) {
      const value = tree!.splitFeature[node] === 0 ? columns.a[row]! : columns.b[row]!;
      node = value <= tree!.threshold[node]! ? tree!.leftChild[node]! : tree!.rightChild[node]!;
    }
    rows[~node]!++;
    labels[~node]! += columns.y[row]!;
  }
  for (let leaf = 0; leaf < tree!.numLeaves; leaf++) {
    const output =
      start - (rows[leaf]! * share - labels[leaf]!) / (rows[leaf]! * share * (1 - share));
    expect(tree!.leafCount[leaf]).toBe(rows[leaf]);
    expect(Math.abs(tree!.leafValue[leaf]! - output)).toBeLessThan(2e-5);
  }
});
