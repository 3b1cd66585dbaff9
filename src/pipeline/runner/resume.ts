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

/**
 * Nodes that must run so that every persisted dataset exists: those that make a missing one, and
 * those whose results live in memory and are needed by them.
 */
export async function missingNodes(
  pipeline: Pipeline,
  catalog: DataCatalog,
): Promise<ReadonlySet<Node>> {
  const { producers, children } = pipeline.dependencies;
  const needed = new Set<Node>();
  for (const node of pipeline.nodes) {
    const persisted = node.outputNames.filter((name) => catalog.get(name).persistent);
    const there = await Promise.all(persisted.map((name) => catalog.exists(name)));
    // A node whose results nobody keeps and nobody reads runs for its own sake.
    const forItself = persisted.length === 0 && (children.get(node)?.size ?? 0) === 0;
    if (forItself || there.includes(false)) needed.add(node);
  }
  for (const node of needed) {
    for (const input of node.inputNames) {
      if (isParameter(input)) continue;
      const producer = producers.get(baseName(input));
      if (producer !== undefined && !catalog.get(input).persistent) needed.add(producer);
    }
  }
  return needed;
}
