export type {
  CustomMetric,
  CustomObjective,
  Evaluation,
  RowsView,
  SnapshotOptions,
  TrainingProgress,
  TrainOptions,
  TrainResult,
  ValidationData,
} from './options.js';
export { train } from './train.js';
export type { TrainingData } from './training-data.js';
