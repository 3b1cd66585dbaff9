/** One node's turn: load its inputs, call its function, save its outputs. */
import type { ChunkWriter } from '../../catalog/index.js';
import { CambiumError, didYouMean } from '../../errors.js';
import { logger } from '../../runtime/index.js';
import { callNode, type Node } from '../node/index.js';
import { callErrorHooks, callHooks, type Hooks, type RunContext } from './hooks.js';
import type { NodeRecord } from './run-result.js';

const log = logger('cambium.pipeline.node');

/** @throws whatever loading, the function, a hook or saving throws, after `onNodeError`. */
export async function runNode(
  node: Node,
  context: RunContext,
  hooks: readonly Hooks[],
): Promise<NodeRecord> {
  const began = performance.now();
  const inputs = new Map<string, unknown>();
  const event = { ...context, node, inputs };
  try {
    await loadInputs(event, hooks);
    for (const changed of await callHooks(hooks, 'beforeNodeRun', event)) {
      for (const [name, value] of Object.entries(changed ?? {})) {
        if (!inputs.has(name)) throw notAnInput(node, name);
        inputs.set(name, value);
      }
    }
    log.info(`Running node: ${node}`, { node: node.name });
    const result = await callNode(node, inputs);
    const outputs =
      'values' in result
        ? await saveValues(node, result.values, context, hooks)
        : await saveParts(node, result.parts, context, hooks);
    const seconds = (performance.now() - began) / 1000;
    await callHooks(hooks, 'afterNodeRun', { ...event, outputs, seconds });
    return { name: node.name, seconds, loaded: node.inputNames, saved: node.outputNames };
  } catch (error) {
    await callErrorHooks(hooks, 'onNodeError', { ...event, error });
    throw error;
  }
}

function notAnInput(node: Node, name: string): CambiumError {
  return new CambiumError(
    'unknown-dataset',
    `hook beforeNodeRun: node "${node.name}" has no input "${name}"`,
    { hint: didYouMean(name, node.inputNames) },
  );
}

async function loadInputs(
  { node, inputs, ...context }: RunContext & { node: Node; inputs: Map<string, unknown> },
  hooks: readonly Hooks[],
): Promise<void> {
  for (const dataset of node.inputNames) {
    const event = { ...context, node, dataset };
    await callHooks(hooks, 'beforeDatasetLoaded', event);
    const data = await context.catalog.load(dataset);
    inputs.set(dataset, data);
    await callHooks(hooks, 'afterDatasetLoaded', { ...event, data });
  }
}

async function saveValues(
  node: Node,
  values: ReadonlyMap<string, unknown>,
  context: RunContext,
  hooks: readonly Hooks[],
): Promise<ReadonlyMap<string, unknown>> {
  for (const [dataset, data] of values) {
    const event = { ...context, node, dataset, data };
    await callHooks(hooks, 'beforeDatasetSaved', event);
    await context.catalog.save(dataset, data);
    await callHooks(hooks, 'afterDatasetSaved', event);
  }
  return values;
}

/** Saves parts as they come: no more than one is held here. Hooks see each part; the last is given on. */
async function saveParts(
  node: Node,
  parts: AsyncIterable<ReadonlyMap<string, unknown>>,
  context: RunContext,
  hooks: readonly Hooks[],
): Promise<ReadonlyMap<string, unknown>> {
  const writers = new Map<string, ChunkWriter>();
  let last: ReadonlyMap<string, unknown> = new Map();
  try {
    for (const dataset of node.outputNames) {
      writers.set(dataset, await context.catalog.openWriter(dataset));
    }
    for await (const part of parts) {
      for (const [dataset, data] of part) {
        const event = { ...context, node, dataset, data };
        await callHooks(hooks, 'beforeDatasetSaved', event);
        await writers.get(dataset)?.write(data);
        await callHooks(hooks, 'afterDatasetSaved', event);
      }
      last = part;
    }
    for (const writer of writers.values()) await writer.close();
    return last;
  } catch (error) {
    for (const writer of writers.values()) await writer.abort();
    throw error;
  }
}
