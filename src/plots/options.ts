/** Checks that several pictures share. */
import { CambiumError } from '../errors.js';

/** @throws CambiumError `invalid-option` */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new CambiumError(
    'invalid-option',
    `${name} must be a whole number, ${least} to ${most}, not ${value}`,
  );
}
