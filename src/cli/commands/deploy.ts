/** `cambium deploy FILE`: starts or updates the APIs of a YAML file. */
import { Command } from 'commander';
import { environmentOption, outputOption } from '../environment-option.js';

const examples = `
Examples:
  cambium deploy trip-estimator.yml       start the APIs of the file, or update those that changed
  cambium deploy                          the same of apis.yml in this folder
  cambium deploy -o json apis.yml         what was done, and the endpoints, as JSON
  CAMBIUM_PORT=9000 cambium deploy apis.yml

The file:
  - name: trip-estimator
    kind: RealtimeAPI
    predictor:
      model: ./data/06_models/model.txt   relative to the file; of a versioned model the newest, or version: …
      path: ./src/predictor.ts            optional: payload to features, score to answer
    networking: { endpoint: /trip-estimator }

The APIs of a home (CAMBIUM_HOME, default ~/.cambium) share one port: CAMBIUM_PORT, default 8890,
on CAMBIUM_HOST, default 127.0.0.1.`;

interface Options {
  readonly env: string;
  readonly force?: boolean;
  readonly output: 'text' | 'json';
}

async function deploy(
  file: string | undefined,
  { env, force = false, output }: Options,
): Promise<void> {
  const { deployFile } = await import('../../../deploy/index.js');
  const text = output === 'text';
  if (text) console.log(`using ${env} environment\n`);
  const deployed = await deployFile(file, {
    environment: env,
    force,
    onNotice: (notice) => process.stderr.write(`${notice}\n`),
    onAction: (name, action) => {
      if (!text) return;
      console.log(
        action === 'up to date' ? `${name} is up to date` : `${action} ${name} (RealtimeAPI)`,
      );
    },
  });
  if (!text) {
    console.log(JSON.stringify(deployed, null, 2));
    return;
  }
  const name = deployed.length === 1 ? (deployed[0]?.name as string) : '<api-name>';
  const width = 'cambium logs '.length + name.length + 4;
  const hint = (command: string, what: string) => `${command.padEnd(width)}(${what})`;
  console.log(`
${hint('cambium get', 'show api statuses')}
${hint(`cambium get ${name}`, 'show api info')}
${hint(`cambium logs ${name}`, 'stream api logs')}`);
}

export function command(): Command {
  return new Command('deploy')
    .summary('start or update the APIs of a YAML file')
    .description('Starts or updates the APIs of a YAML file; returns when they answer.')
    .argument('[file]', 'the YAML file (default: apis.yml)')
    .addOption(environmentOption())
    .option('-f, --force', 'deploy again also what is up to date')
    .option('-y, --yes', 'ask nothing')
    .addOption(outputOption())
    .addHelpText('after', examples)
    .action(deploy);
}
