/** Checks that several pictures share. */
import { Model } from '../boosting/index.js';
import { CambiumError, didYouMean } from '../errors.js';

/** @throws CambiumError `bad-model` */
export function checkModel(model: unknown): void {
  if (model instanceof Model) return;
  const isEstimator = typeof model === 'object' && model !== null && 'predictRaw' in model;
  throw new CambiumError('bad-model', 'what is to be drawn is no model', {
    hint: isEstimator
      ? 'give the model of the estimator: estimator.model'
      : 'readModel reads one from a file',
  });
}

/** @throws CambiumError `invalid-option` */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new CambiumError(
    'invalid-option',
    `${name} must be a whole number, ${least} to ${most}, not ${value}`,
  );
}

/** @throws CambiumError `invalid-option` with the near miss */
export function checkOneOf<T extends string>(name: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return;
  throw new CambiumError(
    'invalid-option',
    `${name} is "${value}", but must be one of ${allowed.join(', ')}`,
    { hint: didYouMean(String(value), allowed) },
  );
}
