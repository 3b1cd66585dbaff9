/** Hooks: functions that a project or a program runs at the turns of a run. */
import type { Configuration, DataCatalog } from '../../catalog/index.js';
import { CambiumError, checkNames, type NamesOf } from '../../errors.js';
import { explainError, logger } from '../../runtime/index.js';
import type { Pipeline } from '../graph/index.js';
import type { Node } from '../node/index.js';
import type { RunResult } from './run-result.js';

type Awaitable<T> = T | Promise<T>;

/** What all hooks of a run get. */
export interface RunContext {
  /** One a run: also the version under which versioned datasets are saved. */
  readonly runId: string;
  readonly pipelineName: string;
  readonly pipeline: Pipeline;
  readonly catalog: DataCatalog;
}

/** Before there is a pipeline. */
export interface ProjectContext {
  /** The project's folder. */
  readonly folder: string;
  readonly configuration: Configuration;
}

export interface NodeEvent extends RunContext {
  readonly node: Node;
  /** Loaded inputs by dataset. */
  readonly inputs: ReadonlyMap<string, unknown>;
}

export interface DatasetEvent extends RunContext {
  readonly node: Node;
  readonly dataset: string;
}

/**
 * Any of these, all optional. A hook that throws fails the run, except `onPipelineError` and
 * `onNodeError`, whose own errors are logged, so that they cannot hide the first.
 */
export interface Hooks {
  afterContextCreated?(event: ProjectContext): Awaitable<void>;
  /** May add datasets to the catalog. */
  afterCatalogCreated?(event: ProjectContext & { readonly catalog: DataCatalog }): Awaitable<void>;
  beforePipelineRun?(
    event: RunContext & { /** Those that will run. */ readonly nodes: readonly Node[] },
  ): Awaitable<void>;
  afterPipelineRun?(event: RunContext & { readonly result: RunResult }): Awaitable<void>;
  onPipelineError?(event: RunContext & { readonly error: unknown }): Awaitable<void>;
  /** What it returns replaces those inputs, by dataset. */
  beforeNodeRun?(event: NodeEvent): Awaitable<Readonly<Record<string, unknown>> | undefined>;
  afterNodeRun?(
    event: NodeEvent & { readonly outputs: ReadonlyMap<string, unknown>; readonly seconds: number },
  ): Awaitable<void>;
  onNodeError?(event: NodeEvent & { readonly error: unknown }): Awaitable<void>;
  beforeDatasetLoaded?(event: DatasetEvent): Awaitable<void>;
  afterDatasetLoaded?(event: DatasetEvent & { readonly data: unknown }): Awaitable<void>;
  beforeDatasetSaved?(event: DatasetEvent & { readonly data: unknown }): Awaitable<void>;
  afterDatasetSaved?(event: DatasetEvent & { readonly data: unknown }): Awaitable<void>;
}

const HOOK_NAMES: NamesOf<Hooks> = {
  afterContextCreated: true,
  afterCatalogCreated: true,
  beforePipelineRun: true,
  afterPipelineRun: true,
  onPipelineError: true,
  beforeNodeRun: true,
  afterNodeRun: true,
  onNodeError: true,
  beforeDatasetLoaded: true,
  afterDatasetLoaded: true,
  beforeDatasetSaved: true,
  afterDatasetSaved: true,
};

/**
 * Refuses hooks that nobody would call. An instance of a class may have fields of its own.
 * @param place where they come from, for messages
 * @throws CambiumError `unknown-option` with the near miss, `invalid-option` for a hook that is no function
 */
export function checkHooks(hooks: readonly Hooks[], place = ''): void {
  const before = place === '' ? '' : `${place}: `;
  for (const one of hooks) {
    const plain = isPlain(one) ? one : {};
    checkNames('hook', plain as Hooks, HOOK_NAMES, place);
    for (const name of Object.keys(HOOK_NAMES) as HookName[]) {
      const hook: unknown = one?.[name];
      if (hook === undefined || typeof hook === 'function') continue;
      throw new CambiumError(
        'invalid-option',
        `${before}hook "${name}" must be a function, found ${typeof hook}`,
      );
    }
  }
}

/** False of an instance of a class; true also of what is no object at all, which has no names to be right. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

type HookName = keyof Hooks;
type EventOf<Name extends HookName> = Parameters<NonNullable<Hooks[Name]>>[0];

/**
 * Calls every hook of a kind in order and gives what they return.
 * @throws CambiumError `hook-failed` that names the hook and, if known, the place in its code.
 */
export async function callHooks<Name extends HookName>(
  hooks: readonly Hooks[],
  name: Name,
  event: EventOf<Name>,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const hook of hooks) {
    const call = hook[name] as ((event: EventOf<Name>) => unknown) | undefined;
    if (call === undefined) continue;
    try {
      results.push(await call.call(hook, event));
    } catch (cause) {
      if (cause instanceof CambiumError) throw cause;
      const folder = 'folder' in event ? event.folder : process.cwd();
      const message = `hook "${name}" failed: ${explainError(cause, folder)}`;
      throw new CambiumError('hook-failed', message, { cause });
    }
  }
  return results;
}

/** As {@link callHooks}, but an error of a hook is logged, not thrown. */
export async function callErrorHooks<Name extends 'onPipelineError' | 'onNodeError'>(
  hooks: readonly Hooks[],
  name: Name,
  event: EventOf<Name>,
): Promise<void> {
  try {
    await callHooks(hooks, name, event);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger('cambium.hooks').error(message);
  }
}
