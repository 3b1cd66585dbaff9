/** The door of boosting: models, their files, parameters, metrics, training. */

export { type BinMapper, type BinOptions, findBin, sampleRows, valueToBin } from './bins/index.js';
export { Booster } from './booster/index.js';
export {
  type CrossValidatedMetric,
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type Fold,
  type MeanEvaluation,
} from './cross-validation/index.js';
export {
  BinnedDataset,
  type BinParameters,
  createDataset,
  isDatasetFile,
  loadDataset,
} from './dataset/index.js';
export {
  type DumpOptions,
  dumpModel,
  fieldName,
  formatModel,
  type ModelDump,
  type NodeDump,
  parseModel,
  readModel,
  type TreeDump,
  treesToTable,
  writeModel,
} from './formats/index.js';
export {
  createMetric,
  createMetrics,
  type EvaluationRows,
  type Measure,
  type Metric,
  type MetricName,
  type MetricSettings,
  type MetricValues,
  metricNames,
} from './metrics/index.js';
export {
  type BinRule,
  DecisionType,
  featureImportance,
  featurePlace,
  type Histogram,
  type ImportanceKind,
  type LinearLeaves,
  MissingType,
  Model,
  type ModelFields,
  type ModelSummary,
  type Objective,
  objectiveTransform,
  parseObjective,
  referencePredict,
  type SplitValueCount,
  type SplitValueOptions,
  splitValueHistogram,
  summarize as summarizeModel,
  type TransformKind,
  type Tree,
} from './model/index.js';
export {
  modelParameters,
  type ObjectiveName,
  type ParameterInput,
  type ParameterRecord,
  type Parameters,
  type ParameterValue,
  parameterName,
  parameterNames,
  parameterTable,
  resolveParameters,
} from './parameters/index.js';
export { type RefitOptions, refit } from './refit/index.js';
export {
  type CustomMetric,
  type CustomObjective,
  completeData,
  type Evaluation,
  type NumberList,
  type ParameterSchedule,
  type ResetParameter,
  type RowsView,
  type SnapshotOptions,
  type TrainingData,
  type TrainingProgress,
  type TrainingTable,
  type TrainOptions,
  type TrainResult,
  train,
  type ValidationData,
  type ValidationTable,
} from './trainer/index.js';
