/** Runs the nodes of a pipeline one after another. */
import { baseName, type DataCatalog, isParameter, timestamp } from '../../catalog/index.js';
import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import {
  explainError,
  type LogSink,
  logger,
  plainSink,
  traceOf,
  withLogSink,
} from '../../runtime/index.js';
import type { Pipeline } from '../graph/index.js';
import type { Node } from '../node/index.js';
import { PipelineError, type RunProgress, resumeHint } from './errors.js';
import { callErrorHooks, callHooks, checkHooks, type Hooks, type RunContext } from './hooks.js';
import { runNode } from './node-task.js';
import { type Freshness, missingNodes, resumeFrom } from './resume.js';
import type { NodeRecord, RunResult } from './run-result.js';

export interface RunOptions {
  /** For messages and hooks; default `__default__`. */
  readonly pipelineName?: string | undefined;
  readonly hooks?: readonly Hooks[] | undefined;
  /** Where log records go; default plain lines on standard output. */
  readonly log?: LogSink | undefined;
  /** Stops the run between two nodes. */
  readonly signal?: AbortSignal | undefined;
  /** Leaves out nodes whose persisted outputs all exist and, where that can be told, are current. */
  readonly onlyMissingOutputs?: boolean | undefined;
  /** Tells what is current; without it, what exists is. */
  readonly freshness?: Freshness | undefined;
  /** The command that a resume hint begins with; default `cambium run`. */
  readonly command?: string | undefined;
  /** Folder of the code: errors name places in it. Default: the working directory. */
  readonly folder?: string | undefined;
}

const log = logger('cambium.runner.sequential_runner');

/** One node at a time, in the order of the pipeline's layers. */
export class SequentialRunner {
  /**
   * Runs all nodes. A dataset in memory is released after its last reader; free inputs and final
   * outputs are kept.
   * @throws PipelineError `node-failed` or `interrupted`; CambiumError `missing-input` before anything runs.
   */
  run(pipeline: Pipeline, catalog: DataCatalog, options: RunOptions = {}): Promise<RunResult> {
    checkNames('option of a run', options, {
      pipelineName: true,
      hooks: true,
      log: true,
      signal: true,
      onlyMissingOutputs: true,
      freshness: true,
      command: true,
      folder: true,
    });
    checkHooks(options.hooks ?? []);
    return withLogSink(options.log ?? plainSink, () => new Run(pipeline, catalog, options).run());
  }
}

class Run {
  readonly #context: RunContext;
  readonly #options: RunOptions;
  readonly #hooks: readonly Hooks[];
  readonly #completed: NodeRecord[] = [];
  readonly #done = new Set<Node>();
  /** Nodes that have still to read a dataset, by base name. */
  readonly #readers = new Map<string, number>();

  constructor(pipeline: Pipeline, catalog: DataCatalog, options: RunOptions) {
    const pipelineName = options.pipelineName ?? '__default__';
    this.#context = { runId: catalog.saveVersion ?? timestamp(), pipelineName, pipeline, catalog };
    this.#options = options;
    this.#hooks = options.hooks ?? [];
  }

