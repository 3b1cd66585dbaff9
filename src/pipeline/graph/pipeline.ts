/** A pipeline: a set of nodes and the order that their data gives them. */
import { baseName, isParameter, isTranscoded } from '../../catalog/index.js';
import { CambiumError } from '../../errors.js';
import type { Node } from '../node/index.js';
import { compareText, Dependencies, layersOf } from './order.js';
import { type Slice, sliceNodes } from './slice.js';

/** Immutable; make one with {@link pipeline}. */
export class Pipeline {
  /** Nodes in layers; a layer depends on earlier ones only and is sorted by name. */
  readonly layers: readonly (readonly Node[])[];
  /** All nodes in the order in which they run. */
  readonly nodes: readonly Node[];
  readonly dependencies: Dependencies;

  /** @throws CambiumError `duplicate-node`, `duplicate-output`, `transcoding`, `cycle` */
  constructor(nodes: Iterable<Node>) {
    const unique = [...new Map([...nodes].map((node) => [node.key, node])).values()];
    checkNames(unique);
    checkOutputs(unique);
    checkTranscoding(unique);
    this.dependencies = new Dependencies(unique);
    this.layers = layersOf(unique, this.dependencies);
    this.nodes = this.layers.flat();
  }

  /** Datasets and parameters that come from outside. */
  get inputs(): string[] {
    const { producers } = this.dependencies;
    const names = this.nodes.flatMap((node) => node.inputNames);
    return sorted(names.filter((name) => !producers.has(baseName(name))));
  }

  /** Datasets that are made here and that no node here reads. */
  get outputs(): string[] {
    const read = new Set(this.nodes.flatMap((node) => node.inputNames.map(baseName)));
    const names = this.nodes.flatMap((node) => node.outputNames);
    return sorted(names.filter((name) => !read.has(baseName(name))));
  }

  /** Every dataset that is read or written, without parameters. */
  get datasets(): string[] {
    const names = this.nodes.flatMap((node) => [...node.inputNames, ...node.outputNames]);
    return sorted(names.filter((name) => !isParameter(name)));
  }

  /** `params:…` and `parameters`, as the nodes name them. */
  get parameters(): string[] {
    return sorted(this.nodes.flatMap((node) => node.inputNames).filter(isParameter));
  }

  get tags(): string[] {
    return sorted(this.nodes.flatMap((node) => [...node.tags]));
  }

  get namespaces(): string[] {
    return sorted(this.nodes.flatMap(({ namespace }) => namespace ?? []));
  }

  /** Nodes of both. */
  plus(other: Pipeline): Pipeline {
    return new Pipeline([...this.nodes, ...other.nodes]);
  }

  /** Nodes that the other lacks. */
  minus(other: Pipeline): Pipeline {
    const theirs = new Set(other.nodes.map((node) => node.key));
    return new Pipeline(this.nodes.filter((node) => !theirs.has(node.key)));
  }

  /** Nodes that both have. */
  and(other: Pipeline): Pipeline {
    const theirs = new Set(other.nodes.map((node) => node.key));
    return new Pipeline(this.nodes.filter((node) => theirs.has(node.key)));
  }

  /** Nodes of either: the same as {@link plus}. */
  or(other: Pipeline): Pipeline {
    return this.plus(other);
  }

  /**
   * Part of the pipeline; every filter looks at the whole pipeline, and all of them must agree.
   * @throws CambiumError `unknown-node`, `unknown-dataset`, `unknown-tag`, `unknown-namespace`, `empty-slice`
   */
  slice(slice: Slice): Pipeline {
    return new Pipeline(sliceNodes(this, slice));
  }

  /** Inputs, nodes in order, outputs, a line each. */
  toString(): string {
    return [
      '#### Pipeline execution order ####',
      `Inputs: ${this.inputs.join(', ') || 'none'}`,
      '',
      ...this.nodes.map(String),
      '',
      `Outputs: ${this.outputs.join(', ') || 'none'}`,
    ].join('\n');
  }
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareText);
}

function checkNames(nodes: readonly Node[]): void {
  const seen = new Map<string, Node[]>();
  for (const node of nodes) seen.set(node.name, [...(seen.get(node.name) ?? []), node]);
  const twice = [...seen].filter(([, those]) => those.length > 1);
  if (twice.length === 0) return;
  const names = twice.map(
    ([name, those]) => `"${name}" (${those.map((n) => n.signature).join('; ')})`,
  );
  throw new CambiumError(
    'duplicate-node',
    `node names must be unique; these appear more than once: ${names.join(', ')}`,
    { hint: 'give one of them another name or namespace' },
  );
}

function checkOutputs(nodes: readonly Node[]): void {
  const producers = new Map<string, string[]>();
  for (const node of nodes) {
    for (const output of new Set(node.outputNames.map(baseName))) {
      producers.set(output, [...(producers.get(output) ?? []), node.name]);
    }
  }
  const twice = [...producers].filter(([, names]) => names.length > 1);
  if (twice.length === 0) return;
  const which = twice.map(
    ([output, names]) => `"${output}" by ${names.sort(compareText).join(' and ')}`,
  );
  throw new CambiumError(
    'duplicate-output',
    `outputs are returned by more than one node: ${which.join(', ')}; node outputs must be unique`,
  );
}

function checkTranscoding(nodes: readonly Node[]): void {
  const names = new Set(nodes.flatMap((node) => [...node.inputNames, ...node.outputNames]));
  const plain = [...names]
    .filter(isTranscoded)
    .map(baseName)
    .filter((name) => names.has(name));
  if (plain.length === 0) return;
  throw new CambiumError(
    'transcoding',
    `these datasets are used both with "@format" and without it: ${sorted(plain).join(', ')}`,
    { hint: 'name a format everywhere' },
  );
}
