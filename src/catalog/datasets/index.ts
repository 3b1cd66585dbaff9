/** The door of datasets: one class a kind of file, and the types that name them. */
export { FileDataset, type FileDatasetOptions } from './file-dataset.js';
export { MemoryDataset } from './memory.js';
export { ModelDataset } from './model.js';
export { TableDataset, type TableDatasetOptions, type TableFormat } from './table.js';
export {
  commonFields,
  type DatasetContext,
  type DatasetType,
  datasetTypes,
  fileFields,
} from './types.js';
export { JSONDataset, MetricsDataset, TextDataset, YAMLDataset } from './values.js';
