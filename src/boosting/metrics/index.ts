/** Metrics, by LightGBM's definitions. */
export { createMetric, createMetrics, metricNames } from './create.js';
export type {
  EvaluationRows,
  Measure,
  Metric,
  MetricValues,
} from './metric.js';
export { RowSorter } from './row-sorter.js';
export type { MetricSettings } from './settings.js';
