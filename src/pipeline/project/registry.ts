/** Which pipelines a project has, and how one of them is loaded without the others. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CambiumError, didYouMean } from '../../errors.js';
import { explainError } from '../../runtime/index.js';
import { Pipeline, pipeline } from '../graph/index.js';
import type { Node } from '../node/index.js';
import { loadProjectModule, moduleFile } from './module.js';
import type { Project } from './project.js';

export const DEFAULT_PIPELINE = '__default__';

type Maker = () => unknown;

/** A loaded pipeline and the project's files that it came from. */
export interface LoadedPipeline {
  readonly name: string;
  readonly pipeline: Pipeline;
  /** Absolute paths of the modules that a node of it was loaded from. */
  filesOf(node: Node): readonly string[];
}

/**
 * The pipelines of a project: each `<name>/pipeline.ts` of the pipelines' folder that exports
 * `createPipeline()`, and what `registerPipelines()` of the registry returns by name (pipelines, or
 * functions that make them). `__default__` is the sum of all unless the registry says otherwise.
 */
export class PipelineRegistry {
  readonly #project: Project;
  readonly #folders: readonly string[];
  readonly #registered: ReadonlyMap<string, unknown>;
  readonly #registryFiles: readonly string[];

  private constructor(
    project: Project,
    folders: readonly string[],
    registered: ReadonlyMap<string, unknown>,
    registryFiles: readonly string[],
  ) {
    this.#project = project;
    this.#folders = folders;
    this.#registered = registered;
    this.#registryFiles = registryFiles;
  }

  /** Looks what there is; loads the registry, if any, but no pipeline. */
  static async open(project: Project): Promise<PipelineRegistry> {
    const folders = existsSync(project.pipelines)
      ? (await readdir(project.pipelines, { withFileTypes: true }))
          .filter((entry) => entry.isDirectory() && entryFile(project, entry.name) !== undefined)
          .map((entry) => entry.name)
          .sort()
      : [];
    const file = moduleFile(project.registry);
    if (file === undefined) return new PipelineRegistry(project, folders, new Map(), []);
    const { exports, files } = await loadProjectModule(file, project.folder);
    const register = exports['registerPipelines'];
    if (typeof register !== 'function') {
      throw missingExport(project, file, 'registerPipelines', exports);
    }
    const where = `registerPipelines() of ${shown(project, file)}`;
    const registered = await call(project, where, register as Maker);
    if (typeof registered !== 'object' || registered === null || registered instanceof Pipeline) {
      throw new CambiumError('invalid-pipeline', `${where} must return pipelines by name`);
    }
    return new PipelineRegistry(project, folders, new Map(Object.entries(registered)), files);
  }

  /** Names of all pipelines, `__default__` first. */
  get names(): string[] {
    const names = new Set([DEFAULT_PIPELINE, ...this.#folders, ...this.#registered.keys()]);
    return [...names];
  }

  /** @throws CambiumError `unknown-pipeline`, `no-pipelines`, and whatever the project's code does. */
  async load(name: string = DEFAULT_PIPELINE): Promise<LoadedPipeline> {
    const registered = this.#registered.get(name);
    if (registered !== undefined) {
      const where = `registerPipelines()["${name}"]`;
      const made: unknown =
        typeof registered === 'function'
          ? await call(this.#project, where, registered as Maker)
          : registered;
      return { name, pipeline: checked(made, where), filesOf: () => this.#registryFiles };
    }
    if (name === DEFAULT_PIPELINE) return this.#sum();
    if (this.#folders.includes(name)) return this.#loadFolder(name);
    throw new CambiumError('unknown-pipeline', `the project has no pipeline "${name}"`, {
      hint: didYouMean(name, this.names) ?? `there are: ${this.names.join(', ')}`,
    });
  }

  async #sum(): Promise<LoadedPipeline> {
    const names = this.names.filter((name) => name !== DEFAULT_PIPELINE);
    if (names.length === 0) {
      throw new CambiumError(
        'no-pipelines',
        `the project has no pipelines: ${shown(this.#project, this.#project.pipelines)} has no folder with a pipeline.ts`,
        { hint: 'export function createPipeline() from src/pipelines/NAME/pipeline.ts' },
      );
    }
    const all: LoadedPipeline[] = [];
    for (const name of names) all.push(await this.load(name));
    const owner = new Map(all.flatMap((one) => one.pipeline.nodes.map((node) => [node.key, one])));
    return {
      name: DEFAULT_PIPELINE,
      pipeline: pipeline(all.map((one) => one.pipeline)),
      filesOf: (node) => owner.get(node.key)?.filesOf(node) ?? [],
    };
  }

  async #loadFolder(name: string): Promise<LoadedPipeline> {
    const file = entryFile(this.#project, name) as string;
    const { exports, files } = await loadProjectModule(file, this.#project.folder);
    const create = exports['createPipeline'];
    if (typeof create !== 'function') {
      throw missingExport(this.#project, file, 'createPipeline', exports);
    }
    const where = `createPipeline() of ${shown(this.#project, file)}`;
    const made = await call(this.#project, where, create as Maker);
    return { name, pipeline: checked(made, where), filesOf: () => files };
  }
}

/** Calls a function of the project's; `where` is for errors. */
async function call(project: Project, where: string, maker: Maker): Promise<unknown> {
  try {
    return await maker();
  } catch (cause) {
    if (cause instanceof CambiumError) throw cause;
    const message = `${where} failed: ${explainError(cause, project.folder)}`;
    throw new CambiumError('project-code', message, { cause });
  }
}

function entryFile(project: Project, name: string): string | undefined {
  return moduleFile(join(project.pipelines, name, 'pipeline'));
}

function shown(project: Project, path: string): string {
  return relative(project.folder, path).replaceAll('\\', '/');
}

function checked(made: unknown, where: string): Pipeline {
  if (made instanceof Pipeline) return made;
  const looksLike =
    typeof made === 'object' && made !== null && 'nodes' in made && Array.isArray(made.nodes);
  const found = made === null ? 'null' : made === undefined ? 'nothing' : typeof made;
  throw new CambiumError('invalid-pipeline', `${where} must be a pipeline, found ${found}`, {
    hint: looksLike
      ? 'made by another copy of cambium? The project and the command must use the same installation'
      : 'return pipeline([node(…), …])',
  });
}

function missingExport(
  project: Project,
  file: string,
  name: string,
  exports: Readonly<Record<string, unknown>>,
): CambiumError {
  const found = Object.keys(exports);
  return new CambiumError(
    'project-code',
    `${shown(project, file)} does not export a function ${name}()`,
    {
      hint:
        didYouMean(name, found) ??
        (found.length > 0 ? `it exports ${found.join(', ')}` : 'it exports nothing'),
    },
  );
}
