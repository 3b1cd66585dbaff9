import { afterAll, describe, expect, test } from 'vitest';
import { createWasmScorer } from '../../../src/scoring/index.js';
import { fixtureNames, largestDifference, loadFixture } from '../support/lightgbm-fixtures.js';

// The last bit of exp may differ from LightGBM's C library; everything before it is the same.
const VALUE_TOLERANCE = 1e-14;

describe.each(fixtureNames)('LightGBM model %s', (name) => {
  const { model, rows, columns, expected } = loadFixture(name);
  const scorer = createWasmScorer(model, { threads: 0 });
  afterAll(async () => (await scorer).close());

  test('raw scores equal LightGBM to the last bit', async () => {
    expect(await (await scorer).score(columns, rows, 'raw')).toEqual(expected.raw);
  });

  test('values equal LightGBM', async () => {
    const found = await (await scorer).score(columns, rows);
    expect(largestDifference(found, expected.value)).toBeLessThanOrEqual(VALUE_TOLERANCE);
  });

  test('leaves equal LightGBM', async () => {
    expect(await (await scorer).score(columns, rows, 'leaf')).toEqual(expected.leaf);
  });

  test('single rows give the same', async () => {
    const one = await scorer;
    const outputs = one.numOutputs('raw');
    const row = new Float64Array(columns.length);
    const out = new Float64Array(outputs);
    const raw = new Float64Array(rows * outputs);
    const value = new Float64Array(rows * outputs);
    for (let i = 0; i < rows; i++) {
      columns.forEach((column, feature) => {
        row[feature] = column[i]!;
      });
      one.scoreRowSync(row, out, 'raw');
      raw.set(out, i * outputs);
      one.scoreRowSync(row, out);
      value.set(out, i * outputs);
    }
    expect(raw).toEqual(expected.raw);
    expect(largestDifference(value, expected.value)).toBeLessThanOrEqual(VALUE_TOLERANCE);
  });
});
