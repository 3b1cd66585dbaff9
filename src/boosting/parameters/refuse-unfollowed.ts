/** For a trainer that does not follow all parameters. */
import { CambiumError } from '../../errors.js';
import type { Parameters } from './parameters.js';
import { resolveParameters } from './resolve.js';

/**
 * Refuses what is asked for and not followed.
 * @param names parameters that are not followed: each must have its default
 * @throws CambiumError `unsupported-parameter` that names the first
 */
export function refuseUnfollowed(
  parameters: Parameters,
  names: readonly (keyof Parameters)[],
): void {
  // As resolved: rules fill in some defaults.
  const defaults = resolveParameters({});
  for (const name of names) {
    const [value, usual] = [parameters[name], defaults[name]];
    if (JSON.stringify(value) === JSON.stringify(usual)) continue;
    throw new CambiumError(
      'unsupported-parameter',
      `parameter "${name}" is LightGBM's, but not supported yet: found ${JSON.stringify(value)}`,
      { hint: 'leave it out' },
    );
  }
}
