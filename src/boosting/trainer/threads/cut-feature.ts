/** Cuts one feature into bins. */
import {
  type BinMapper,
  type BinOptions,
  findBin,
  findCategories,
  takeRows,
} from '../../bins/index.js';

/** Asks for the bin mapper of one feature from its values at the sampled rows. */
export interface BinTask {
  readonly kind: 'bin';
  readonly values: Float32Array | Float64Array;
  /** The sampled rows among the values, or how many sampled rows are zero besides all of the values. */
  readonly sample: Int32Array | number;
  readonly categorical: boolean;
  readonly options: BinOptions;
}

export function cutFeature({
  values,
  sample,
  categorical,
  options,
}: Omit<BinTask, 'kind'>): BinMapper {
  if (typeof sample !== 'number') {
    const taken = takeRows(values, sample);
    return categorical ? findCategories(taken, options) : findBin(taken, options);
  }
  if (!categorical) return findBin(values, options, sample);
  const all = new Float64Array(values.length + sample);
  all.set(values);
  return findCategories(all, options);
}
