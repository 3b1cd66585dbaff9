/** Which nodes of a pipeline run: from and to nodes and datasets, names, tags, namespaces. */
import { baseName } from '../../catalog/index.js';
import { CambiumError, checkNames, didYouMean } from '../../errors.js';
import type { Node } from '../node/index.js';
import type { Pipeline } from './pipeline.js';

/** Filters that must all agree. An absent filter, or an empty list, lets every node through. */
export interface Slice {
  /** These nodes and all that follow from them. */
  readonly fromNodes?: readonly string[] | undefined;
  /** These nodes and all that lead to them. */
  readonly toNodes?: readonly string[] | undefined;
  /** Nodes that read one of these datasets and all that follow. */
  readonly fromInputs?: readonly string[] | undefined;
  /** Nodes that make one of these datasets and all that lead to them. */
  readonly toOutputs?: readonly string[] | undefined;
  /** These nodes alone. */
  readonly nodes?: readonly string[] | undefined;
  /** Nodes with one of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** Nodes of these namespaces and of those inside them. */
  readonly namespaces?: readonly string[] | undefined;
}

/** @throws CambiumError for an unknown name, or `empty-slice`. */
export function sliceNodes(pipeline: Pipeline, slice: Slice): readonly Node[] {
  checkNames('option of slice', slice, {
    fromNodes: true,
    toNodes: true,
    fromInputs: true,
    toOutputs: true,
    nodes: true,
    tags: true,
    namespaces: true,
  });
  const { dependencies } = pipeline;
  const filters: [
    string,
    readonly string[] | undefined,
    (names: readonly string[]) => Set<Node>,
  ][] = [
    ['from-nodes', slice.fromNodes, (n) => dependencies.reach(byName(pipeline, n), 'children')],
    ['to-nodes', slice.toNodes, (n) => dependencies.reach(byName(pipeline, n), 'parents')],
    ['from-inputs', slice.fromInputs, (n) => dependencies.reach(readers(pipeline, n), 'children')],
    ['to-outputs', slice.toOutputs, (n) => dependencies.reach(makers(pipeline, n), 'parents')],
    ['nodes', slice.nodes, (n) => byName(pipeline, n)],
    ['tags', slice.tags, (n) => byTag(pipeline, n)],
    ['namespaces', slice.namespaces, (n) => byNamespace(pipeline, n)],
  ];
  let left = pipeline.nodes;
  const applied: string[] = [];
  for (const [name, wanted, select] of filters) {
    if (wanted === undefined || wanted.length === 0) continue;
    applied.push(`--${name} ${wanted.join(',')}`);
    const chosen = select(wanted);
    left = left.filter((node) => chosen.has(node));
  }
  if (left.length > 0 || applied.length === 0) return left;
  throw new CambiumError(
    'empty-slice',
    `the pipeline contains no nodes after applying all provided filters: ${applied.join(' ')}`,
    { hint: 'each filter looks at the whole pipeline; a node must pass all of them' },
  );
}

function byName(pipeline: Pipeline, names: readonly string[]): Set<Node> {
  const nodes = new Map(pipeline.nodes.map((node) => [node.name, node]));
  return new Set(
    names.map((name) => nodes.get(name) ?? fail('node', name, suggestNodes(pipeline, name))),
  );
}

function suggestNodes(pipeline: Pipeline, name: string): string | undefined {
  const names = pipeline.nodes.map((node) => node.name);
  // Someone may well forget the namespace.
  const namespaced = pipeline.nodes.find((node) => node.shortName === name);
  return namespaced === undefined ? didYouMean(name, names) : `did you mean "${namespaced.name}"?`;
}

function readers(pipeline: Pipeline, names: readonly string[]): Set<Node> {
  return byDataset(pipeline, names, 'inputNames');
}

function makers(pipeline: Pipeline, names: readonly string[]): Set<Node> {
  return byDataset(pipeline, names, 'outputNames');
}

function byDataset(
  pipeline: Pipeline,
  names: readonly string[],
  side: 'inputNames' | 'outputNames',
): Set<Node> {
  const found = new Set<Node>();
  for (const name of names) {
    // Without a format, all formats of a dataset are meant.
    const those = pipeline.nodes.filter((node) =>
      node[side].some((one) => one === name || baseName(one) === name),
    );
    if (those.length === 0) {
      const known = pipeline.nodes.flatMap((node) => node[side]);
      const role = side === 'inputNames' ? 'read' : 'made';
      fail('dataset', name, didYouMean(name, known), ` that is ${role} by a node`);
    }
    for (const node of those) found.add(node);
  }
  return found;
}

function byTag(pipeline: Pipeline, tags: readonly string[]): Set<Node> {
  for (const tag of tags) {
    if (!pipeline.tags.includes(tag)) fail('tag', tag, didYouMean(tag, pipeline.tags));
  }
  return new Set(pipeline.nodes.filter((node) => tags.some((tag) => node.tags.has(tag))));
}

function byNamespace(pipeline: Pipeline, wanted: readonly string[]): Set<Node> {
  const inside = (node: Node, space: string) =>
    node.namespace === space || (node.namespace?.startsWith(`${space}.`) ?? false);
  for (const space of wanted) {
    if (!pipeline.nodes.some((node) => inside(node, space))) {
      fail('namespace', space, didYouMean(space, pipeline.namespaces));
    }
  }
  return new Set(pipeline.nodes.filter((node) => wanted.some((space) => inside(node, space))));
}

function fail(
  noun: 'dataset' | 'namespace' | 'node' | 'tag',
  name: string,
  hint: string | undefined,
  more = '',
): never {
  throw new CambiumError(`unknown-${noun}`, `the pipeline has no ${noun} "${name}"${more}`, {
    hint,
  });
}
