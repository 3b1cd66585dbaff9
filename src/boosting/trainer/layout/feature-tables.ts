/** The tables by which the engine knows the features: bins, categories, places in the record. */
import type { ColumnMemory } from '../../../data/index.js';
import type { BinMapper, BinnedFeature } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import { FEATURE_BYTES } from '../engine/sizes.js';
import { decodeTable, defaultDigit, type Place } from '../storage/groups.js';

const MAXIMUM_BINS = 256;

const isWide = ({ numBins }: BinMapper) => numBins > MAXIMUM_BINS;

/** Upper bounds of numbers' bins, or categories in rising order; padded with infinity. */
export function placeBounds(memory: ColumnMemory, features: readonly BinnedFeature[]): number {
  const address = memory.allocate(features.length * MAXIMUM_BINS * 8);
  features.forEach(({ mapper }, index) => {
    if (isWide(mapper)) return;
    const at = address + index * MAXIMUM_BINS * 8;
    const bounds = new Float64Array(memory.memory.buffer, at, MAXIMUM_BINS);
    bounds.fill(Number.POSITIVE_INFINITY);
    bounds.set(rankedBounds(mapper));
  });
  return address;
}

function rankedBounds({ categories, upperBounds }: BinMapper): ArrayLike<number> {
  return categories === undefined
    ? upperBounds
    : rankedBins(categories).map((bin) => categories[bin]!);
}

/** The bins of the categories in rising order. */
function rankedBins(categories: Int32Array): Int32Array {
  const bins = Int32Array.from({ length: categories.length - 1 }, (_, index) => index + 1);
  return bins.sort((a, b) => categories[a]! - categories[b]!);
}

/** The bin of each category, in the order of {@link placeBounds}. */
export function placeCategoryBins(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
): number {
  const table = memory.allocateUint8(features.length * MAXIMUM_BINS);
  features.forEach(({ mapper: { categories } }, index) => {
    if (categories === undefined || categories.length > MAXIMUM_BINS) return;
    table.set(rankedBins(categories), index * MAXIMUM_BINS);
  });
  return table.byteOffset;
}

/** The table of a feature of more bins (see `assembly/training/dataset.ts`), and its number of floats; [0, 0] of others. */
function placeTable(memory: ColumnMemory, mapper: BinMapper): [number, number] {
  if (!isWide(mapper)) return [0, 0];
  const size = 2 ** Math.ceil(Math.log2(mapper.numBins));
  const bounds = memory.allocateFloat64(size);
  bounds.fill(Number.POSITIVE_INFINITY);
  bounds.set(rankedBounds(mapper));
  if (mapper.categories !== undefined) {
    // Allocated at once behind: whole multiples of 64 bytes.
    memory.allocateInt32(size).set(rankedBins(mapper.categories));
  }
  return [bounds.byteOffset, size];
}

/** What `Feature` in `assembly/training/context.ts` holds, for each feature. */
export function placeFeatures(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  places: readonly Place[],
  parameters: Parameters,
): number {
  const address = memory.allocate(features.length * FEATURE_BYTES);
  features.forEach(({ index: column, mapper }, index) => {
    const place = places[index] as Place;
    const table = placeTable(memory, mapper);
    const at = address + index * FEATURE_BYTES;
    new Int32Array(memory.memory.buffer, at, 8).set([
      mapper.numBins,
      mapper.missingBin,
      place.group,
      place.multiplier,
      place.alone ? 1 : 0,
      mapper.categories === undefined ? 0 : 1,
      1,
      parameters.monotone_constraints[column] ?? 0,
    ]);
    const factor = parameters.feature_contri[column] ?? 1;
    new Float64Array(memory.memory.buffer, at + 32, 1)[0] = Math.max(0, factor);
    new Int32Array(memory.memory.buffer, at + 40, 10).set([
      mapper.restBin === 0 ? 1 : 0,
      mapper.defaultBin,
      place.bundleOffset,
      place.digits,
      place.values,
      place.first ? 1 : 0,
      place.entry === undefined ? 0 : 1,
      place.entry ?? 0,
      ...table,
    ]);
  });
  return address;
}

/** The bin of each feature for each value of its group's byte. */
export function placeDecoding(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  places: readonly Place[],
): number {
  const tables = memory.allocateUint8(features.length * 256);
  features.forEach(({ mapper }, index) => {
    const place = places[index] as Place;
    if (place.entry === undefined) tables.set(decodeTable(place, mapper), index * 256);
  });
  return tables.byteOffset;
}

/** The numbers of the features that are kept as entries, rising, and how many they are. */
export function placeEntryFeatures(memory: ColumnMemory, places: readonly Place[]) {
  const kept = places.flatMap(({ entry }, feature) => (entry === undefined ? [] : feature));
  const list = memory.allocateInt32(kept.length);
  list.set(kept);
  return { entryFeatures: list.byteOffset, entryFeatureCount: kept.length };
}

/** Most bins of a feature, and bytes of a set of bins, for which numbers of more bins than a byte has values do not ask. */
export function binSizes(features: readonly BinnedFeature[]) {
  const sizes = features.map(({ mapper }) => mapper);
  const most = (mappers: readonly BinMapper[]) =>
    mappers.reduce((largest, { numBins }) => Math.max(largest, numBins), MAXIMUM_BINS);
  const inSets = most(sizes.filter(({ categories }) => categories !== undefined));
  return { mostBins: Math.ceil(most(sizes) / 8) * 8, binSetBytes: Math.ceil(inSets / 256) * 32 };
}

/** The groups' bytes of a row of zeros. */
export function placeDefaultRecord(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
  places: readonly Place[],
  groups: number,
): number {
  const record = memory.allocateUint8(groups);
  features.forEach(({ mapper }, index) => {
    const place = places[index] as Place;
    if (place.entry === undefined) record[place.group]! += defaultDigit(place, mapper);
  });
  return record.byteOffset;
}
