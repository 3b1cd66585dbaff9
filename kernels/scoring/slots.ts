/** Slots: a feature as the trees see it, with its missing type and all values that they tell apart. */
import { UnsupportedEnsembleError } from '../errors.js';
import { categoriesOf, Decision, type Ensemble, type EnsembleTree } from './ensemble.js';
import { previous64 } from './sortable.js';

/** The missing type of a numerical slot, or that it is categorical; `key.wgsl` has the same numbers. */
export const SlotKind = { missingNone: 0, missingZero: 1, missingNan: 2, categorical: 3 } as const;
export type SlotKind = (typeof SlotKind)[keyof typeof SlotKind];

/** LightGBM takes a value that is not farther from zero than this for zero. */
const ZERO_THRESHOLD: number = Math.fround(1e-35);

/**
 * One feature under one missing type. A value's bin is the number of boundaries below it, its code
 * is `codes[bin]`. Where values can be missing, code 0 means that and others begin at 1; in a
 * categorical slot code 0 is a category that no set holds.
 */
export interface Slot {
  readonly feature: number;
  readonly kind: SlotKind;
  /** Ascending; a value belongs to the bin whose upper boundary is the first not below it. */
  readonly boundaries: Float64Array;
  /** One for each bin, so one more than boundaries. */
  readonly codes: Uint32Array;
  readonly nanCode: number;
  /** Codes are below this. */
  readonly numCodes: number;
  /** Categorical: the categories that sets hold, ascending; category `i` has code `i + 1`. */
  readonly categories: Float64Array;
}

/** All slots of an ensemble, and which of them a node reads. */
export interface Slots {
  readonly list: readonly Slot[];
  of(tree: EnsembleTree, node: number): number;
}

function kindOf(decisionType: number): SlotKind {
  if (decisionType & Decision.categorical) return SlotKind.categorical;
  return ((decisionType >> Decision.missingShift) & Decision.missingMask) as SlotKind;
}

const keyOf = (feature: number, kind: SlotKind): number => feature * 4 + kind;

function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort();
}

function numericalSlot(feature: number, kind: SlotKind, thresholds: Set<number>): Slot {
  if (kind === SlotKind.missingZero) {
    // The values taken for zero must be bins of their own.
    thresholds.add(previous64(-ZERO_THRESHOLD)).add(ZERO_THRESHOLD);
  }
  const boundaries = ascending(thresholds);
  const codes = Uint32Array.from({ length: boundaries.length + 1 }, (_, bin) => bin);
  if (kind === SlotKind.missingNone) {
    // NaN counts as zero here.
    const nanCode = boundaries.findIndex((boundary) => boundary >= 0);
    return {
      feature,
      kind,
      boundaries,
      codes,
      nanCode: nanCode < 0 ? boundaries.length : nanCode,
      numCodes: codes.length,
      categories: new Float64Array(0),
    };
  }
  for (let bin = 0; bin < codes.length; bin++) {
    const upper = boundaries[bin] ?? Infinity;
    const isZero =
      kind === SlotKind.missingZero && upper >= -ZERO_THRESHOLD && upper <= ZERO_THRESHOLD;
    codes[bin] = isZero ? 0 : bin + 1;
  }
  return {
    feature,
    kind,
    boundaries,
    codes,
    nanCode: 0,
    numCodes: codes.length + 1,
    categories: new Float64Array(0),
  };
}

/** A value belongs to the category that it is truncated to: (-1, 1) to 0, [c, c + 1) to c. */
function categoricalSlot(feature: number, set: Set<number>): Slot {
  const categories = ascending(set);
  const edges = new Set<number>();
  for (const category of categories) {
    edges.add(category === 0 ? -1 : previous64(category)).add(previous64(category + 1));
  }
  const boundaries = ascending(edges);
  const codes = new Uint32Array(boundaries.length + 1);
  let bin = 0;
  categories.forEach((category, index) => {
    const upper = previous64(category + 1);
    while (boundaries[bin]! < upper) bin++;
    codes[bin] = index + 1;
  });
  return {
    feature,
    kind: SlotKind.categorical,
    boundaries,
    codes,
    nanCode: 0,
    numCodes: categories.length + 1,
    categories,
  };
}

function addCategories(words: Uint32Array, into: Set<number>): void {
  words.forEach((word, at) => {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) into.add(at * 32 + bit);
  });
}

/** Finds the slots of an ensemble; at least one, so that a tree without a split has one to read. */
export function findSlots(ensemble: Ensemble): Slots {
  const values = new Map<number, Set<number>>();
  ensemble.trees.forEach((tree, index) => {
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      const kind = kindOf(tree.decisionType[node]!);
      const feature = tree.splitFeature[node]!;
      if (!(feature >= 0 && feature < ensemble.numFeatures)) {
        throw new UnsupportedEnsembleError(
          `tree ${index}, node ${node} splits feature ${feature}, there are ${ensemble.numFeatures}`,
        );
      }
      const key = keyOf(feature, kind);
      const set = values.get(key) ?? new Set<number>();
      values.set(key, set);
      const threshold = tree.threshold[node]!;
      if (kind === SlotKind.categorical) addCategories(categoriesOf(tree, node), set);
      else if (Number.isNaN(threshold)) {
        throw new UnsupportedEnsembleError(`tree ${index}, node ${node} has NaN as its threshold`);
      } else set.add(threshold + 0);
    }
  });
  if (values.size === 0) values.set(keyOf(0, SlotKind.missingNone), new Set());
  const keys = [...values.keys()].sort((a, b) => a - b);
  const numbers = new Map(keys.map((key, index) => [key, index]));
  return {
    list: keys.map((key) => {
      const feature = Math.floor(key / 4);
      const kind = (key % 4) as SlotKind;
      const set = values.get(key)!;
      return kind === SlotKind.categorical
        ? categoricalSlot(feature, set)
        : numericalSlot(feature, kind, set);
    }),
    of: (tree, node) =>
      numbers.get(keyOf(tree.splitFeature[node]!, kindOf(tree.decisionType[node]!)))!,
  };
}
