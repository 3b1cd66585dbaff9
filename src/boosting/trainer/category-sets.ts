/** What categories of large numbers cost: a split has a bit for each number up to its largest, in LightGBM's text format too. */
import { CambiumError, listNames } from '../../errors.js';
import type { BinMapper, BinnedFeature } from '../bins/index.js';
import { MOST_TEXT_BYTES } from '../formats/index.js';
import { leafCount, NODE_SET, NODES, nodeBytes, viewOf } from './engine/tree-bytes.js';

/** A word of 32 bits takes a digit and a space, where few categories are in it; the rest of the model needs room too. */
const MOST_WORDS = MOST_TEXT_BYTES / 4;
/** Numbers for each category from which on LightGBM calls a feature's categories sparse. */
const SPARSE = 100;

const HINT = 'number the categories from 0, or give them as texts, of which the model keeps a list';

const largestOf = (categories: Int32Array) => categories.reduce((a, b) => Math.max(a, b), -1);

/** Of features whose categories are few, but of large numbers, as LightGBM warns of them. */
export function sparseCategoryNotice(
  mappers: readonly BinMapper[],
  names: readonly string[],
): string | undefined {
  const sparse = mappers.flatMap(({ categories, isTrivial }, index) => {
    if (categories === undefined || isTrivial) return [];
    const largest = largestOf(categories);
    const count = categories.length - 1;
    return largest / SPARSE > count ? [`"${names[index]}" (${count}, up to ${largest})`] : [];
  });
  if (sparse.length === 0) return undefined;
  return `the categories of ${listNames(sparse)} are few, but of large numbers: each split on them takes a bit for every number up to its largest, in memory and in the model file; ${HINT}`;
}

/** Counts what the sets of categories of a training's trees will take, while they are small still. */
export class CategorySets {
  readonly #features: readonly BinnedFeature[];
  readonly #largest: readonly number[];
  readonly #names: readonly string[];
  #words = 0;

  constructor(features: readonly BinnedFeature[], names: readonly string[]) {
    this.#features = features;
    this.#names = names;
    this.#largest = features.map(({ mapper }) => largestOf(mapper.categories ?? new Int32Array(0)));
  }

  /**
   * Counts the trees of a round.
   * @throws CambiumError `model-too-large` when all trees together are more than a text model can hold
   */
  add(trees: readonly Uint8Array[], round: number): void {
    for (const tree of trees) this.#addTree(tree, round);
  }

  #addTree(tree: Uint8Array, round: number): void {
    const view = viewOf(tree);
    for (let node = 0; node < leafCount(tree) - 1; node++) {
      const at = NODES + node * nodeBytes(tree);
      const feature = view.getUint32(at, true);
      const { index, mapper } = this.#features[feature] as BinnedFeature;
      if (mapper.categories === undefined) continue;
      this.#words += (largestInSet(view, at + NODE_SET, mapper.categories) >>> 5) + 1;
      if (this.#words <= MOST_WORDS) continue;
      throw new CambiumError(
        'model-too-large',
        `feature "${this.#names[index]}" has categories up to ${this.#largest[feature]}, and a split takes a bit for every number up to its largest: after round ${round} the model is larger than a text model can be`,
        { hint: HINT },
      );
    }
  }
}

/** The largest category whose bin is in a set, or 0. */
function largestInSet(view: DataView, at: number, categories: Int32Array): number {
  let largest = 0;
  for (let bin = 0; bin < categories.length; bin++) {
    const word = view.getUint32(at + (bin >>> 5) * 4, true);
    if ((word >>> (bin & 31)) & 1) largest = Math.max(largest, categories[bin] as number);
  }
  return largest;
}
