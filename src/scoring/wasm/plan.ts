/** Lays a model out in memory as assembly/scoring/layout.ts describes: bin tasks, trees, tables. */
import type { Model, Tree } from '../../boosting/model/index.js';
import type { ColumnMemory } from '../../data/index.js';
import { BinColumns } from './bin-columns.js';
import { type ContributionPlan, writeContributions } from './contributions/index.js';
import { isCategorical } from './node-kind.js';
import { type RowPlan, writeRowPlan } from './row-plan.js';
import { Section, wordSection } from './sections.js';
import { type UpperNodes, upperNodes } from './upper-nodes.js';

const TREE_BYTES = 48;
const NODE_BYTES = 16;
const NUMERIC_GROUP_BYTES = 160;
/** Column offset that marks a categorical node. */
const TEST = 0xffffffff;

/** Where a model lies in memory. */
export interface Plan {
  readonly address: number;
  /** Columns of bytes that a tile needs. */
  readonly columns: number;
  /** Undefined where single rows go the way of tables: linear trees. */
  readonly row: RowPlan | undefined;
  /** Undefined where contributions were not asked for. */
  readonly contributions: ContributionPlan | undefined;
}

/**
 * @param tileRows rows of a tile, the stride of its columns.
 * @param contributions whether to lay out what contributions need as well.
 * @throws CambiumError `unsupported-kind` when contributions are asked for and the model cannot give them.
 */
export function writePlan(
  model: Model,
  memory: ColumnMemory,
  tileRows: number,
  contributions: boolean,
): Plan {
  const columns = new BinColumns(model);
  const writer = new TreeWriter(memory, columns, tileRows);
  const trees = new Section(memory, model.trees.length * TREE_BYTES);
  model.trees.forEach((tree, index) => {
    writer.write(tree, index % model.numTreePerIteration, trees, index * TREE_BYTES);
  });
  const explained = contributions
    ? writeContributions(model, memory, (tree, node) => writer.nodeTest(tree, node))
    : undefined;
  const tasks = columns.write(memory);
  const linear = model.trees.some((tree) => tree.linear !== undefined);
  const row = linear ? undefined : writeRowPlan(model, memory);
  const plan = new Section(memory, 40);
  plan.words(0, [
    model.numFeatures,
    tasks.count,
    tasks.address,
    model.trees.length,
    trees.address,
    model.numTreePerIteration,
    columns.count,
    row?.address ?? 0,
    explained?.trees ?? 0,
    explained?.expected ?? 0,
  ]);
  return { address: plan.address, columns: columns.count, row, contributions: explained };
}

class TreeWriter {
  readonly #memory: ColumnMemory;
  readonly #columns: BinColumns;
  readonly #tileRows: number;

  constructor(memory: ColumnMemory, columns: BinColumns, tileRows: number) {
    this.#memory = memory;
    this.#columns = columns;
    this.#tileRows = tileRows;
  }

