import { describe, expect, it } from 'vitest';
import {
  createMetric,
  type EvaluationRows,
  type MetricSettings,
  metricNames,
} from '../../../src/boosting/metrics/index.js';
import type { MetricName } from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';

function described(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CambiumError) return `${error.code}: ${error.describe()}`;
    throw error;
  }
  return 'no error';
}

const labels = (...values: number[]): EvaluationRows => ({ labels: Float32Array.from(values) });
const weighted = (...values: number[]): EvaluationRows => ({
  labels: new Float32Array(values.length),
  weights: Float32Array.from(values),
});

describe('labels and weights that a metric is not defined for', () => {
  it.each<[MetricName, EvaluationRows, string]>([
    ['gamma', labels(1, 0), 'bad-label: metric gamma: label 0 in row 2: expected a number above 0'],
    [
      'gamma_deviance',
      labels(-1),
      'bad-label: metric gamma_deviance: label -1 in row 1: expected a number above 0',
    ],
    [
      'cross_entropy',
      labels(0, 1, 1.5),
      'bad-label: metric cross_entropy: label 1.5 in row 3: expected a number from 0 to 1',
    ],
    [
      'kullback_leibler',
      labels(-0.25),
      'bad-label: metric kullback_leibler: label -0.25 in row 1: expected a number from 0 to 1',
    ],
    [
      'cross_entropy_lambda',
      labels(2),
      'bad-label: metric cross_entropy_lambda: label 2 in row 1: expected a number from 0 to 1',
    ],
    [
      'multi_logloss',
      labels(0, 3),
      'bad-label: metric multi_logloss: label 3 in row 2: expected a class from 0 to 2',
    ],
    [
      'multi_error',
      labels(0.5),
      'bad-label: metric multi_error: label 0.5 in row 1: expected a class from 0 to 2',
    ],
    [
      'auc_mu',
      labels(-1),
      'bad-label: metric auc_mu: label -1 in row 1: expected a class from 0 to 2',
    ],
    [
      'cross_entropy',
      weighted(1, -1),
      'bad-weight: metric cross_entropy: weight -1 in row 2: expected 0 or more',
    ],
    ['kullback_leibler', weighted(0, 0), 'bad-weight: metric kullback_leibler: all weights are 0'],
    [
      'cross_entropy_lambda',
      weighted(1, 0),
      'bad-weight: metric cross_entropy_lambda: weight 0 in row 2: expected above 0',
    ],
    ['ndcg', labels(1), 'missing-queries: metric ndcg needs the query of each row'],
    ['map', labels(1), 'missing-queries: metric map needs the query of each row'],
    [
      'ndcg',
      { ...labels(0, 31), queries: Int32Array.of(0, 2) },
      'bad-label: metric ndcg: label 31 in row 2: expected a whole number from 0 to 30 (label_gain says what each label is worth)',
    ],
    [
      'map',
      { labels: new Float32Array(3), queries: Int32Array.of(0, 2, 1, 3) },
      'bad-queries: metric map: query 3 starts at row 1: expected 2 or more',
    ],
    [
      'ndcg',
      { labels: new Float32Array(3), queries: Uint32Array.of(1, 3) },
      'bad-queries: metric ndcg: query 1 starts at row 1: expected 0',
    ],
    [
      'l2',
      { labels: new Float32Array(2), weights: new Float32Array(3) },
      'bad-length: metric l2: found 3 weights, expected 2',
    ],
    [
      'map',
      { labels: new Float32Array(2), queries: Int32Array.of(0, 3) },
      'bad-length: metric map: found 3 rows in queries, expected 2',
    ],
  ])('%s', (name, rows, expected) => {
    expect(described(() => createMetric(name, { num_class: 3 }).prepare(rows))).toBe(expected);
  });

  it.each(metricNames)('%s: predictions of other rows', (name) => {
    const rows = { labels: Float32Array.of(1, 1), queries: Int32Array.of(0, 2) };
    const predictions = new Float64Array(7);
    expect(
      described(() => createMetric(name, { num_class: 3 }).evaluate(predictions, rows)),
    ).toMatch(/^bad-length: metric \w+: found 7 predictions, expected (2|6)$/);
  });
});

describe('settings', () => {
  it.each<[MetricName, Partial<MetricSettings>, string]>([
    ['ndcg', { eval_at: [1, 0] }, 'eval_at=0: expected a whole number above 0'],
    ['map', { eval_at: [1.5] }, 'eval_at=1.5: expected a whole number above 0'],
    [
      'multi_error',
      { num_class: 3, multi_error_top_k: 0 },
      'multi_error_top_k=0: expected a whole number above 0',
    ],
    ['multi_error', {}, 'metric multi_error needs num_class above 1'],
    ['multi_logloss', {}, 'metric multi_logloss needs num_class above 1'],
    ['auc_mu', {}, 'metric auc_mu needs num_class above 1'],
    [
      'auc_mu',
      { num_class: 2, auc_mu_weights: [0, 1, 1] },
      'auc_mu_weights has 3 numbers; 2 classes need 4',
    ],
    [
      'auc_mu',
      { num_class: 2, auc_mu_weights: [0, 1, 0, 0] },
      'auc_mu_weights is 0 for class 1 taken for class 0: only a class taken for itself may cost 0',
    ],
  ])('%s %j', (name, settings, expected) => {
    expect(described(() => createMetric(name, settings))).toBe(`bad-parameter: ${expected}`);
  });
});

describe('names', () => {
  it('the near miss of a misspelt one is told', () => {
    expect(described(() => createMetric('rsme'))).toBe(
      'unknown-metric: there is no metric "rsme" (did you mean "rmse"?)',
    );
    expect(described(() => createMetric('toString'))).toMatch(/^unknown-metric: .* \(one of l1, /);
  });
});
