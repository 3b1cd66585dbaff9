/** The environments that there are. */
import { CambiumError, didYouMean } from '../src/errors.js';
import type { Environment } from './environment.js';

/** By name: what opens each, for a home. */
const ENVIRONMENTS: Readonly<Record<string, (home?: string) => Promise<Environment>>> = {
  local: async (home) => {
    const { LocalEnvironment } = await import('./local/index.js');
    return new LocalEnvironment(home);
  },
};

/**
 * @param name `local` unless told
 * @param home where the environment keeps what it knows; default: CAMBIUM_HOME, else `~/.cambium`
 * @throws CambiumError `unknown-environment` with a near miss
 */
export function openEnvironment(name = 'local', home?: string): Promise<Environment> {
  const known = Object.keys(ENVIRONMENTS);
  if (Object.hasOwn(ENVIRONMENTS, name)) return ENVIRONMENTS[name]!(home);
  throw new CambiumError('unknown-environment', `environment "${name}" is not known`, {
    hint: didYouMean(name, known) ?? `there is: ${known.join(', ')}`,
  });
}
