// Costs of using features (LightGBM's cost-effective gradient boosting; Peter et al., 2017): a split costs something
// for every row, a feature when it is first used at all, and when it is first used for a row.
import { rowOfRecord, rows, stride } from './context';
import { Leaf, recordsOf } from './leaf';

/** For every row of a leaf that is split; times cegb_tradeoff, like the others. */
export let splitCost: f64 = 0;
/** 64-bit floats, one a feature, or 0: none. For a feature's first use, and for its first use for a row. */
export let firstUseCosts: usize = 0;
export let rowUseCosts: usize = 0;
/** A byte a feature: whether any split has used it. */
export let usedFeatures: usize = 0;
/** A bit a row for each feature: whether a split of the row has used it. Rounded up to whole words. */
export let usedRows: usize = 0;

@inline function rowBytes(): usize { return (<usize>rows + 31) / 32 * 4; }

@inline function usedRowAt(feature: u32, row: u32): usize {
  return usedRows + <usize>feature * rowBytes() + (<usize>(row >> 5) << 2);
}

@inline function rowOf(record: usize): u32 { return rowOfRecord(record + stride); }

export function hasCosts(): bool { return splitCost != 0 || firstUseCosts != 0 || rowUseCosts != 0; }

/** What splitting the leaf on the feature costs. */
export function costOf(leaf: Leaf, feature: u32): f64 {
  let cost = splitCost * <f64>leaf.count;
  if (firstUseCosts && !load<u8>(usedFeatures + feature)) cost += firstUseCost(feature);
  if (rowUseCosts) {
    let unused: u32 = 0;
    let record = recordsOf(leaf);
    for (const end = record + <usize>leaf.count * stride; record < end; record += stride) {
      const row = rowOf(record);
      unused += ~(load<u32>(usedRowAt(feature, row)) >> (row & 31)) & 1;
    }
    cost += load<f64>(rowUseCosts + (<usize>feature << 3)) * <f64>unused;
  }
  return cost;
}

@inline export function firstUseCost(feature: u32): f64 { return load<f64>(firstUseCosts + (<usize>feature << 3)); }

/** The leaf is split on its feature; whether this is the feature's first use. */
export function use(leaf: Leaf): bool {
  const feature = leaf.feature;
  if (rowUseCosts) {
    let record = recordsOf(leaf);
    for (const end = record + <usize>leaf.count * stride; record < end; record += stride) {
      const row = rowOf(record);
      const word = usedRowAt(feature, row);
      store<u32>(word, load<u32>(word) | <u32>1 << (row & 31));
    }
  }
  if (!firstUseCosts || load<u8>(usedFeatures + feature)) return false;
  store<u8>(usedFeatures + feature, 1);
  return true;
}
