/** From which nodes a failed run can be taken up again. */
import { baseName, type DataCatalog, isParameter } from '../../catalog/index.js';
import type { Pipeline } from '../graph/index.js';
import type { Node } from '../node/index.js';

/**
 * Names for `--from-nodes`: the nearest nodes whose inputs are persisted or come from outside, such
 * that they and all that follows from them cover `left`, the nodes that have not completed.
 */
export function resumeFrom(
  pipeline: Pipeline,
  left: Iterable<Node>,
  catalog: DataCatalog,
): readonly string[] {
  const { producers, parents } = pipeline.dependencies;
  let needed = new Set<Node>(left);
  for (let size = -1; size !== needed.size; ) {
    size = needed.size;
    for (const node of needed) {
      for (const input of node.inputNames) {
        const producer = producers.get(baseName(input));
        if (producer !== undefined && !catalog.get(input).persistent) needed.add(producer);
      }
    }
    // --from-nodes runs everything that follows, so the inputs of that must be there too.
    needed = pipeline.dependencies.reach(needed, 'children');
  }
  const starts = pipeline.nodes.filter(
    (node) => needed.has(node) && ![...(parents.get(node) ?? [])].some((one) => needed.has(one)),
  );
  return starts.map((node) => node.name);
}

/** Tells which outputs are up to date with what they were made from. */
export interface Freshness {
  isCurrent(node: Node): Promise<boolean>;
  /** Called when a node has completed. */
  record(node: Node): Promise<void>;
}

/**
 * Nodes that must run so that every persisted dataset exists and is current: those that make a
 * missing or stale one, all that follow from them, and those whose results live in memory and are
 * needed by any of these.
 */
export async function missingNodes(
  pipeline: Pipeline,
  catalog: DataCatalog,
  freshness?: Freshness,
): Promise<ReadonlySet<Node>> {
  const { producers, children } = pipeline.dependencies;
  const wanting = new Set<Node>();
  for (const node of pipeline.nodes) {
    const persisted = node.outputNames.filter((name) => catalog.get(name).persistent);
    const there = await Promise.all(persisted.map((name) => catalog.exists(name)));
    // A node whose results nobody keeps and nobody reads runs for its own sake.
    const forItself = persisted.length === 0 && (children.get(node)?.size ?? 0) === 0;
    const missing = forItself || there.includes(false);
    if (missing || !((await freshness?.isCurrent(node)) ?? true)) wanting.add(node);
  }
  const needed = pipeline.dependencies.reach(wanting, 'children');
  for (const node of needed) {
    for (const input of node.inputNames) {
      if (isParameter(input)) continue;
      const producer = producers.get(baseName(input));
      if (producer !== undefined && !catalog.get(input).persistent) needed.add(producer);
    }
  }
  return needed;
}
