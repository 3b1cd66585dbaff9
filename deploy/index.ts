/** The door of deployment: what an API's file says, brought to where it runs. */
import { resolve } from 'node:path';
import { type DeployAction, type DeployedApi, LocalEnvironment } from './local/index.js';

export {
  type ApiState,
  type DeployAction,
  type DeployedApi,
  LocalEnvironment,
} from './local/index.js';

export interface DeployFileOptions {
  /** Default: CAMBIUM_HOME, else `~/.cambium`. */
  readonly home?: string;
  /** Deploy again also what is up to date. */
  readonly force?: boolean;
  readonly onAction?: (name: string, action: DeployAction) => void;
  /** Gets a line on keys that have no effect in `local`. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Starts or updates the APIs of a YAML file in the environment `local`; resolves when they answer.
 * @param file default: `apis.yml` in the folder of this process
 * @throws CambiumError with the place in the file, or why an API cannot be served.
 */
export async function deployFile(
  file: string | undefined,
  options: DeployFileOptions = {},
): Promise<DeployedApi[]> {
  const { defaultApiFile, readSpecification } = await import('./specification/index.js');
  const chosen = file ?? defaultApiFile(process.cwd());
  const { apis, notices } = await readSpecification(chosen);
  for (const notice of notices) options.onNotice?.(notice);
  return new LocalEnvironment(options.home).deploy(apis, {
    ...options,
    file: resolve(chosen),
  });
}

/** @throws CambiumError `unknown-api` with a near miss. */
export function deleteApi(name: string, home?: string): Promise<void> {
  return new LocalEnvironment(home).delete(name);
}
