/** The public API of Cambium. */
export type { Table } from 'apache-arrow';
export {
  createMetric,
  featureImportance,
  Model,
  type ParameterInput,
  readModel,
  writeModel,
} from './boosting/index.js';
export {
  Configuration,
  DataCatalog,
  type Dataset,
  FileDataset,
  MemoryDataset,
} from './catalog/index.js';
export { numericColumn, readTable, scanColumns, writeTable } from './data/index.js';
export { CambiumError } from './errors.js';
export {
  type DatasetNames,
  type Hooks,
  Node,
  type NodeFunction,
  type NodeOptions,
  type NodeRecord,
  node,
  Pipeline,
  PipelineError,
  type PipelineOptions,
  pipeline,
  type RunProjectOptions,
  type RunResult,
  runProject,
  SequentialRunner,
  type Slice,
} from './pipeline/index.js';
export { formatRecord, type LogRecord, type LogSink, logger, silentSink } from './runtime/index.js';
export { createScorer, type Scorer, scoreFiles } from './scoring/index.js';
export {
  definePredictor,
  type Field,
  type FieldDefinition,
  type PayloadRow,
  type Predictor,
  type PredictorContext,
} from './serving/index.js';
