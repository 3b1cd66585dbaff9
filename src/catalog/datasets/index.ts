/** The door of datasets: one class a kind of file, and the types that name them. */
export { FileDataset, type FileDatasetOptions } from './file-dataset.js';
export { MemoryDataset } from './memory.js';

export {
  type DatasetContext,
  type DatasetType,
  datasetTypes,
  fileFields,
} from './types.js';
