/** Cuts features into bins. */
import type { ColumnMemory } from '../../data/index.js';
import { type BinMapper, minSplitData, sampleRows } from '../bins/index.js';
import type { Parameters } from '../parameters/index.js';
import type { Team } from './team.js';
import type { FeatureChoice } from './training-data.js';

/** The bin mapper of each feature. */
export function cutFeatures(
  team: Team,
  memory: ColumnMemory,
  columns: readonly (Float32Array | Float64Array)[],
  { names, categorical }: FeatureChoice,
  p: Parameters,
): Promise<BinMapper[]> {
  const rows = columns[0]?.length ?? 0;
  const chosen = sampleRows(rows, p.bin_construct_sample_cnt, p.data_random_seed);
  const sample = memory.allocateInt32(chosen.length);
  sample.set(chosen);
  return team.cut(
    columns.map((values, index) => ({
      values,
      sample,
      categorical: categorical.has(names[index] as string),
      options: {
        maxBin: p.max_bin_by_feature[index] ?? p.max_bin,
        minDataInBin: p.min_data_in_bin,
        useMissing: p.use_missing,
        zeroAsMissing: p.zero_as_missing,
        minSplitData: p.feature_pre_filter
          ? minSplitData(p.min_data_in_leaf, chosen.length, rows)
          : 0,
      },
    })),
  );
}
