/** What every metric is. */

/** Metrics by LightGBM's names. */
export type MetricName = 'l2' | 'rmse' | 'l1' | 'binary_logloss' | 'auc' | 'binary_error';

export type Numbers = Float32Array | Float64Array;

/** Measures predictions against labels, by LightGBM's definition. Same input, same number, anywhere. */
export interface Metric {
  readonly name: MetricName;
  readonly higherIsBetter: boolean;
  /** What it is computed from: the objective's output (`value`), or the raw score before it. */
  readonly of: 'value' | 'raw';
  /**
   * @param predictions one number a row, of the kind that {@link of} says; not NaN
   * @param labels one number a row; for binary metrics class 1 where above zero
   * @param weights one number a row, all rows equal if absent
   */
  evaluate(predictions: Numbers, labels: Numbers, weights?: Numbers): number;
}
