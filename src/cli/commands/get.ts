/** `cambium get [API]`: the table of deployed APIs, or one with its endpoint. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { ApiState, Environment } from '../../../deploy/index.js';
import { apiJson, apiTable, apiText } from '../api-table.js';
import { environmentOption, outputOption } from '../environment-option.js';

const examples = `
Examples:
  cambium get                                  the status of all APIs
  cambium get trip-estimator                   one API, its endpoint, and how to call it
  cambium get trip-estimator -o json           the same for programs
  cambium get -w                               again every second, until Ctrl-C`;

interface Options {
  readonly env: string;
  readonly output: 'text' | 'json';
  readonly watch?: true;
}

async function show(
  environment: Environment,
  name: string | undefined,
  { env, output }: Options,
): Promise<string> {
  for (const trouble of await environment.troubles()) console.error(`warning: ${trouble}`);
  if (name === undefined) {
    const apis = await environment.list();
    if (output === 'json')
      return JSON.stringify(
        apis.map((api) => apiJson(env, api)),
        null,
        2,
      );
    return apis.length === 0 ? 'no apis are deployed' : apiTable(env, apis);
  }
  const api: ApiState = await environment.get(name);
  if (output === 'json') return JSON.stringify(apiJson(env, api), null, 2);
  return apiText(env, api);
}

async function get(name: string | undefined, options: Options): Promise<void> {
  const { openEnvironment } = await import('../../../deploy/index.js');
  const environment = await openEnvironment(options.env);
  if (options.watch !== true) {
    console.log(await show(environment, name, options));
    return;
  }
  let ended = false;
  const end = () => {
    ended = true;
  };
  process.once('SIGINT', end);
  // Whoever read the table has gone.
  process.stdout.once('error', end);
  while (!ended) {
    const text = await show(environment, name, options);
    // Clears the terminal; in a file or a pipe each look follows the last.
    console.log(process.stdout.isTTY ? `\u001b[2J\u001b[H${text}` : text);
    for (let waited = 0; waited < 1000 && !ended; waited += 50) await sleep(50);
  }
}

export function command(): Command {
  return new Command('get')
    .summary('show deployed APIs and their traffic')
    .description('Shows deployed APIs: status, last update, average request time, answers by code.')
    .argument('[api]', 'name of one API')
    .addOption(environmentOption())
    .addOption(outputOption())
    .option('-w, --watch', 'again every second')
    .addHelpText('after', examples)
    .action(get);
}
