/** The order of nodes, from data dependencies alone. */
import { baseName } from '../../catalog/index.js';
import { CambiumError } from '../../errors.js';
import type { Node } from '../node/index.js';

/** Who makes what, and who must come before whom. */
export class Dependencies {
  /** Producer of each dataset, by base name. */
  readonly producers: ReadonlyMap<string, Node>;
  /** Nodes whose outputs a node reads. */
  readonly parents: ReadonlyMap<Node, ReadonlySet<Node>>;
  /** Nodes that read a node's outputs. */
  readonly children: ReadonlyMap<Node, ReadonlySet<Node>>;

  constructor(nodes: readonly Node[]) {
    const producers = new Map<string, Node>();
    for (const node of nodes) {
      for (const output of node.outputNames) producers.set(baseName(output), node);
    }
    const parents = new Map<Node, Set<Node>>(nodes.map((node) => [node, new Set()]));
    const children = new Map<Node, Set<Node>>(nodes.map((node) => [node, new Set()]));
    for (const node of nodes) {
      for (const input of node.inputNames) {
        const parent = producers.get(baseName(input));
        if (parent === undefined) continue;
        parents.get(node)?.add(parent);
        children.get(parent)?.add(node);
      }
    }
    this.producers = producers;
    this.parents = parents;
    this.children = children;
  }

  /** The given nodes and all that lead to them (`parents`) or follow from them (`children`). */
  reach(from: Iterable<Node>, direction: 'parents' | 'children'): Set<Node> {
    const reached = new Set<Node>(from);
    // A set gives what is added while it is walked.
    for (const node of reached) {
      for (const next of this[direction].get(node) ?? []) reached.add(next);
    }
    return reached;
  }
}

/**
 * Nodes in layers: each depends on earlier layers only. Within a layer they are sorted by name, so
 * the order in which they were given changes nothing.
 * @throws CambiumError `cycle`
 */
export function layersOf(nodes: readonly Node[], { parents }: Dependencies): Node[][] {
  const layers: Node[][] = [];
  const done = new Set<Node>();
  let waiting = [...nodes].sort((a, b) => compareText(a.name, b.name));
  while (waiting.length > 0) {
    const ready = waiting.filter((node) =>
      [...(parents.get(node) ?? [])].every((p) => done.has(p)),
    );
    if (ready.length === 0) throw cycle(waiting, parents);
    for (const node of ready) done.add(node);
    layers.push(ready);
    waiting = waiting.filter((node) => !done.has(node));
  }
  return layers;
}

/** By code unit: the same everywhere, whatever the language of the machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function cycle(
  waiting: readonly Node[],
  parents: ReadonlyMap<Node, ReadonlySet<Node>>,
): CambiumError {
  // Every waiting node has a waiting parent: going from parent to parent must come round.
  const trail: Node[] = [];
  let current = waiting[0] as Node;
  while (!trail.includes(current)) {
    trail.push(current);
    const next = waiting.find((node) => parents.get(current)?.has(node));
    if (next === undefined) break;
    current = next;
  }
  const circle = trail.slice(trail.indexOf(current)).reverse();
  const names = circle.map((node) => node.name);
  const first = names[0] ?? '';
  return new CambiumError(
    'cycle',
    `circular dependencies exist among the following ${names.length} item(s): ${[...names].sort(compareText).join(', ')}`,
    { hint: `${names.join(' → ')} → ${first}` },
  );
}
