/** In which of the sampled rows features are set, that is, not zero: what tells which exclude each other. */
import { ZERO_THRESHOLD } from '../../bins/index.js';
import {
  isSparse,
  type PlacedFeatures,
  type SparseColumns,
} from '../../training-data/placed-table.js';
import { startsOf } from '../binning/sample-values.js';

/** Places in the sample of the rows in which a feature is set; undefined where those are more than `most`. */
export type SetRows = (feature: number, most: number) => Int32Array | undefined;

const isSet = (value: number) => !(value <= ZERO_THRESHOLD && value >= -ZERO_THRESHOLD);

/** @param chosen the sampled rows, rising */
export function findSetRows(placed: PlacedFeatures, features: number, chosen: Int32Array): SetRows {
  if (isSparse(placed)) return ofMatrix(placed, features, chosen);
  return (feature, most) => ofColumn(placed[feature] as Float32Array, chosen, most);
}

function ofColumn(
  values: Float32Array | Float64Array,
  chosen: Int32Array,
  most: number,
): Int32Array | undefined {
  let found = new Int32Array(Math.min(most, 1024));
  let count = 0;
  for (let at = 0; at < chosen.length; at++) {
    if (!isSet(values[chosen[at]!]!)) continue;
    if (count === most) return undefined;
    if (count === found.length) {
      const larger = new Int32Array(Math.min(most, 4 * count));
      larger.set(found);
      found = larger;
    }
    found[count++] = at;
  }
  return found.slice(0, count);
}

/** A value that is stored counts as set. */
function ofMatrix(sparse: SparseColumns, features: number, chosen: Int32Array): SetRows {
  const { indptr, indices } = sparse.matrix;
  const starts = startsOf(sparse, features, chosen);
  const rows = new Int32Array(starts[features]!);
  const next = starts.slice();
  for (let place = 0; place < chosen.length; place++) {
    const row = chosen[place]!;
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
      const feature = sparse.featureOf[indices[at]!]!;
      if (feature >= 0) rows[next[feature]!++] = place;
    }
  }
  return (feature, most) => {
    const found = rows.subarray(starts[feature]!, starts[feature + 1]!);
    return found.length <= most ? found : undefined;
  };
}
