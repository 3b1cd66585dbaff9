/** Datasets whose features are binned once for many trainings. */
export type { BinParameters } from './bin-parameters.js';
export { BinnedDataset } from './binned-dataset.js';
export { isDatasetFile, loadDataset } from './load-dataset.js';
