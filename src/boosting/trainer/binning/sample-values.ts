/** The values of the sampled rows, feature by feature: what bins are cut from. */
import type { ColumnMemory } from '../../../data/index.js';
import {
  isSparse,
  type PlacedFeatures,
  type SparseColumns,
} from '../../training-data/placed-table.js';

type Numbers = Float32Array | Float64Array;

/** One feature's part in the sample. */
export interface FeatureSample {
  readonly values: Numbers;
  /** The sampled rows among the values, or how many sampled rows are zero besides all of the values. */
  readonly sample: Int32Array | number;
}

/**
 * One sample a feature, in the shared memory.
 * @param chosen the sampled rows, rising
 */
export function sampleValues(
  memory: ColumnMemory,
  placed: PlacedFeatures,
  features: number,
  chosen: Int32Array,
): FeatureSample[] {
  if (isSparse(placed)) return sampleMatrix(memory, placed, features, chosen);
  const sample = memory.allocateInt32(chosen.length);
  sample.set(chosen);
  return placed.map((values) => ({ values, sample }));
}

/** Where each feature's stored values of the sampled rows begin, were they put together, and where the last one's end. */
export function startsOf(
  { matrix: { indptr, indices }, featureOf }: SparseColumns,
  features: number,
  chosen: Int32Array,
): Int32Array {
  const starts = new Int32Array(features + 1);
  for (let place = 0; place < chosen.length; place++) {
    const row = chosen[place]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const feature = featureOf[indices[at]!]!;
      if (feature >= 0) starts[feature + 1]!++;
    }
  }
  for (let feature = 0; feature < features; feature++) starts[feature + 1]! += starts[feature]!;
  return starts;
}

function sampleMatrix(
  memory: ColumnMemory,
  sparse: SparseColumns,
  features: number,
  chosen: Int32Array,
): FeatureSample[] {
  const { indptr, indices, values } = sparse.matrix;
  const starts = startsOf(sparse, features, chosen);
  const total = starts[features]!;
  const taken =
    values instanceof Float32Array ? memory.allocateFloat32(total) : memory.allocateFloat64(total);
  const next = starts.slice();
  for (let place = 0; place < chosen.length; place++) {
    const row = chosen[place]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const feature = sparse.featureOf[indices[at]!]!;
      if (feature >= 0) taken[next[feature]!++] = values[at]!;
    }
  }
  return Array.from({ length: features }, (_, feature) => {
    const own = taken.subarray(starts[feature]!, starts[feature + 1]!);
    return { values: own, sample: chosen.length - own.length };
  });
}
