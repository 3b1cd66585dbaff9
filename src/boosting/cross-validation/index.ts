/** Cross-validation. */
export { crossValidate } from './cross-validate.js';
export type {
  CrossValidatedMetric,
  CrossValidation,
  CrossValidationOptions,
  Fold,
  GivenFold,
  MeanEvaluation,
} from './options.js';
