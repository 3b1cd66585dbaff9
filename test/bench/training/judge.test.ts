/** The benchmark's own metrics, against figures worked out by hand. */
import { expect, test } from 'vitest';
import { auc, judge, logLoss, rmse } from '../../../bench/training/judge.js';

const labels = Float32Array.of(0, 1, 1, 0);

test('root of the mean squared error', () => {
  expect(rmse(Float64Array.of(1, 1, 1, 2), labels)).toBeCloseTo(Math.sqrt(5 / 4), 14);
});

test('log loss, also of a certainty that was wrong', () => {
  const even = Float64Array.of(0.5, 0.5, 0.5, 0.5);
  expect(logLoss(even, labels)).toBeCloseTo(Math.log(2), 14);
  const wrong = logLoss(Float64Array.of(1, 1, 1, 0), labels);
  expect(wrong).toBeGreaterThan(8);
  expect(wrong).toBeLessThan(9);
});

test('the area under the curve is the share of pairs in order', () => {
  expect(auc(Float64Array.of(0.1, 0.9, 0.8, 0.2), labels)).toBe(1);
  expect(auc(Float64Array.of(0.9, 0.1, 0.2, 0.8), labels)).toBe(0);
  expect(auc(Float64Array.of(0.5, 0.5, 0.5, 0.5), labels)).toBe(0.5);
  // Of the four pairs one is level and one is not in order.
  expect(auc(Float64Array.of(0.3, 0.3, 0.9, 0.5), labels)).toBe((2 + 0.5) / 4);
});

test('a prediction that is no number is told by its row', () => {
  const predictions = Float64Array.of(0.5, Number.NaN, 0.5, 0.5);
  expect(() => judge('binary', predictions, labels)).toThrow('row 1 is NaN');
  expect(Object.keys(judge('binary', Float64Array.of(0, 1, 1, 0), labels))).toEqual([
    'log loss',
    'AUC',
  ]);
});
