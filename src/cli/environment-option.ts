/** The option `--env` of the commands that work on deployed APIs. */
import { Option } from 'commander';
import { CambiumError, didYouMean } from '../errors.js';

const environments = ['local'];

/** @throws CambiumError `unknown-environment` for any but `local`. */
export function checkEnvironment(name: string): void {
  if (environments.includes(name)) return;
  throw new CambiumError('unknown-environment', `environment "${name}" is not known`, {
    hint: didYouMean(name, environments) ?? 'there is: local',
  });
}

export function environmentOption(): Option {
  return new Option('-e, --env <name>', 'environment').default('local');
}

export function outputOption(): Option {
  return new Option('-o, --output <format>', 'form of the output')
    .choices(['text', 'json'])
    .default('text');
}
