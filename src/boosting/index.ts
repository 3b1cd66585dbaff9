/** Boosting: models, their files, parameters, metrics and training. */

export { type BinMapper, type BinOptions, findBin, sampleRows, valueToBin } from './bins/index.js';
export { Booster } from './booster/index.js';
export {
  type CrossValidatedMetric,
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type Fold,
  type GivenFold,
  type MeanEvaluation,
} from './cross-validation/index.js';
export {
  BinnedDataset,
  type BinParameters,
  isDatasetFile,
  loadDataset,
} from './dataset/index.js';
export {
  type DumpOptions,
  dumpModel,
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
  type MetricSettings,
  type MetricValues,
  metricNames,
} from './metrics/index.js';
export {
  type BinRule,
  checkModel,
  DecisionType,
  featureImportance,
  featurePlace,
  fieldName,
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
  type MetricName,
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
  checkSets,
  createDataset,
  type DatasetOptions,
  type Evaluation,
  type ParameterSchedule,
  type ResetParameter,
  type RowsView,
  type SnapshotOptions,
  type TrainingProgress,
  type TrainOptions,
  type TrainResult,
  train,
} from './trainer/index.js';
export {
  checkWeights,
  completeData,
  type NumberList,
  roleColumns,
  type TrainingData,
  type TrainingTable,
  type ValidationData,
  type ValidationTable,
} from './training-data/index.js';
