/** The tables by which the engine knows the features: bins, categories, places in the record. */
import type { ColumnMemory } from '../../data/index.js';
import type { Parameters } from '../parameters/index.js';
import { FEATURE_BYTES } from './feature-sampler.js';
import { decodeTable, defaultDigit, type Place } from './groups.js';
import type { BinnedFeature } from './read-tree.js';

const MAXIMUM_BINS = 256;

/** Upper bounds of numbers' bins, or categories in rising order; padded with infinity. */
export function placeBounds(memory: ColumnMemory, features: readonly BinnedFeature[]): number {
  const address = memory.allocate(features.length * MAXIMUM_BINS * 8);
  features.forEach(({ mapper }, index) => {
    const at = address + index * MAXIMUM_BINS * 8;
    const bounds = new Float64Array(memory.memory.buffer, at, MAXIMUM_BINS);
    bounds.fill(Number.POSITIVE_INFINITY);
    bounds.set(
      mapper.categories === undefined ? mapper.upperBounds : sortedCategories(mapper.categories),
    );
  });
  return address;
}

/** The categories that have a bin, in rising order. */
function sortedCategories(categories: Int32Array): Int32Array {
  return categories.subarray(1).slice().sort();
}

/** The bin of each category, in the order of {@link placeBounds}. */
export function placeCategoryBins(
  memory: ColumnMemory,
  features: readonly BinnedFeature[],
): number {
  const table = memory.allocateUint8(features.length * MAXIMUM_BINS);
  features.forEach(({ mapper: { categories } }, index) => {
    if (categories === undefined) return;
    const bins = Array.from(sortedCategories(categories), (category) =>
      categories.indexOf(category),
    );
    table.set(bins, index * MAXIMUM_BINS);
  });
  return table.byteOffset;
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
    new Int32Array(memory.memory.buffer, at + 40, 8).set([
      mapper.restBin === 0 ? 1 : 0,
      mapper.defaultBin,
      place.bundleOffset,
      place.digits,
      place.values,
      place.first ? 1 : 0,
      place.entry === undefined ? 0 : 1,
      place.entry ?? 0,
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
    tables.set(decodeTable(places[index] as Place, mapper), index * 256);
  });
  return tables.byteOffset;
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
