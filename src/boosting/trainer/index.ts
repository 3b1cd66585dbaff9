export { createDataset, type DatasetOptions } from './create-dataset.js';
export { checkOptions, checkSet, checkSets } from './options/check-options.js';
export type {
  CustomMetric,
  CustomObjective,
  Evaluation,
  RowsView,
  SnapshotOptions,
  TrainingProgress,
  TrainOptions,
  TrainResult,
} from './options/options.js';
export type { ParameterSchedule, ResetParameter } from './options/schedule.js';
export { train } from './train.js';
