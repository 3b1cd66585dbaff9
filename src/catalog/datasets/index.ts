/** Datasets: one class per kind of file, and the type names that a catalog uses. */
export { FileDataset, type FileDatasetOptions } from './file-dataset.js';
export { MemoryDataset } from './memory.js';

export {
  type DatasetContext,
  type DatasetType,
  datasetTypes,
  fileFields,
} from './types.js';
