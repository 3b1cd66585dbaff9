export {
  type DependenceFeature,
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './compute.js';
export { type PartialDependencePlotOptions, plotPartialDependence } from './plot.js';
