export { checkOptions, checkSet, checkSets } from './check-options.js';
export { checkWeights } from './check-rows.js';
export type {
  CustomMetric,
  CustomObjective,
  Evaluation,
  RowsView,
  SnapshotOptions,
  TrainingProgress,
  TrainOptions,
  TrainResult,
} from './options.js';
export type { ParameterSchedule, ResetParameter } from './schedule.js';
export { train } from './train.js';
export type { TrainingTable, ValidationTable } from './training-data.js';
export {
  completeData,
  type NumberList,
  type TrainingData,
  type ValidationData,
} from './training-input.js';
