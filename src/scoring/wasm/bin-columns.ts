/**
 * Which columns of bytes a model's tests need. A numerical feature becomes its rank among the model's own
 * thresholds (255 a column), once for each way of treating missing values; a categorical one becomes, for
 * each page of 128 categories, the byte and the bit where a set holds it. So every test is exact and on bytes.
 */

import type { MissingType, Model, Tree } from '../../boosting/model/index.js';
import type { ColumnMemory } from '../../data/index.js';
import {
  categories,
  categorySet,
  isCategorical,
  missingGoesRight,
  missingRule,
} from './node-kind.js';
import { Section, wordSection } from './sections.js';

/** Thresholds whose ranks fit one column: rank 255 is above all of them. */
const THRESHOLDS_PER_COLUMN = 255;
const CATEGORIES_PER_PAGE = 128;
const EMIT_BYTES = 12;
const TASK_BYTES = 28;

interface NumericTask {
  readonly feature: number;
  readonly rule: MissingType;
  readonly thresholds: Set<number>;
  sorted: Float64Array;
  readonly rankOf: Map<number, number>;
  /** Column by `chunk * 2 + (missing goes right ? 1 : 0)`. */
  readonly columns: Map<number, number>;
}

interface CategoricalTask {
  readonly feature: number;
  readonly ids: Map<number, number>;
  /** First of the two columns of each page. */
  readonly pages: Map<number, number>;
}

/** The columns of bytes that a model tests, and how they are made from feature columns. */
export class BinColumns {
  readonly #numeric = new Map<number, NumericTask>();
  readonly #categorical = new Map<number, CategoricalTask>();
  #count = 0;

  constructor(model: Model) {
    for (const tree of model.trees) this.#collect(tree);
    for (const task of this.#numeric.values()) {
      task.sorted = Float64Array.from(task.thresholds).sort();
      task.sorted.forEach((threshold, rank) => {
        task.rankOf.set(threshold, rank);
      });
    }
  }

  /** Number of columns that the tests asked for until now. */
  get count(): number {
    return this.#count;
  }

  #collect(tree: Tree): void {
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      const feature = tree.splitFeature[node]!;
      if (isCategorical(tree, node)) {
        let task = this.#categorical.get(feature);
        if (task === undefined) {
          task = { feature, ids: new Map(), pages: new Map() };
          this.#categorical.set(feature, task);
        }
        for (const category of categories(categorySet(tree, node))) {
          if (!task.ids.has(category)) task.ids.set(category, task.ids.size);
        }
      } else {
        this.#numericTask(feature, missingRule(tree, node)).thresholds.add(tree.threshold[node]!);
      }
    }
  }

  #numericTask(feature: number, rule: MissingType): NumericTask {
    const key = feature * 3 + rule;
    let task = this.#numeric.get(key);
    if (task === undefined) {
      task = {
        feature,
        rule,
        thresholds: new Set(),
        sorted: new Float64Array(),
        rankOf: new Map(),
        columns: new Map(),
      };
      this.#numeric.set(key, task);
    }
    return task;
  }

  /** The column and rank of a numerical node's test: a row goes right when its byte there is above `rank`. */
  numericTest(tree: Tree, node: number): { column: number; rank: number } {
    const task = this.#numericTask(tree.splitFeature[node]!, missingRule(tree, node));
    const rank = task.rankOf.get(tree.threshold[node]!)!;
    const chunk = Math.floor(rank / THRESHOLDS_PER_COLUMN);
    const key = chunk * 2 + (missingGoesRight(tree, node) ? 1 : 0);
    let column = task.columns.get(key);
    if (column === undefined) {
      column = this.#count++;
      task.columns.set(key, column);
    }
    return { column, rank: (rank % THRESHOLDS_PER_COLUMN) - 128 };
  }

  /** The pages of a categorical node's set: first of the page's two columns, and its 128 bits. */
  categoricalTest(tree: Tree, node: number): { column: number; bits: Uint8Array }[] {
    const task = this.#categorical.get(tree.splitFeature[node]!)!;
    const bits = new Map<number, Uint8Array>();
    for (const category of categories(categorySet(tree, node))) {
      const id = task.ids.get(category)!;
      const page = Math.floor(id / CATEGORIES_PER_PAGE);
      if (!bits.has(page)) bits.set(page, new Uint8Array(16));
      const within = id % CATEGORIES_PER_PAGE;
      bits.get(page)![within >> 3]! |= 1 << (within & 7);
    }
    return [...bits].map(([page, set]) => {
      let column = task.pages.get(page);
      if (column === undefined) {
        column = this.#count;
        this.#count += 2;
        task.pages.set(page, column);
      }
      return { column, bits: set };
    });
  }

  /** Writes the bin tasks, after every test was asked for. */
  write(memory: ColumnMemory): { address: number; count: number } {
    const count = this.#numeric.size + this.#categorical.size;
    const tasks = new Section(memory, count * TASK_BYTES);
    let at = 0;
    for (const task of this.#numeric.values()) {
      const log2 = Math.ceil(Math.log2(task.sorted.length + 1));
      const thresholds = new Section(memory, 8 * (2 ** log2 - 1));
      thresholds.doubles(0, new Float64Array(2 ** log2 - 1).fill(Number.POSITIVE_INFINITY));
      thresholds.doubles(0, task.sorted);
      const emits = [...task.columns].map(([key, column]) => [
        (key >> 1) * THRESHOLDS_PER_COLUMN,
        key & 1,
        column,
      ]);
      const head = [0, task.feature, task.rule, thresholds.address, log2];
      writeTask(memory, tasks, at, head, emits);
      at += TASK_BYTES;
    }
    for (const task of this.#categorical.values()) {
      const largest = Math.max(-1, ...task.ids.keys());
      const ids = new Int32Array(largest + 1).fill(-1);
      for (const [category, id] of task.ids) ids[category] = id;
      const emits = [...task.pages].map(([page, column]) => [page, column, column + 1]);
      const table = wordSection(memory, ids).address;
      writeTask(memory, tasks, at, [1, task.feature, 0, table, ids.length], emits);
      at += TASK_BYTES;
    }
    return { address: tasks.address, count };
  }
}

function writeTask(
  memory: ColumnMemory,
  tasks: Section,
  at: number,
  head: readonly number[],
  emits: readonly (readonly number[])[],
): void {
  const section = new Section(memory, emits.length * EMIT_BYTES);
  section.words(0, emits.flat());
  tasks.words(at, [...head, emits.length, section.address]);
}
