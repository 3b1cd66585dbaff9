import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMetric, type MetricName, metrics } from '../../../src/boosting/metrics/index.js';
import { column, fixtureNames, readMeta, readTable } from '../support/fixtures.js';

/** LightGBM keeps labels and weights in 32 bits. */
const float32 = (values: Float64Array) => Float32Array.from(values);

describe('metrics of the rows that LightGBM measured', () => {
  const cases = fixtureNames.flatMap((name) =>
    Object.entries(readMeta(name).eval['heldout'] ?? {})
      .filter(([metric]) => Object.hasOwn(metrics, metric))
      .map(([metric, values]) => [name, metric as MetricName, values.at(-1)!] as const),
  );

  it('are enough to say something', () => {
    expect(cases.length).toBeGreaterThan(15);
    expect(new Set(cases.map(([, metric]) => metric))).toEqual(
      new Set(['l2', 'l1', 'binary_logloss', 'auc']),
    );
  });

  it.each(cases)('%s: %s is %f', (name, metricName, expected) => {
    const metric = createMetric(metricName);
    const label = column(readTable(name, 'label.csv'), 0);
    // Where labels are learned by their roots, LightGBM measures the values all the same.
    const file = metric.of === 'raw' ? 'pred_raw.csv' : 'pred.csv';
    const found = metric.evaluate(column(readTable(name, file), 0), float32(label));
    // While it trains linear trees, LightGBM computes their leaves from 32-bit features.
    const tolerance = name === 'linear_tree' ? 1e-6 : 1e-9;
    expect(Math.abs(found - expected) / expected).toBeLessThan(tolerance);
  });
});

/** The definition, pair by pair. */
function plainAuc(
  scores: readonly number[],
  labels: readonly number[],
  weights: readonly number[],
) {
  let won = 0;
  let pairs = 0;
  scores.forEach((high, i) => {
    scores.forEach((low, j) => {
      if (!(labels[i]! > 0 && labels[j]! <= 0)) return;
      const weight = weights[i]! * weights[j]!;
      pairs += weight;
      won += weight * (high > low ? 1 : high === low ? 0.5 : 0);
    });
  });
  return pairs === 0 ? 1 : won / pairs;
}

describe('auc', () => {
  const row = fc.record({
    score: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })),
    label: fc.constantFrom(0, 1),
    weight: fc.integer({ min: 1, max: 5 }),
  });

  it('is the share of pairs in the right order, ties half, with and without weights', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const scores = rows.map(({ score }) => score);
        const labels = rows.map(({ label }) => label);
        const weights = rows.map(({ weight }) => weight);
        const ones = weights.map(() => 1);
        const { evaluate } = metrics.auc;
        const given = [Float64Array.from(scores), Float32Array.from(labels)] as const;
        expect(evaluate(...given)).toBeCloseTo(plainAuc(scores, labels, ones), 12);
        expect(evaluate(...given, Float32Array.from(weights))).toBeCloseTo(
          plainAuc(scores, labels, weights),
          12,
        );
        expect(evaluate(...given, Float32Array.from(ones))).toBeCloseTo(evaluate(...given), 12);
      }),
    );
  });

  it('is 1 where there is one class only, as in LightGBM', () => {
    expect(metrics.auc.evaluate(Float64Array.of(1, 2), Float32Array.of(1, 1))).toBe(1);
    expect(metrics.auc.evaluate(Float64Array.of(1, 2), Float32Array.of(0, 0))).toBe(1);
  });

  it('does not change the scores', () => {
    const scores = Float64Array.of(3, 1, 2);
    metrics.auc.evaluate(scores, Float32Array.of(1, 0, 1));
    expect(scores).toEqual(Float64Array.of(3, 1, 2));
  });
});

describe('losses', () => {
  const labels = Float32Array.of(0, 1, 1);
  it.each([
    ['l2', [1, 1, 3], (1 + 0 + 4) / 3, (1 * 1 + 0 * 2 + 4 * 5) / 8],
    ['rmse', [1, 1, 3], Math.sqrt(5 / 3), Math.sqrt(21 / 8)],
    ['l1', [1, 1, 3], 1, (1 + 0 + 10) / 8],
    ['binary_error', [0.5, 0.5, 0.9], 1 / 3, 2 / 8],
    [
      'binary_logloss',
      [0.25, 0.5, 1],
      -Math.log(0.75 * 0.5) / 3,
      -(Math.log(0.75) + 2 * Math.log(0.5)) / 8,
    ],
  ] as const)('%s, with and without weights', (name, predictions, plain, weighted) => {
    const { evaluate, higherIsBetter } = metrics[name];
    expect(evaluate(Float64Array.from(predictions), labels)).toBeCloseTo(plain, 14);
    expect(evaluate(Float64Array.from(predictions), labels, Float32Array.of(1, 2, 5))).toBeCloseTo(
      weighted,
      14,
    );
    expect(higherIsBetter).toBe(false);
  });

  it('of a sure and wrong probability is large, not infinite', () => {
    const loss = metrics.binary_logloss.evaluate(Float64Array.of(1, 0), Float32Array.of(0, 1));
    expect(loss).toBeCloseTo(-Math.log(1e-15), 5);
  });
});

describe('createMetric', () => {
  it('names the near miss', () => {
    expect(createMetric('rmse')).toBe(metrics.rmse);
    expect(() => createMetric('rsme')).toThrow(/there is no metric "rsme"/);
    expect(() => createMetric('toString')).toThrow(/there is no metric/);
  });
});
