/** Deployment: from an API file to an environment that runs it. */
import { resolve } from 'node:path';
import type { DeployAction, DeployedApi } from './environment.js';
import { openEnvironment } from './open-environment.js';

export type {
  ApiState,
  DeployAction,
  DeployedApi,
  Environment,
} from './environment.js';
export { openEnvironment } from './open-environment.js';

export interface DeployFileOptions {
  /** Name of the environment; default: `local`. */
  readonly environment?: string;
  /** Default: CAMBIUM_HOME, else `~/.cambium`. */
  readonly home?: string;
  /** Deploy again also what is up to date. */
  readonly force?: boolean;
  readonly onAction?: (name: string, action: DeployAction) => void;
  /** Gets a line on keys that have no effect in `local`. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Starts or updates the APIs of a YAML file; resolves when they answer.
 * @param file default: `apis.yml` in the folder of this process
 * @throws CambiumError with the place in the file, or why an API cannot be served.
 */
export async function deployFile(
  file: string | undefined,
  options: DeployFileOptions = {},
): Promise<DeployedApi[]> {
  const environment = await openEnvironment(options.environment, options.home);
  const { defaultApiFile, readSpecification } = await import('./specification/index.js');
  const chosen = file ?? defaultApiFile(process.cwd());
  const { apis, notices } = await readSpecification(chosen);
  for (const notice of notices) options.onNotice?.(notice);
  return environment.deploy(apis, {
    ...options,
    file: resolve(chosen),
  });
}
