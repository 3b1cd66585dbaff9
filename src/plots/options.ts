/** Checks that the options of several pictures share. */
import { CambiumError, didYouMean } from '../errors.js';

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
