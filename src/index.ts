/** The public API of Cambium. */
export type { Table } from 'apache-arrow';
export {
  createMetric,
  featureImportance,
  Model,
  type ParameterInput,
  readModel,
  type TrainingData,
  type TrainOptions,
  type TrainResult,
  train,
  writeModel,
} from './boosting/index.js';
export {
  Configuration,
  DataCatalog,
  type Dataset,
  FileDataset,
  MemoryDataset,
} from './catalog/index.js';
export {
  bearingDegrees,
  column,
  Expression,
  FeatureSet,
  haversineKilometres,
  literal,
  numericColumn,
  readTable,
  scanColumns,
  trainTestSplit,
  when,
  writeTable,
} from './data/index.js';
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
export type {} from './webassembly.js';
