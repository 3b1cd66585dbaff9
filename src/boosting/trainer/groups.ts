/** Puts features with few bins together: one byte of the record holds the bins of all features of a group. */
import type { BinMapper } from '../bins/index.js';

/** Values of one byte. */
const VALUES = 256;

/** Where a feature's bin is found in a record. */
export interface Place {
  /** Number of the byte. */
  readonly group: number;
  /** The byte is the sum of each member's bin times its multiplier; 1 for a group's first member. */
  readonly multiplier: number;
  /** Whether the group has no other member. */
  readonly alone: boolean;
}

/**
 * Groups features so that the product of a group's numbers of bins is at most 256: first fit, from
 * the most bins to the fewest. Nothing is lost: a feature's histogram is a marginal sum of its group's.
 * Records become shorter and histograms are built with fewer additions.
 */
export function groupFeatures(mappers: readonly Pick<BinMapper, 'numBins'>[]): Place[] {
  const bins = mappers.map((mapper) => mapper.numBins);
  const order = bins.map((_, index) => index).sort((a, b) => bins[b]! - bins[a]! || a - b);
  const members: number[][] = [];
  const sizes: number[] = [];
  for (const index of order) {
    const fits = sizes.findIndex((size) => size * bins[index]! <= VALUES);
    const group = fits < 0 ? sizes.length : fits;
    sizes[group] = (sizes[group] ?? 1) * bins[index]!;
    members[group] = [...(members[group] ?? []), index];
  }
  const places: Place[] = new Array(mappers.length);
  members.forEach((features, group) => {
    let multiplier = 1;
    // In the order of the table, in which the binning pass writes them: the first starts the byte.
    for (const index of features.sort((a, b) => a - b)) {
      places[index] = { group, multiplier, alone: features.length === 1 };
      multiplier *= bins[index]!;
    }
  });
  return places;
}

/** A feature's bin for each value of its group's byte. */
export function decodeTable({ multiplier }: Place, numBins: number): Uint8Array {
  return Uint8Array.from(
    { length: VALUES },
    (_, value) => Math.floor(value / multiplier) % numBins,
  );
}
