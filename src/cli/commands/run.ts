/** `cambium run`: runs a pipeline of the project in this folder. */
import { Command, Option } from 'commander';
import { explainError, traceOf } from '../../runtime/index.js';
import { endEarly, interruption } from '../early-end.js';
import type { LogFormat } from '../run-log.js';

interface RunFlags {
  readonly pipeline?: string;
  readonly fromNodes?: string;
  readonly toNodes?: string;
  readonly nodes?: string;
  readonly tags?: string;
  readonly namespaces?: string;
  readonly fromInputs?: string;
  readonly toOutputs?: string;
  readonly params: readonly string[];
  readonly env?: string;
  readonly loadVersions?: string;
  readonly confSource?: string;
  readonly onlyMissingOutputs?: true;
  readonly logFormat: LogFormat;
  readonly verbose?: true;
}

const examples = `
Examples:
  cambium run                                    all pipelines of the project
  cambium run --pipeline data_science            one of them
  cambium run --from-nodes train,evaluate        take a run up again from these nodes
  cambium run --to-outputs features              only what the dataset needs
  cambium run --params model.num_leaves=63,seed=7
  cambium run --env production --tags training
  cambium run --load-versions model:2026-01-31T10.20.30.456Z --nodes evaluate
  cambium run --log-format json | jq .msg

Filters intersect: a node runs when all of them let it through. Lists are separated by commas.`;

export function command(): Command {
  return new Command('run')
    .summary('run a pipeline of the project in this folder')
    .description(
      'Runs a pipeline of the project that this folder is in (the one with cambium.yml).',
    )
    .option('-p, --pipeline <name>', 'pipeline to run (default: all of the project)')
    .option('--from-nodes <names>', 'these nodes and all that follow from them')
    .option('--to-nodes <names>', 'these nodes and all that lead to them')
    .option('-n, --nodes <names>', 'these nodes alone')
    .option('-t, --tags <tags>', 'nodes with one of these tags')
    .option('--namespaces <names>', 'nodes of these namespaces')
    .option('--from-inputs <datasets>', 'nodes that read these datasets and all that follow')
    .option('--to-outputs <datasets>', 'nodes that make these datasets and all that lead to them')
    .option('--params <k=v,a.b=v>', 'parameters of this run; values are YAML', collect, [])
    .option('-e, --env <name>', 'environment of conf/ (default: CAMBIUM_ENV, or local)')
    .option('--load-versions <dataset:version>', 'versions to load instead of the latest')
    .option('--conf-source <folder>', 'another folder of configuration')
    .option(
      '--only-missing-outputs',
      'leave out nodes whose saved outputs are there and up to date',
    )
    .addOption(
      new Option('--log-format <format>', 'form of the log')
        .choices(['plain', 'json'])
        .default('plain'),
    )
    .option('--verbose', 'log more, with the stack traces of errors and of their causes')
    .addHelpText('after', examples)
    .action(run);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function run(flags: RunFlags): Promise<void> {
  const [
    { PipelineError, runProject },
    { openRunLog },
    { parseParameters, parseVersions, splitList },
  ] = await Promise.all([
    import('../../pipeline/index.js'),
    import('../run-log.js'),
    import('../run-options.js'),
  ]);
  const list = (text: string | undefined) => (text === undefined ? undefined : splitList(text));
  const parameters = Object.assign({}, ...flags.params.map(parseParameters));
  const loadVersions =
    flags.loadVersions === undefined ? undefined : parseVersions(flags.loadVersions);
  const log = await openRunLog({
    format: flags.logFormat,
    verbose: flags.verbose ?? false,
    stream: process.stdout,
  });
  const { signal, done } = interruption(() => {
    process.stderr.write('stopping when this node has completed; Ctrl-C again stops at once\n');
  });
  // E.g. a promise that a node rejects and nobody awaits.
  const loose = (error: unknown) => {
    log.close();
    const why = explainError(error, process.cwd());
    endEarly(`the project's code failed where nobody waited for it: ${why}`);
  };
  process.once('uncaughtException', loose);
  try {
    await runProject({
      pipeline: flags.pipeline,
      fromNodes: list(flags.fromNodes),
      toNodes: list(flags.toNodes),
      nodes: list(flags.nodes),
      tags: list(flags.tags),
      namespaces: list(flags.namespaces),
      fromInputs: list(flags.fromInputs),
      toOutputs: list(flags.toOutputs),
      parameters,
      loadVersions,
      environment: flags.env,
      configurationFolder: flags.confSource,
      onlyMissingOutputs: flags.onlyMissingOutputs,
      log: log.sink,
      signal,
      hooks: [
        {
          beforePipelineRun: ({ nodes }) => log.begin(nodes.length),
          afterNodeRun: ({ node }) => log.advance(node.name),
        },
      ],
    });
  } catch (error) {
    // The runner has logged the error of a node.
    if (!(error instanceof PipelineError)) {
      const [time, logger] = [new Date(), 'cambium.framework.session'];
      log.sink({ time, level: 'DEBUG', logger, message: traceOf(error) });
    }
    throw error;
  } finally {
    done();
    process.off('uncaughtException', loose);
    log.close();
  }
}
