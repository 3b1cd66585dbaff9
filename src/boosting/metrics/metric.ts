/** What every metric is. */
import { CambiumError } from '../../errors.js';
import type { MetricName } from '../parameters/index.js';

export type Numbers = Float32Array | Float64Array;

/** The rows that predictions are measured on: what is known about them. */
export interface EvaluationRows {
  /** One number a row; LightGBM keeps labels and weights in 32 bits. */
  readonly labels: Numbers;
  /** One number a row; all rows count alike if absent. */
  readonly weights?: Numbers | undefined;
  /** For rankings: the first row of each query, rising from 0, and after them the number of rows. */
  readonly queries?: Int32Array | Uint32Array | undefined;
}

/** One number for each of a metric's {@link Metric.names}. */
export type MetricValues = readonly [number, ...number[]];

/** Measures predictions of the rows that it was made for. */
export type Measure = (predictions: Numbers) => MetricValues;

/**
 * Measures predictions against labels, by LightGBM's definition. Same input, same numbers, anywhere.
 *
 * Predictions are one number a row; for several classes one class after the other, that of class k
 * of row i at `k * rows + i`. They must not be NaN.
 */
export interface Metric {
  readonly name: MetricName;
  /** What its numbers are called: its own name for most, `ndcg@1`, `ndcg@3` and so on for rankings. */
  readonly names: readonly string[];
  readonly higherIsBetter: boolean;
  /** What it is computed from: the objective's output (`value`), or the raw score before it. */
  readonly of: 'value' | 'raw';
  /**
   * Checks labels and weights, and computes once what all predictions of these rows need. Metrics
   * that were made together share memory: their measures must not run inside each other.
   * @throws CambiumError `bad-label`, `bad-weight`, `missing-queries`, `bad-queries`, `bad-length`
   */
  prepare(rows: EvaluationRows): Measure;
  /**
   * Measures once.
   * @throws CambiumError as {@link prepare}; `bad-length` where predictions and labels do not match
   */
  evaluate(predictions: Numbers, rows: EvaluationRows): MetricValues;
}

export interface MetricDefinition {
  readonly name: MetricName;
  readonly names?: readonly string[];
  readonly higherIsBetter?: boolean;
  readonly of?: 'value' | 'raw';
  /** Predictions a row; 1 if not given. */
  readonly classes?: number;
  readonly prepare: (rows: EvaluationRows) => Measure;
}

/** Makes a metric of what sets it apart: lower is better and values are measured, unless told else. */
export function defineMetric(definition: MetricDefinition): Metric {
  const { name, names = [name], higherIsBetter = false, of = 'value', classes = 1 } = definition;
  const prepare = (rows: EvaluationRows): Measure => {
    const count = rows.labels.length;
    checkLength(name, 'weights', rows.weights?.length ?? count, count);
    checkLength(name, 'rows in queries', rows.queries?.at(-1) ?? count, count);
    const measure = definition.prepare(rows);
    return (predictions) => {
      checkLength(name, 'predictions', predictions.length, count * classes);
      return measure(predictions);
    };
  };
  return {
    name,
    names,
    higherIsBetter,
    of,
    prepare,
    evaluate: (predictions, rows) => prepare(rows)(predictions),
  };
}

function checkLength(name: MetricName, what: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new CambiumError(
    'bad-length',
    `metric ${name}: found ${found} ${what}, expected ${expected}`,
  );
}