  write(tree: Tree, treeClass: number, header: Section, at: number): void {
    const upper = upperNodes(tree);
    const numeric = this.#numericGroups(tree, upper.numericGroups);
    const categorical = this.#categoricalGroups(tree, upper.categoricalGroups);
    const lower = this.#lowerNodes(tree, upper);
    const tables = new Section(this.#memory, Math.max(1, upper.tables.length) * 1024);
    upper.tables.forEach((table, group) => {
      tables.words(group * 1024, table);
    });
    const exitValues = new Section(this.#memory, 33 * 8);
    const exits = new Section(this.#memory, 33 * 4);
    upper.exits.forEach((child, exit) => {
      exitValues.double(exit * 8, child < 0 ? tree.leafValue[~child]! : 0);
      exits.word(exit * 4, child < 0 ? child : lower.index.get(child)!);
    });
    const values = new Section(this.#memory, tree.numLeaves * 8);
    values.doubles(0, tree.leafValue);
    header.words(at, [
      upper.numericGroups.length,
      upper.categoricalGroups.length,
      numeric,
      categorical,
      tables.address,
      exitValues.address,
      exits.address,
      lower.index.size === 0 ? 1 : 0,
      lower.address,
      values.address,
      this.#linearLeaves(tree),
      treeClass,
    ]);
  }

  #numericGroups(tree: Tree, groups: UpperNodes['numericGroups']): number {
    const section = new Section(this.#memory, groups.length * NUMERIC_GROUP_BYTES);
    groups.forEach((group, g) => {
      for (let i = 0; i < 8; i++) {
        const node = group[i];
        // No byte is above 127: an unused place of a group never sends a row right.
        const test =
          node === undefined ? { column: 0, rank: 127 } : this.#columns.numericTest(tree, node);
        const at = g * NUMERIC_GROUP_BYTES;
        section.word(at + i * 4, test.column * this.#tileRows);
        section.bytes(at + 32 + i * 16, new Array<number>(16).fill(test.rank & 255));
      }
    });
    return section.address;
  }

  #categoricalGroups(tree: Tree, groups: UpperNodes['categoricalGroups']): number {
    const tests = groups.map((group) =>
      group.map((node) => this.#columns.categoricalTest(tree, node)),
    );
    const testBytes = (pages: unknown[]) => 4 + pages.length * 24;
    const bytes = tests.flat().reduce((sum, pages) => sum + testBytes(pages), groups.length * 4);
    const section = new Section(this.#memory, bytes);
    let at = 0;
    for (const group of tests) {
      section.word(at, group.length);
      at += 4;
      for (const pages of group) {
        this.#writeTest(section, at, pages);
        at += testBytes(pages);
      }
    }
    return section.address;
  }

  #writeTest(section: Section, at: number, pages: readonly { column: number; bits: Uint8Array }[]) {
    section.word(at, pages.length);
    pages.forEach(({ column, bits }, page) => {
      const start = at + 4 + page * 24;
      section.word(start, column * this.#tileRows);
      section.word(start + 4, (column + 1) * this.#tileRows);
      section.bytes(start + 8, bits);
    });
  }

  /** A node's test as two words: a column's offset and a rank, or TEST and a categorical test's address. */
  nodeTest(tree: Tree, node: number): [number, number] {
    if (!isCategorical(tree, node)) {
      const { column, rank } = this.#columns.numericTest(tree, node);
      return [column * this.#tileRows, rank];
    }
    const pages = this.#columns.categoricalTest(tree, node);
    const section = new Section(this.#memory, 4 + pages.length * 24);
    this.#writeTest(section, 0, pages);
    return [TEST, section.address];
  }

  /** Nodes below the exits, depth first, so that a row's way down reads forwards. */
  #lowerNodes(tree: Tree, upper: UpperNodes) {
    const index = new Map<number, number>();
    const stack = upper.exits.filter((child) => child >= 0).reverse();
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      index.set(node, index.size);
      const right = tree.rightChild[node]!;
      const left = tree.leftChild[node]!;
      if (right >= 0) stack.push(right);
      if (left >= 0) stack.push(left);
    }
    const tests = Array.from(index.keys(), (node) => this.nodeTest(tree, node));
    const section = new Section(this.#memory, index.size * NODE_BYTES);
    const child = (node: number) => (node < 0 ? node : index.get(node)!);
    for (const [node, place] of index) {
      const at = place * NODE_BYTES;
      section.words(at, tests[place]!);
      section.word(at + 8, child(tree.leftChild[node]!));
      section.word(at + 12, child(tree.rightChild[node]!));
    }
    return { index, address: section.address };
  }

  /** The table of assembly/scoring/linear.ts, or 0. */
  #linearLeaves(tree: Tree): number {
    const linear = tree.linear;
    if (linear === undefined) return 0;
    const addresses: number[] = [];
    for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
      const features = linear.features[leaf] ?? [];
      const section = new Section(this.#memory, 24 + features.length * 16);
      section.double(0, linear.constant[leaf]!);
      section.double(8, tree.leafValue[leaf]!);
      section.word(16, features.length);
      for (let term = 0; term < features.length; term++) {
        section.double(24 + term * 16, linear.coefficients[leaf]![term]!);
        section.word(32 + term * 16, features[term]!);
      }
      addresses.push(section.address);
    }
    return wordSection(this.#memory, addresses).address;
  }
}
