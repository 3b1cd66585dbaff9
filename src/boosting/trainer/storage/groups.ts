/** Puts features together: one byte of the record holds the bins of all features of a group. */
import type { BinMapper } from '../../bins/index.js';

/** Values of one byte: features of more bins are kept as entries. */
export const VALUES = 256;

type Bins = Pick<BinMapper, 'numBins' | 'defaultBin'>;

/** Where a feature's bin is found. */
export interface Place {
  /** Number of the record's byte. */
  readonly group: number;
  /** The byte is the sum of its digits, each times its multiplier. */
  readonly multiplier: number;
  /** Values of the digit, and of the whole byte. */
  readonly digits: number;
  readonly values: number;
  /** 0: the digit is the bin. Else the digits of the feature's bins, but that of zero, begin here; 0 is zero. */
  readonly bundleOffset: number;
  /** Whether the feature's sums stand by themselves. */
  readonly alone: boolean;
  /** Whether it is the group's first in the order of the table, in which the binning pass writes them. */
  readonly first: boolean;
  /** The entry of bin 0, where the feature is kept as entries of rows and not in a group. */
  readonly entry?: number;
}

/** What one digit tells: the bin of one feature, or those of several of which at most one is not zero. */
interface Digit {
  readonly features: readonly number[];
  readonly values: number;
}

/** How features are kept. */
export interface Storage {
  /** Features that share a digit. */
  readonly bundles: readonly (readonly number[])[];
  /** Features that are kept as entries of rows. */
  readonly entries: readonly number[];
}

export interface Grouping {
  readonly places: readonly Place[];
  /** Bytes of the record, and places of the sums of all entries: a multiple of 4. */
  readonly groups: number;
  readonly entryPlaces: number;
}

const PLAIN: Storage = { bundles: [], entries: [] };
/** Entries that stand for nothing. */
const FIRST_ENTRY = 4;

/**
 * Groups features so that the product of a group's numbers of digits is at most 256: first fit, from
 * the most to the fewest. Nothing is lost: a feature's histogram is a marginal sum of its group's.
 * Records become shorter and histograms are built with fewer additions.
 */
export function groupFeatures(
  mappers: readonly Bins[],
  { bundles, entries }: Storage = PLAIN,
): Grouping {
  const elsewhere = new Set([...bundles.flat(), ...entries]);
  const digits: Digit[] = bundles.map((features) => ({
    features,
    values: features.reduce((sum, feature) => sum + mappers[feature]!.numBins - 1, 1),
  }));
  mappers.forEach(({ numBins }, feature) => {
    if (!elsewhere.has(feature)) digits.push({ features: [feature], values: numBins });
  });
  const packed = packDigits(digits);
  const places: Place[] = new Array(mappers.length);
  packed.forEach((group, index) => {
    placeGroup(group, index, mappers, places);
  });
  const groups = Math.max(1, packed.length);
  let next = FIRST_ENTRY;
  for (const feature of entries) {
    places[feature] = {
      ...{ group: groups, multiplier: 1, digits: VALUES, values: VALUES, bundleOffset: 0 },
      ...{ alone: true, first: true, entry: next },
    };
    next += mappers[feature]!.numBins;
  }
  return {
    places,
    // Records are never without a byte, of which the sums of all rows are made.
    groups,
    entryPlaces: entries.length === 0 ? 0 : Math.ceil(next / 4) * 4,
  };
}

function packDigits(digits: readonly Digit[]): Digit[][] {
  const order = [...digits].sort((a, b) => b.values - a.values || a.features[0]! - b.features[0]!);
  const groups: Digit[][] = [];
  const sizes: number[] = [];
  for (const digit of order) {
    const fits = sizes.findIndex((size) => size * digit.values <= VALUES);
    const group = fits < 0 ? sizes.length : fits;
    sizes[group] = (sizes[group] ?? 1) * digit.values;
    groups[group] = [...(groups[group] ?? []), digit];
  }
  return groups;
}

function placeGroup(
  digits: readonly Digit[],
  group: number,
  mappers: readonly Bins[],
  places: Place[],
): void {
  const values = digits.reduce((product, digit) => product * digit.values, 1);
  const all = digits.flatMap(({ features }) => features);
  const first = Math.min(...all);
  let multiplier = 1;
  for (const digit of digits) {
    const isBundle = digit.features.length > 1;
    let bundleOffset = isBundle ? 1 : 0;
    for (const feature of digit.features) {
      places[feature] = {
        ...{ group, multiplier, digits: digit.values, values, bundleOffset },
        ...{ alone: all.length === 1, first: feature === first },
      };
      if (isBundle) bundleOffset += mappers[feature]!.numBins - 1;
    }
    multiplier *= digit.values;
  }
}

/** A feature's bin for each value of its group's byte. */
export function decodeTable(place: Place, { numBins, defaultBin }: Bins): Uint8Array {
  const { multiplier, digits, bundleOffset } = place;
  return Uint8Array.from({ length: VALUES }, (_, value) => {
    const digit = Math.floor(value / multiplier) % digits;
    if (bundleOffset === 0) return digit;
    const own = digit - bundleOffset;
    if (own < 0 || own >= numBins - 1) return defaultBin;
    return own < defaultBin ? own : own + 1;
  });
}

/** What a row of zeros adds to its group's byte. */
export function defaultDigit({ multiplier, bundleOffset }: Place, { defaultBin }: Bins): number {
  return bundleOffset === 0 ? defaultBin * multiplier : 0;
}
