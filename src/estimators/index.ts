/** The door of estimators: classes that fit a model and predict with it. */
export type { ClassLabel, ClassLabels } from './class-labels.js';
export {
  type ClassificationData,
  type ClassificationObjective,
  type ClassificationOptions,
  GradientBoostingClassifier,
} from './classifier.js';
export type { FeatureRow, FeatureRows } from './feature-columns.js';
export {
  type EstimatorParameters,
  GradientBoosting,
  type PredictOptions,
} from './gradient-boosting.js';
export { GradientBoostingRanker, type RankingObjective } from './ranker.js';
export { GradientBoostingRegressor, type RegressionObjective } from './regressor.js';
