/** Leaves and starting scores that are percentiles, beside LightGBM 4.7: fixtures/lightgbm-percentiles. */
import { readFileSync } from 'node:fs';
import { makeVector, Table } from 'apache-arrow';
import { expect, test } from 'vitest';
import { type ParameterInput, referencePredict, train } from '../../../src/boosting/index.js';

interface Case {
  readonly parameters: ParameterInput;
  readonly labels: readonly number[];
  readonly weights: readonly number[] | null;
  readonly feature: readonly number[];
  /** Raw scores of the rows. */
  readonly predictions: readonly number[];
}

const file =
  process.env['CAMBIUM_PERCENTILE_CASES'] ??
  new URL('../../fixtures/lightgbm-percentiles/cases.json', import.meta.url);
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));

/** The largest difference of a row's raw score, relative to the largest score. */
async function differenceOf({ parameters, labels, weights, feature, predictions }: Case) {
  const { model } = await train(
    { ...parameters, num_threads: 1 },
    {
      table: new Table({ x: makeVector(Float64Array.from(feature)) }),
      label: Float64Array.from(labels),
      ...(weights && { weight: Float64Array.from(weights) }),
    },
  );
  const size = Math.max(1, ...predictions.map(Math.abs));
  const differences = predictions.map(
    (wanted, row) =>
      Math.abs(referencePredict(model, Float64Array.of(feature[row]!), 'raw')[0]! - wanted) / size,
  );
  return Math.max(...differences);
}

const BATCH = 10;
const batches = Array.from({ length: Math.ceil(cases.length / BATCH) }, (_, batch) => batch);

test.each(batches)(
  'percentiles of weighted and plain rows are as in LightGBM: batch %d',
  async (batch) => {
    for (const one of cases.slice(batch * BATCH, (batch + 1) * BATCH)) {
      expect(await differenceOf(one), JSON.stringify(one)).toBeLessThan(1e-13);
    }
  },
);

test('a weighted median of six rows of weight 1 lies among their labels', async () => {
  const difference = await differenceOf({
    parameters: {
      objective: 'regression_l1',
      ...{ num_iterations: 1, num_leaves: 2, min_data_in_leaf: 1, min_data_in_bin: 1 },
    },
    labels: [1, 2, 3, 103, 104, 105],
    weights: [1, 1, 1, 1, 1, 1],
    feature: [1, 2, 3, 4, 5, 6],
    predictions: [2.85, 2.85, 2.85, 13.05, 13.05, 13.05],
  });
  expect(difference).toBeLessThan(1e-13);
});

test.each(['regression_l1', 'quantile', 'mape'] as const)(
  '%s of labels at both ends of 32-bit floats has finite leaves, with weights and without',
  async (objective) => {
    const label = Array.from({ length: 300 }, (_, row) => (row % 2 === 0 ? 3e38 : -3e38));
    const table = label.map((_, row) => [row % 24, (row * 7) % 31]);
    for (const weight of [undefined, label.map((_, row) => 1 + (row % 3))]) {
      const data = { table, label, ...(weight && { weight }) };
      const { model } = await train({ objective, num_iterations: 3 }, data);
      for (const tree of model.trees) expect([...tree.leafValue].every(Number.isFinite)).toBe(true);
    }
  },
);
