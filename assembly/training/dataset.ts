// The tables at hand: number 0 is trained on, the others are validation sets.

@unmanaged
export class Dataset {
  rows: u32;
  /** Records (bins, then a payload of zero) in the order of the table. */
  records: u32;
  /** 64-bit raw scores, class by class. */
  scores: u32;
  /** One Column a feature; 0 where the table is sparse. */
  columns: u32;
  /** Where features are kept as entries (see entries.ts): each row's first entry, then the number of all. */
  starts: u32;
  entries: u32;
  /** Room for the entries of each binning task: the first entry of each, then the end. */
  taskStarts: u32;
  /** A sparse table by rows: 32-bit starts of the rows, columns of the values, and the values. */
  indptr: u32;
  indices: u32;
  values: u32;
  type: ColumnType;
  /** The feature of each of its columns, or -1. */
  columnFeatures: u32;
}

/** One feature's values as the data layer holds them. */
@unmanaged
export class Column {
  address: u32;
  type: ColumnType;
}
export const enum ColumnType { Float32 = 0, Float64 = 1 }

/** One Dataset a table. */
export let datasets: usize = 0;
export let datasetCount: u32 = 0;
/**
 * 256 64-bit floats a feature, padded with infinity: upper bounds of the bins of numbers, or the categories in
 * rising order.
 */
export let bounds: usize = 0;
/**
 * 256 bytes a feature: the bin of each of the categories in `bounds`. Features of more bins have tables of their own:
 * as many floats as a power of two, and behind them the 32-bit bins of categories.
 */
export let categoryBins: usize = 0;

@inline export function datasetAt(index: u32): Dataset {
  return changetype<Dataset>(datasets + <usize>index * offsetof<Dataset>());
}

@inline export function columnAt(dataset: Dataset, feature: u32): Column {
  return changetype<Column>(<usize>dataset.columns + <usize>feature * offsetof<Column>());
}
