export type { MetricHistory } from './history.js';
export { type MetricPlotOptions, plotMetric } from './plot.js';
