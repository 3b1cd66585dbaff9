/** The door of binned data sets. */
export type { BinParameters } from './bin-parameters.js';
export { BinnedDataset } from './binned-dataset.js';
export { isDatasetFile, loadDataset } from './load-dataset.js';
