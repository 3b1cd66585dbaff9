/** Metrics beside what LightGBM says of the same predictions (test/fixtures/lightgbm-metrics/make.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createMetrics,
  type EvaluationRows,
  type MetricSettings,
  metricNames,
} from '../../../src/boosting/metrics/index.js';
import type { MetricName } from '../../../src/boosting/parameters/index.js';

interface Case {
  readonly rows: string;
  readonly metrics: readonly MetricName[];
  readonly settings: Partial<MetricSettings>;
  readonly weighted: boolean;
  /** By name; null is NaN. */
  readonly expected: Readonly<Record<string, number | null>>;
}

interface Rows {
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly queries?: readonly number[];
  readonly predictions: readonly number[];
}

const { rows, cases }: { rows: Readonly<Record<string, Rows>>; cases: readonly Case[] } =
  JSON.parse(
    readFileSync(new URL('../../fixtures/lightgbm-metrics/cases.json', import.meta.url), 'utf8'),
  );

function evaluationRows({ labels, weights, queries }: Rows, weighted: boolean): EvaluationRows {
  return {
    labels: Float32Array.from(labels),
    weights: weighted ? Float32Array.from(weights) : undefined,
    queries: queries === undefined ? undefined : Int32Array.from(queries),
  };
}

/**
 * Where LightGBM computes in 32 bits what could be exact: to the loss of gamma it adds a label's
 * logarithm in 64 bits less the same in 32, and the weights of cross-entropies are summed in 32.
 */
function tolerance(name: string, weighted: boolean): number {
  const rounded = name === 'cross_entropy' || name === 'kullback_leibler';
  return name === 'gamma' || (rounded && weighted) ? 2e-7 : 1e-12;
}

describe.each(cases)(
  '$rows, $metrics, $settings, weighted: $weighted',
  ({ rows: name, metrics: names, settings, weighted, expected }) => {
    const given = rows[name]!;
    const evaluated = evaluationRows(given, weighted);
    const predictions = Float64Array.from(given.predictions);
    const found = createMetrics(names, settings).flatMap((metric) => {
      const values = metric.evaluate(predictions, evaluated);
      return metric.names.map((label, k) => [label, values[k]!] as const);
    });

    it('has the names that LightGBM gives', () => {
      expect(found.map(([label]) => label).sort()).toEqual(Object.keys(expected).sort());
    });

    it.each(found)('%s is %f', (label, value) => {
      const theirs = expected[label] ?? Number.NaN;
      if (Number.isNaN(theirs)) expect(value).toBeNaN();
      else {
        expect(Math.abs(value - theirs)).toBeLessThanOrEqual(
          tolerance(label, weighted) * Math.abs(theirs),
        );
      }
    });

    it('measures the same again', () => {
      for (const metric of createMetrics(names, settings)) {
        const measure = metric.prepare(evaluated);
        const reversed = predictions.slice().reverse();
        const first = measure(predictions);
        measure(reversed);
        expect(measure(predictions)).toEqual(first);
      }
    });
  },
);

it('all metrics were compared', () => {
  expect(new Set(cases.flatMap(({ metrics }) => metrics))).toEqual(new Set(metricNames));
});
