export { MissingType } from '../bins/index.js';
export { checkModel, checkModelFields } from './check-model.js';
export {
  categoryLists,
  type FeatureCategories,
  featureCategories,
} from './feature-categories.js';
export { rangeOf } from './feature-range.js';
export { fieldName } from './field-name.js';
export type { BinRule, Histogram } from './histogram-bins.js';
export { featureImportance, type ImportanceKind } from './importance.js';
export { type FeatureMatching, matchFeatures, requireFeatures } from './match-features.js';
export { Model, type ModelFields } from './model.js';
export {
  type Objective,
  objectiveTransform,
  parseObjective,
  type TransformKind,
} from './objective.js';
export { isLeft, referencePredict, treeOutput } from './reference-predict.js';
export {
  featurePlace,
  type SplitValueCount,
  type SplitValueOptions,
  splitValueHistogram,
} from './split-values.js';
export { type ModelSummary, summarize } from './summary.js';
export { DecisionType, type LinearLeaves, type Tree } from './tree.js';
