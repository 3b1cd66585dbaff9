/** Finds parameters that a run is given and that nothing would read: most likely misspelt ones. */
import { type Configuration, isParameter, parameterPath } from '../../catalog/index.js';
import { CambiumError, didYouMean } from '../../errors.js';
import { logger } from '../../runtime/index.js';
import type { Pipeline } from '../graph/index.js';

/**
 * A parameter that is in no file may be new. It is refused where no node can see it, and logged where a node reads the
 * map that it becomes part of, and a parameter has nearly its name.
 * @throws CambiumError `unknown-parameter` with the near miss
 */
export function checkRuntimeParameters(configuration: Configuration, pipeline: Pipeline): void {
  const read = new Set(
    pipeline.nodes.flatMap((node) => node.inputNames.filter(isParameter).map(parameterPath)),
  );
  for (const name of configuration.unknownRuntimeParameters()) {
    const paths = [...read].filter((path) => path !== undefined);
    if (paths.some((path) => path === name || path.startsWith(`${name}.`))) continue;
    const hint = didYouMean(name, [...configuration.parameterNames, ...paths]);
    if (read.has(undefined) || paths.some((path) => name.startsWith(`${path}.`))) {
      if (hint === undefined) continue;
      logger('cambium.framework.session').warning(
        `The parameter "${name}" of this run is in no file of parameters (${hint})`,
      );
      continue;
    }
    throw new CambiumError(
      'unknown-parameter',
      `the run is given the parameter "${name}", which is in no file of parameters and which no node reads`,
      { hint: hint ?? 'nodes read params:NAME; parameters are in conf/base/parameters.yml' },
    );
  }
}