  async run(): Promise<RunResult> {
    const { pipeline, catalog } = this.#context;
    const started = new Date();
    const began = performance.now();
    checkInputs(pipeline, catalog);
    const due = this.#options.onlyMissingOutputs
      ? await missingNodes(pipeline, catalog, this.#options.freshness)
      : new Set(pipeline.nodes);
    const nodes = pipeline.nodes.filter((node) => due.has(node));
    const skipped = pipeline.nodes.filter((node) => !due.has(node)).map((node) => node.name);
    if (skipped.length > 0) {
      log.info(`Skipping nodes whose outputs are there and current: ${skipped.join(', ')}`);
    }
    await callHooks(this.#hooks, 'beforePipelineRun', { ...this.#context, nodes });
    this.#count(nodes);
    try {
      for (const node of nodes) await this.#turn(node, nodes);
    } catch (error) {
      await callErrorHooks(this.#hooks, 'onPipelineError', { ...this.#context, error });
      throw error;
    }
    const seconds = (performance.now() - began) / 1000;
    const result: RunResult = {
      runId: this.#context.runId,
      pipeline: this.#context.pipelineName,
      started,
      seconds,
      peakMemory: process.resourceUsage().maxRSS * 1024,
      nodes: this.#completed,
      skipped,
      outputs: await this.#outputs(nodes),
    };
    await callHooks(this.#hooks, 'afterPipelineRun', { ...this.#context, result });
    const line = `Pipeline execution completed successfully in ${seconds.toFixed(1)} sec.`;
    log.info(line, { seconds });
    return result;
  }

  async #turn(node: Node, nodes: readonly Node[]): Promise<void> {
    if (this.#options.signal?.aborted) {
      throw this.#stop('interrupted', `the run was stopped before node "${node.name}"`, nodes);
    }
    try {
      this.#completed.push(await runNode(node, this.#context, this.#hooks));
      await this.#options.freshness?.record(node);
    } catch (error) {
      const reason = explainError(error, this.#options.folder ?? process.cwd());
      log.debug(traceOf(error), { node: node.name });
      throw this.#stop('node-failed', `node "${node.name}" failed: ${reason}`, nodes, error);
    }
    this.#done.add(node);
    this.#release(node);
    const seconds = this.#completed.at(-1)?.seconds;
    log.info(`Completed node: ${node.name}`, { node: node.name, seconds });
    log.info(`Completed ${this.#done.size} out of ${nodes.length} tasks`);
    // Lets Ctrl-C, timers and progress bars have their turn between nodes that never wait.
    await new Promise((resume) => setImmediate(resume));
  }

  #stop(
    code: 'node-failed' | 'interrupted',
    message: string,
    nodes: readonly Node[],
    cause?: unknown,
  ): PipelineError {
    const { pipeline, catalog } = this.#context;
    const left = nodes.filter((node) => !this.#done.has(node));
    const progress: RunProgress = {
      completed: this.#completed,
      remaining: left.map((node) => node.name),
      resumeFrom: resumeFrom(pipeline, left, catalog),
    };
    const hint = resumeHint(progress, this.#options.command);
    return new PipelineError(code, message, progress, { hint, cause });
  }

  #count(nodes: readonly Node[]): void {
    for (const node of nodes) {
      for (const name of new Set(node.inputNames.map(baseName))) {
        this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
      }
    }
  }

  #release(node: Node): void {
    const { pipeline, catalog } = this.#context;
    const { producers } = pipeline.dependencies;
    for (const name of new Set(node.inputNames.map(baseName))) {
      const left = (this.#readers.get(name) ?? 1) - 1;
      this.#readers.set(name, left);
      if (left > 0 || !producers.has(name)) continue;
      for (const one of pipeline.datasets) if (baseName(one) === name) catalog.release(one);
    }
  }

  async #outputs(nodes: readonly Node[]): Promise<Record<string, unknown>> {
    const { pipeline, catalog } = this.#context;
    const made = new Set(nodes.flatMap((node) => node.outputNames));
    const outputs: Record<string, unknown> = {};
    for (const name of pipeline.outputs) {
      const dataset = catalog.get(name);
      if (made.has(name) && !dataset.persistent) outputs[name] = await dataset.load();
    }
    return outputs;
  }
}

function checkInputs(pipeline: Pipeline, catalog: DataCatalog): void {
  const missing = pipeline.inputs.filter((name) => !catalog.has(name));
  if (missing.length === 0) return;
  // Loading a missing parameter explains itself with the near miss among parameters.
  const parameter = missing.find(isParameter);
  if (parameter !== undefined) catalog.get(parameter);
  const readers = missing.map((name) => {
    const nodes = pipeline.nodes.filter((node) => node.inputNames.includes(name));
    return `"${name}" (read by ${nodes.map((node) => node.name).join(', ')})`;
  });
  throw new CambiumError(
    'missing-input',
    `pipeline input(s) not found in the catalog: ${readers.join('; ')}`,
    {
      hint:
        didYouMean(missing[0] ?? '', [
          ...catalog.names,
          ...pipeline.datasets.filter((name) => !missing.includes(name)),
        ]) ?? 'declare it in conf/base/catalog.yml',
    },
  );
}
