/** Estimators: classes that fit a model and predict with it. */
export type { ClassLabel, ClassLabels } from './class-labels.js';
export {
  type ClassificationData,
  type ClassificationObjective,
  type ClassificationOptions,
  type ClassifierScoreOptions,
  GradientBoostingClassifier,
} from './classifier.js';
export type { ClassWeight, EstimatorParameters } from './estimator-parameters.js';
export type { BestScore, EvalsResult } from './evaluations.js';
export type { FitData, FitOptions, FitValidation } from './fit-arguments.js';
export { GradientBoosting } from './gradient-boosting.js';
export type { NumbersOptions, PredictOptions, RoundOptions } from './predict-options.js';
export {
  GradientBoostingRanker,
  type RankerScoreOptions,
  type RankingObjective,
} from './ranker.js';
export {
  GradientBoostingRegressor,
  type RegressionObjective,
  type RegressorScoreOptions,
} from './regressor.js';
