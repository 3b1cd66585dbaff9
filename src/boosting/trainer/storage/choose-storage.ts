/** Chooses how features are kept: a digit of the records, one shared with features that exclude it, or entries of rows. */

import type { BinnedFeature } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import { isSparse, type PlacedFeatures } from '../../training-data/placed-table.js';
import { type BundleCandidate, findBundles } from './bundles.js';
import { type Storage, VALUES } from './groups.js';
import { findSetRows } from './set-rows.js';

/** Features that are set in more than this share of the rows are kept in the records. */
const MOST_SET = 0.2;
/** Bundles of which a feature is set in less than this share of the rows are not worth their place in every record. */
const LEAST_BUNDLED = 0.1;

/**
 * A sparse table's features may be kept as entries; those of columns are in the records, but for those that have more
 * bins than a byte has values.
 * @param all features of the table, trained or not
 * @param chosen the rows that decide
 * @returns features by their numbers among `features`, of which at least one stays in the records
 */
export function chooseStorage(
  features: readonly BinnedFeature[],
  placed: PlacedFeatures,
  all: number,
  chosen: Int32Array,
  { enable_bundle, is_enable_sparse }: Parameters,
): Storage {
  const takesEntries = isSparse(placed) && is_enable_sparse;
  const wide = features.flatMap(({ mapper }, feature) => (mapper.numBins > VALUES ? feature : []));
  if (!takesEntries && !enable_bundle) return { bundles: [], entries: wide };
  const setRows = findSetRows(placed, all, chosen);
  const most = Math.floor(chosen.length * MOST_SET);
  const candidates = features.flatMap(({ index, mapper }, feature): BundleCandidate[] => {
    if (mapper.numBins > VALUES) return [];
    const rows = setRows(index, most);
    return rows === undefined ? [] : [{ feature, numBins: mapper.numBins, rows }];
  });
  const found = enable_bundle ? findBundles(candidates, chosen.length) : [];
  const bundles = found
    .filter(({ share }) => !takesEntries || share >= LEAST_BUNDLED)
    .map((bundle) => bundle.features);
  if (!takesEntries) return { bundles, entries: wide };
  const bundled = new Set(bundles.flat());
  const entries = candidates.filter(({ feature }) => !bundled.has(feature));
  if (entries.length > 0 && entries.length === features.length) keepFullest(entries);
  const kept = [...wide, ...entries.map(({ feature }) => feature)].sort((a, b) => a - b);
  return { bundles, entries: kept };
}

/** Records are never without a feature: the one that is set most often goes there. */
function keepFullest(entries: BundleCandidate[]): void {
  const fullest = entries.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  entries.splice(entries.indexOf(fullest), 1);
}
