/** Cuts features into bins. */
import type { ColumnMemory } from '../../../data/index.js';
import { type BinMapper, minSplitData, sampleRows } from '../../bins/index.js';
import type { Parameters } from '../../parameters/index.js';
import { type PlacedFeatures, rowsOf } from '../../training-data/placed-table.js';
import type { FeatureChoice } from '../../training-data/training-data.js';
import type { Team } from '../threads/team.js';
import { readForcedBins, refuseLostBounds } from './forced-bins.js';
import { sampleValues } from './sample-values.js';

/** The rows whose values decide how features are cut and kept. */
export function chooseRows(placed: PlacedFeatures, p: Parameters): Int32Array {
  return sampleRows(rowsOf(placed), p.bin_construct_sample_cnt, p.data_random_seed);
}

/**
 * The bin mapper of each feature.
 * @param chosen the rows that decide, see {@link chooseRows}
 * @throws CambiumError `missing-file`, `bad-forced-bins`
 */
export async function cutFeatures(
  team: Team,
  memory: ColumnMemory,
  placed: PlacedFeatures,
  { names, categorical }: FeatureChoice,
  chosen: Int32Array,
  p: Parameters,
): Promise<BinMapper[]> {
  const forced = readForcedBins(p.forcedbins_filename, names, categorical);
  const rows = rowsOf(placed);
  const mark = memory.mark;
  const sample = sampleValues(memory, placed, names.length, chosen);
  const end = memory.mark;
  const mappers = await team.cut(
    sample.map((values, index) => ({
      ...values,
      categorical: categorical.has(names[index] as string),
      options: {
        maxBin: p.max_bin_by_feature[index] ?? p.max_bin,
        minDataInBin: p.min_data_in_bin,
        useMissing: p.use_missing,
        zeroAsMissing: p.zero_as_missing,
        minSplitData: p.feature_pre_filter
          ? minSplitData(p.min_data_in_leaf, chosen.length, rows)
          : 0,
        ...(forced[index] && { forcedBounds: forced[index] }),
      },
    })),
  );
  memory.release(mark, end);
  refuseLostBounds(p.forcedbins_filename, forced, names, mappers);
  return mappers;
}
