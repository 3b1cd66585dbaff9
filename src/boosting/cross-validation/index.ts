/** The door of cross-validation. */
export { crossValidate } from './cross-validate.js';
export type {
  CrossValidatedMetric,
  CrossValidation,
  CrossValidationOptions,
  Fold,
  MeanEvaluation,
} from './options.js';
