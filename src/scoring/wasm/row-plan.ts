/** Lays a model out for single rows as assembly/scoring/row.ts describes: nodes of 16 bytes, eight trees a group. */
import type { Model, Tree } from '../../boosting/model/index.js';
import type { ColumnMemory } from '../../data/index.js';
import { categorySet, isCategorical, missingGoesRight, missingRule } from './node-kind.js';
import { Section, wordSection } from './sections.js';

const GROUP_TREES = 8;
const GROUP_BYTES = 12 + 4 * GROUP_TREES;
const NODE_BYTES = 16;

export interface RowPlan {
  readonly address: number;
  /** Where the host puts the row's values, and finds its raw scores. */
  readonly values: number;
  readonly sums: number;
}

/** The ways in which nodes look at features: each is filled once a row. Slot 0 is always zero, for leaves. */
class Slots {
  readonly #places = new Map<string, number>();
  readonly tasks: number[] = [];

  of(tree: Tree, node: number): number {
    const feature = tree.splitFeature[node]!;
    const task = isCategorical(tree, node)
      ? [feature, 0, 0, 1]
      : [feature, missingRule(tree, node), missingGoesRight(tree, node) ? 1 : 0, 0];
    const key = task.join();
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#places.size + 1;
      this.#places.set(key, place);
      this.tasks.push(...task);
    }
    return place;
  }

  get count(): number {
    return this.#places.size;
  }
}

class NodeWriter {
  readonly #memory: ColumnMemory;
  readonly #nodes: Section;
  readonly #values: Section;
  readonly slots = new Slots();
  hasCategories = false;
  #count = 0;

  constructor(memory: ColumnMemory, nodes: Section, values: Section) {
    this.#memory = memory;
    this.#nodes = nodes;
    this.#values = values;
  }

  #leaf(place: number, value: number): void {
    this.#nodes.double(place * NODE_BYTES, Number.POSITIVE_INFINITY);
    this.#nodes.word(place * NODE_BYTES + 12, this.#nodes.address + place * NODE_BYTES);
    this.#values.double(place * 8, value);
  }

  /** A tree of one leaf of value 0, which fills up a group. */
  empty(): { root: number; depth: number } {
    const place = this.#count++;
    this.#leaf(place, 0);
    return { root: this.#nodes.address + place * NODE_BYTES, depth: 0 };
  }

  tree(tree: Tree): { root: number; depth: number } {
    const root = this.#count++;
    let depth = 0;
    // Breadth first: children lie side by side, and the levels that every row reads lie together.
    let level: [child: number, place: number][] = [[tree.numLeaves > 1 ? 0 : -1, root]];
    while (level.length > 0) {
      const next: typeof level = [];
      for (const [child, place] of level) {
        if (child < 0) {
          this.#leaf(place, tree.leafValue[~child]!);
          continue;
        }
        const left = this.#count;
        this.#count += 2;
        this.#inner(tree, child, place, left);
        next.push([tree.leftChild[child]!, left], [tree.rightChild[child]!, left + 1]);
      }
      if (next.length > 0) depth++;
      level = next;
    }
    return { root: this.#nodes.address + root * NODE_BYTES, depth };
  }

  #inner(tree: Tree, node: number, place: number, left: number): void {
    const at = place * NODE_BYTES;
    const slot = this.slots.of(tree, node) * 8;
    if (isCategorical(tree, node)) {
      const set = categorySet(tree, node);
      this.#nodes.word(at, wordSection(this.#memory, set).address);
      this.#nodes.word(at + 4, set.length);
      this.#nodes.word(at + 8, slot | 1);
      this.hasCategories = true;
    } else {
      this.#nodes.double(at, tree.threshold[node]!);
      this.#nodes.word(at + 8, slot);
    }
    this.#nodes.word(at + 12, this.#nodes.address + left * NODE_BYTES);
  }
}

export function writeRowPlan(model: Model, memory: ColumnMemory): RowPlan {
  const groupCount = Math.ceil(model.trees.length / GROUP_TREES);
  const nodeCount =
    model.trees.reduce((sum, tree) => sum + 2 * tree.numLeaves - 1, 0) + GROUP_TREES;
  const nodes = new Section(memory, nodeCount * NODE_BYTES);
  const leafValues = new Section(memory, nodeCount * 8);
  const writer = new NodeWriter(memory, nodes, leafValues);
  const groups = new Section(memory, groupCount * GROUP_BYTES);
  for (let g = 0; g < groupCount; g++) {
    const first = g * GROUP_TREES;
    const trees = model.trees.slice(first, first + GROUP_TREES);
    const written = trees.map((tree) => writer.tree(tree));
    while (written.length < GROUP_TREES) written.push(writer.empty());
    groups.words(g * GROUP_BYTES, [
      Math.max(...written.map((tree) => tree.depth)),
      first % model.numTreePerIteration,
      trees.length,
      ...written.map((tree) => tree.root),
    ]);
  }
  const tasks = wordSection(memory, writer.slots.tasks);
  const slots = new Section(memory, 8 * (writer.slots.count + 1));
  const values = new Section(memory, 8 * model.numFeatures);
  const sums = new Section(memory, 8 * model.numTreePerIteration);
  const plan = new Section(memory, 44);
  plan.words(0, [
    writer.slots.count,
    tasks.address,
    groupCount,
    groups.address,
    slots.address,
    values.address,
    sums.address,
    nodes.address,
    leafValues.address,
    model.numTreePerIteration,
    writer.hasCategories ? 1 : 0,
  ]);
  return { address: plan.address, values: values.address, sums: sums.address };
}
