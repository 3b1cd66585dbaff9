import { describe, expect, it } from 'vitest';
import { parseModel } from '../../../src/boosting/formats/index.js';
import { referencePredict } from '../../../src/boosting/model/index.js';
import { fixtureNames, modelText, readTable } from '../support/fixtures.js';

/** Largest difference relative to the expected size, at least one. */
function largestDifference(found: Float64Array, expected: Float64Array): number {
  expect(found.length).toBe(expected.length);
  let largest = 0;
  found.forEach((value, index) => {
    const wanted = expected[index]!;
    if (Object.is(value, wanted) || value === wanted) return;
    const difference = Math.abs(value - wanted) / Math.max(Number.MIN_VALUE, Math.abs(wanted));
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  });
  return largest;
}

describe.each(fixtureNames)('predictions for %s', (name) => {
  const model = parseModel(modelText(name), name);
  const data = readTable(name, 'data.csv').rows;

  it.each([
    ['leaf', 'leaf_index.csv', 0],
    ['raw', 'pred_raw.csv', 1e-12],
    ['value', 'pred.csv', 1e-12],
  ] as const)('%s equals %s', (kind, file, tolerance) => {
    const expected = readTable(name, file).rows;
    expect(data.length).toBe(expected.length);
    let largest = 0;
    data.forEach((row, index) => {
      const found = referencePredict(model, row, kind);
      largest = Math.max(largest, largestDifference(found, expected[index]!));
    });
    expect(largest).toBeLessThanOrEqual(tolerance);
  });
});
