export type { Evaluation } from './evaluation.js';
export {
  type TrainingProgress,
  type TrainOptions,
  type TrainResult,
  train,
  type ValidationData,
} from './train.js';
export type { TrainingData } from './training-data.js';
