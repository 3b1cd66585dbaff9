/** The option `--env` of the commands that work on deployed APIs. */
import { Option } from 'commander';

export function environmentOption(): Option {
  return new Option('-e, --env <name>', 'environment').default('local');
}

export function outputOption(): Option {
  return new Option('-o, --output <format>', 'form of the output')
    .choices(['text', 'json'])
    .default('text');
}
