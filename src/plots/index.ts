/** Plots: models and trainings as SVG, and the data behind the pictures. */
export { type ImportancePlotOptions, plotImportance } from './importance.js';
export { type MetricHistory, type MetricPlotOptions, plotMetric } from './metric/index.js';
export {
  type DependenceFeature,
  type PartialDependence,
  type PartialDependenceOptions,
  type PartialDependencePlotOptions,
  partialDependence,
  plotPartialDependence,
} from './partial-dependence/index.js';
export { plotSplitValueHistogram, type SplitValuePlotOptions } from './split-values.js';
export { plotTree, TREE_FACTS, type TreeFact, type TreePlotOptions } from './tree/index.js';
