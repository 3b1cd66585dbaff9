/** Runs a pipeline of a project: configuration, catalog, code, slice, runner. */
import { relative, resolve } from 'node:path';
import { Configuration, DataCatalog } from '../../catalog/index.js';
import { CambiumError, checkNames } from '../../errors.js';
import { type LogSink, logger, plainSink, withLogSink } from '../../runtime/index.js';
import type { Slice } from '../graph/index.js';
import {
  callHooks,
  checkHooks,
  type Hooks,
  type RunResult,
  SequentialRunner,
} from '../runner/index.js';
import { loadDatasetTypes } from './dataset-types.js';
import { Fingerprints } from './fingerprints.js';
import { loadProjectModule, moduleFile } from './module.js';
import { findProject, type Project } from './project.js';
import { DEFAULT_PIPELINE, PipelineRegistry } from './registry.js';
import { resumeCommand } from './resume-command.js';
import { checkRuntimeParameters } from './runtime-parameters.js';

/** Which nodes of which project run, and with what. */
export interface RunProjectOptions extends Slice {
  /** The project's folder or one inside it; default the working directory. */
  readonly folder?: string | undefined;
  /** Default `__default__`. */
  readonly pipeline?: string | undefined;
  /** Parameters of this run over those of the files; dotted keys are nested. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Default: `CAMBIUM_ENV`, the project's own setting, else `local`. */
  readonly environment?: string | undefined;
  /** Pinned versions by dataset. */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Another configuration folder. */
  readonly configurationFolder?: string | undefined;
  /** Leaves out nodes whose persisted outputs are there and were made from the present inputs, parameters and code. */
  readonly onlyMissingOutputs?: boolean | undefined;
  /** Values in place of datasets, by name. */
  readonly datasets?: Readonly<Record<string, unknown>> | undefined;
  /** In addition to the project's. */
  readonly hooks?: readonly Hooks[] | undefined;
  /** Where log records go; default plain lines on standard output. */
  readonly log?: LogSink | undefined;
  /** Stops the run between two nodes. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a pipeline of a project as `cambium run` does.
 * @throws CambiumError for what is wrong with the project; PipelineError when a node fails.
 * @example const { nodes, seconds } = await runProject({ folder: 'examples/nyc-taxi' });
 */
export function runProject(options: RunProjectOptions = {}): Promise<RunResult> {
  checkNames('option of runProject', options, {
    fromNodes: true,
    toNodes: true,
    nodes: true,
    tags: true,
    namespaces: true,
    fromInputs: true,
    toOutputs: true,
    folder: true,
    pipeline: true,
    parameters: true,
    environment: true,
    loadVersions: true,
    configurationFolder: true,
    onlyMissingOutputs: true,
    datasets: true,
    hooks: true,
    log: true,
    signal: true,
  });
  return withLogSink(options.log ?? plainSink, () => run(options));
}

async function run(options: RunProjectOptions): Promise<RunResult> {
  checkHooks(options.hooks ?? [], 'hooks of runProject');
  const project = await findProject(options.folder);
  logger('cambium.framework.session').info(`Cambium project ${project.name}`);
  const hooks = [...(await projectHooks(project)), ...(options.hooks ?? [])];
  const context = { folder: project.folder, configuration: await configure(project, options) };
  await callHooks(hooks, 'afterContextCreated', context);

  const { types, files } = await loadDatasetTypes(context.configuration, project.folder);
  const catalog = new DataCatalog(context.configuration, {
    root: project.folder,
    loadVersions: options.loadVersions,
    types,
  });
  for (const [name, value] of Object.entries(options.datasets ?? {})) catalog.set(name, value);
  await callHooks(hooks, 'afterCatalogCreated', { ...context, catalog });

  const pipelineName = options.pipeline ?? DEFAULT_PIPELINE;
  const loaded = await (await PipelineRegistry.open(project)).load(pipelineName);
  checkRuntimeParameters(context.configuration, loaded.pipeline);
  return new SequentialRunner().run(loaded.pipeline.slice(sliceOf(options)), catalog, {
    freshness: await Fingerprints.open(
      project.folder,
      { ...loaded, filesOf: (node) => [...loaded.filesOf(node), ...files] },
      catalog,
      Object.keys(options.datasets ?? {}),
    ),
    pipelineName,
    hooks,
    log: options.log,
    signal: options.signal,
    onlyMissingOutputs: options.onlyMissingOutputs,
    folder: project.folder,
    command: resumeCommand(options),
  });
}

function configure(project: Project, options: RunProjectOptions): Promise<Configuration> {
  const folder = options.configurationFolder;
  return Configuration.load({
    folder: folder === undefined ? project.configuration : resolve(folder),
    root: project.folder,
    environment:
      options.environment ?? (process.env['CAMBIUM_ENV'] || (project.environment ?? 'local')),
    runtimeParameters: options.parameters,
    mergeParameters: project.mergeParameters,
  });
}

/** `src/hooks.ts` exports `hooks`: one object of hooks, or a list of them. */
async function projectHooks(project: Project): Promise<readonly Hooks[]> {
  const file = moduleFile(project.hooks);
  if (file === undefined) return [];
  const { exports } = await loadProjectModule(file, project.folder);
  const hooks = exports['hooks'] ?? exports['default'];
  if (typeof hooks === 'object' && hooks !== null) {
    const list = Array.isArray(hooks) ? (hooks as Hooks[]) : [hooks as Hooks];
    checkHooks(list, relative(project.folder, file).replaceAll('\\', '/'));
    return list;
  }
  throw new CambiumError('project-code', `${file} does not export hooks`, {
    hint: 'export const hooks: Hooks = { … }',
  });
}

function sliceOf(options: RunProjectOptions): Slice {
  const { fromNodes, toNodes, fromInputs, toOutputs, nodes, tags, namespaces } = options;
  return { fromNodes, toNodes, fromInputs, toOutputs, nodes, tags, namespaces };
}
