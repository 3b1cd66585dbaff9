/** `pipeline()`: joins nodes and pipelines, puts them in a namespace, and renames what they read and write. */
import { baseName, isParameter, parameterPath } from '../../catalog/index.js';
import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import { checkName, mapNames, Node, toList } from '../node/index.js';
import { Pipeline } from './pipeline.js';

/** Names that keep themselves, or a map of inner to outer names. */
export type NameMapping = string | Iterable<string> | Readonly<Record<string, string>>;

/** Where the nodes of a pipeline live when it is used in another. */
export interface PipelineOptions {
  /** Prefix of nodes, datasets and parameters, except those that the mappings name. */
  readonly namespace?: string | undefined;
  /** Free inputs that are mapped, or kept as they are. */
  readonly inputs?: NameMapping | undefined;
  /** Outputs that are mapped, or kept as they are. */
  readonly outputs?: NameMapping | undefined;
  /** Parameters that are mapped, or kept as they are; with or without `params:`. */
  readonly parameters?: NameMapping | undefined;
  /** Added to every node's. */
  readonly tags?: string | Iterable<string> | undefined;
}

/**
 * Joins nodes and pipelines into one.
 * @throws CambiumError for nodes that do not fit together, `invalid-mapping` for names that are not there.
 * @example pipeline([train, evaluate], { namespace: 'candidate', inputs: 'features' })
 */
export function pipeline(
  parts: Iterable<Node | Pipeline> | Pipeline,
  options: PipelineOptions = {},
): Pipeline {
  checkNames('option of pipeline', options, {
    namespace: true,
    inputs: true,
    outputs: true,
    parameters: true,
    tags: true,
  });
  const list = parts instanceof Pipeline ? parts.nodes : [...parts];
  const nodes = list.flatMap((part) => {
    if (part instanceof Pipeline) return part.nodes;
    if (part instanceof Node) return [part];
    throw new CambiumError('invalid-pipeline', `a pipeline holds nodes, found ${typeof part}`, {
      hint:
        typeof part === 'object' && part !== null && ('inputNames' in part || 'nodes' in part)
          ? 'made by another copy of cambium? All nodes come from the same installation'
          : 'make nodes with node(func, inputs, outputs)',
    });
  });
  const inner = new Pipeline(nodes);
  const { namespace } = options;
  if (namespace !== undefined) checkName(namespace, 'namespace');
  const mapping = new Map([
    ...parametersMapping(inner, options.parameters),
    ...datasetMapping(inner, 'inputs', options.inputs),
    ...datasetMapping(inner, 'outputs', options.outputs),
  ]);
  const tags = [...toList(options.tags)];
  if (namespace === undefined && mapping.size === 0 && tags.length === 0) return inner;
  const rename = (name: string) => renamed(name, mapping, namespace);
  return new Pipeline(
    inner.nodes.map((node) =>
      node.with({
        inputs: mapNames(node.inputs, rename),
        outputs: mapNames(node.outputs, rename),
        tags: [...node.tags, ...tags],
        namespace: [namespace, node.namespace].filter(Boolean).join('.') || undefined,
      }),
    ),
  );
}

function renamed(
  name: string,
  mapping: ReadonlyMap<string, string>,
  namespace: string | undefined,
): string {
  const direct = mapping.get(name);
  if (direct !== undefined) return direct;
  const base = baseName(name);
  const format = name.slice(base.length);
  const mapped = mapping.get(base);
  if (mapped !== undefined) return mapped + format;
  if (namespace === undefined || name === 'parameters') return name;
  const parameter = parameterPath(name);
  return parameter === undefined ? `${namespace}.${name}` : `params:${namespace}.${parameter}`;
}

function pairs(mapping: NameMapping | undefined): [string, string][] {
  if (mapping === undefined) return [];
  if (typeof mapping === 'string') return [[mapping, mapping]];
  if (Symbol.iterator in mapping) {
    return [...(mapping as Iterable<string>)].map((name) => [name, name]);
  }
  return Object.entries(mapping as Readonly<Record<string, string>>);
}

function datasetMapping(
  inner: Pipeline,
  side: 'inputs' | 'outputs',
  mapping: NameMapping | undefined,
): [string, string][] {
  const free = inner.inputs.filter((name) => !isParameter(name));
  const made = inner.nodes.flatMap((node) => node.outputNames);
  const allowed = side === 'inputs' ? free : made;
  const known = new Set([...allowed, ...allowed.map(baseName)]);
  const found = pairs(mapping);
  for (const [name] of found) {
    if (known.has(name)) continue;
    const fail = (why: string, hint?: string): never => {
      throw new CambiumError('invalid-mapping', `${side} of pipeline(): "${name}" ${why}`, {
        hint,
      });
    };
    if (isParameter(name)) fail('is a parameter', 'map it under "parameters"');
    if (side === 'inputs' && made.some((one) => baseName(one) === name)) {
      fail('is made by a node of the pipeline', 'map it under "outputs"');
    }
    fail(
      side === 'inputs' ? 'is not a free input of the pipeline' : 'is not made by any of its nodes',
      didYouMean(name, known),
    );
  }
  return found;
}

function parametersMapping(inner: Pipeline, mapping: NameMapping | undefined): [string, string][] {
  const full = (name: string) => (isParameter(name) ? name : `params:${name}`);
  const found = pairs(mapping).map(([from, to]): [string, string] => [full(from), full(to)]);
  for (const [name] of found) {
    if (inner.parameters.includes(name)) continue;
    throw new CambiumError(
      'invalid-mapping',
      `parameters of pipeline(): no node of the pipeline reads "${name}"`,
      { hint: didYouMean(name, inner.parameters) },
    );
  }
  return found;
}
