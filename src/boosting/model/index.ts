export {
  categoryLists,
  type FeatureCategories,
  featureCategories,
} from './feature-categories.js';
export { featureImportance, type ImportanceKind } from './importance.js';
export { Model, type ModelFields } from './model.js';
export {
  type Objective,
  objectiveTransform,
  parseObjective,
  type TransformKind,
} from './objective.js';
export { isLeft, referencePredict, treeOutput } from './reference-predict.js';
export { type ModelSummary, summarize } from './summary.js';
export { DecisionType, type LinearLeaves, MissingType, type Tree } from './tree.js';
