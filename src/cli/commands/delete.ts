/** `cambium delete API`: stops and removes an API. */
import { Command } from 'commander';
import { environmentOption, outputOption } from '../environment-option.js';

const examples = `
Examples:
  cambium delete trip-estimator    with the last API the background server ends`;

interface Options {
  readonly env: string;
  readonly output: 'text' | 'json';
}

async function remove(name: string, { env, output }: Options): Promise<void> {
  const { openEnvironment } = await import('../../../deploy/index.js');
  const environment = await openEnvironment(env);
  await environment.get(name);
  if (output === 'text') console.log(`deleting ${name}`);
  await environment.delete(name);
  if (output === 'json') console.log(JSON.stringify({ name, action: 'deleted' }));
}

export function command(): Command {
  return new Command('delete')
    .summary('stop and remove an API')
    .description('Stops and removes an API with its log and counts; its files stay as they are.')
    .argument('<api>', 'name of the API')
    .addOption(environmentOption())
    .option('-y, --yes', 'ask nothing')
    .addOption(outputOption())
    .addHelpText('after', examples)
    .action(remove);
}
