/** `cambium logs API`: prints an API's log and follows it. */
import { Command, InvalidArgumentError } from 'commander';
import { environmentOption } from '../environment-option.js';

const examples = `
Examples:
  cambium logs trip-estimator                    the last lines, then each new one until Ctrl-C
  cambium logs trip-estimator --no-follow -n 20  the last 20 lines`;

interface Options {
  readonly env: string;
  readonly follow: boolean;
  readonly lines: number;
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number.');
}

async function logs(name: string, { env, follow, lines }: Options): Promise<void> {
  const { openEnvironment } = await import('../../../deploy/index.js');
  const environment = await openEnvironment(env);
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort());
  process.stdout.on('error', () => ended.abort());
  for await (const line of environment.logs(name, {
    lines,
    follow,
    signal: ended.signal,
  })) {
    console.log(line);
  }
}

export function command(): Command {
  return new Command('logs')
    .summary('follow the log of an API')
    .description('Prints the log of an API, then each new line until Ctrl-C or its deletion.')
    .argument('<api>', 'name of the API')
    .addOption(environmentOption())
    .option('--no-follow', 'print what is there, and end')
    .option('-n, --lines <count>', 'how many of the lines that are there', wholeNumber, 100)
    .addHelpText('after', examples)
    .action(logs);
}
