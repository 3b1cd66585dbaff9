/** How values are compared on the device: by bins of the model's own thresholds, or by float keys. */
import type { Ensemble } from './ensemble.js';
import { type Slot, SlotKind } from './slots.js';

/**
 * `bins`: a pre-pass finds each value's place among the thresholds of its slot; trees compare small
 * integers. Exact for 32- and 64-bit columns. `keys`: trees compare 32-bit floats as integers in
 * their order, without a search; exact for 32-bit columns alone.
 */
export type Representation = 'bins' | 'keys';

/** Bits of a code; with 8, four slots share a word. */
export type CodeBits = 8 | 16 | 32;

export function codeBits(slots: readonly Slot[], representation: Representation): CodeBits {
  if (representation === 'keys') return 32;
  const most = slots.reduce((max, slot) => Math.max(max, slot.numCodes), 0);
  return most <= 256 ? 8 : most <= 65_536 ? 16 : 32;
}

/** Categories of a set as keys would store it: one bit for each number up to the largest. */
export function keyCategories(slot: Slot): number {
  return slot.categories.length === 0 ? 0 : slot.categories[slot.categories.length - 1]! + 1;
}

/** Sets of keys have a bit for each category number; larger ones than this are kept as bins. */
const LARGEST_KEY_SET = 4096;

/** Nodes that a row visits, about, when trees are as deep as balanced ones. */
export function walkSteps({ trees }: Ensemble): number {
  return trees.reduce((sum, tree) => sum + Math.log2(tree.numLeaves) + 1, 0);
}

/**
 * Keys where they save more than they cost: when searching the bins of a row takes as many steps as
 * walking the trees, or codes would be as wide as keys.
 */
export function chooseRepresentation(
  ensemble: Ensemble,
  slots: readonly Slot[],
  only32Bit: boolean,
): Representation {
  if (!only32Bit) return 'bins';
  const wideSet = slots.some(
    (slot) => slot.kind === SlotKind.categorical && keyCategories(slot) > LARGEST_KEY_SET,
  );
  if (wideSet) return 'bins';
  if (codeBits(slots, 'bins') === 32) return 'keys';
  const search = slots.reduce((sum, slot) => sum + Math.log2(slot.boundaries.length + 1) + 1, 0);
  return walkSteps(ensemble) <= search ? 'keys' : 'bins';
}
