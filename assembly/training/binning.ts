// Binning stage: maps values to bins and numbers the rows. A number's bin is the number of upper bounds below it
// (LightGBM's rule: value <= upper bound); missing values have the last bin, or count as zero where a feature has
// none. A category's bin comes from a table; missing, negative and unknown categories have bin 0.
import { Feature, TASK_ROWS, featureAt, features, rowShift, stride } from './context';
import { ColumnType, Dataset, bounds, categoryBins, columnAt, datasetAt, datasetCount } from './dataset';

export function binningTasks(): u32 {
  let tasks: u32 = 0;
  for (let index: u32 = 0; index < datasetCount; index++) tasks += tasksOf(datasetAt(index));
  return tasks;
}

@inline function tasksOf(dataset: Dataset): u32 {
  return (dataset.rows + TASK_ROWS - 1) / TASK_ROWS;
}

export function binningTask(task: u32): void {
  let index: u32 = 0;
  while (task >= tasksOf(datasetAt(index))) task -= tasksOf(datasetAt(index++));
  const dataset = datasetAt(index);
  const first = task * TASK_ROWS;
  const count = min(TASK_ROWS, dataset.rows - first);
  const records = <usize>dataset.records + <usize>first * stride;
  for (let row: u32 = 0; row < count; row++) store<u32>(records + <usize>(row + 1) * stride - 4, first + row << rowShift());
  for (let feature: u32 = 0; feature < features; feature++) {
    const column = columnAt(dataset, feature);
    const table = bounds + (<usize>feature << 11);
    const entry = featureAt(feature);
    const target = records + entry.group;
    if (entry.categorical) {
      categories(column.type, <usize>column.address, first, count, table, feature, entry, target);
    } else if (column.type == ColumnType.Float32) {
      float32(<usize>column.address + (<usize>first << 2), count, table, entry, target);
    } else {
      float64(<usize>column.address + (<usize>first << 3), count, table, entry, target);
    }
  }
}

/** Branchless search: eight steps, whatever the value. */
@inline function binOf(value: f64, table: usize): usize {
  let at = table;
  at += <usize>(load<f64>(at, 127 * 8) < value) << 10;
  at += <usize>(load<f64>(at, 63 * 8) < value) << 9;
  at += <usize>(load<f64>(at, 31 * 8) < value) << 8;
  at += <usize>(load<f64>(at, 15 * 8) < value) << 7;
  at += <usize>(load<f64>(at, 7 * 8) < value) << 6;
  at += <usize>(load<f64>(at, 3 * 8) < value) << 5;
  at += <usize>(load<f64>(at, 1 * 8) < value) << 4;
  at += <usize>(load<f64>(at) < value) << 3;
  return (at - table) >> 3;
}

@inline function binOrMissing(value: f64, table: usize, missing: i32): u8 {
  const isMissing = value != value;
  const bin = <i32>binOf(isMissing ? 0 : value, table);
  return <u8>select<i32>(missing, bin, isMissing && missing >= 0);
}

/** A group's first feature starts its byte, the others add to it. */
@inline function put(to: usize, bin: u8, multiplier: u32): void {
  store<u8>(to, multiplier == 1 ? bin : load<u8>(to) + bin * <u8>multiplier);
}

function float32(from: usize, count: u32, table: usize, feature: Feature, to: usize): void {
  const missing = feature.missing;
  const multiplier = feature.multiplier;
  for (const end = from + (<usize>count << 2); from < end; from += 4, to += stride) {
    put(to, binOrMissing(<f64>load<f32>(from), table, missing), multiplier);
  }
}

function float64(from: usize, count: u32, table: usize, feature: Feature, to: usize): void {
  const missing = feature.missing;
  const multiplier = feature.multiplier;
  for (const end = from + (<usize>count << 3); from < end; from += 8, to += stride) {
    put(to, binOrMissing(load<f64>(from), table, missing), multiplier);
  }
}

function categories(
  type: ColumnType, address: usize, first: u32, count: u32, table: usize, feature: u32, entry: Feature, to: usize,
): void {
  const bins = categoryBins + (<usize>feature << 8);
  const multiplier = entry.multiplier;
  for (let row = first, end = first + count; row < end; row++, to += stride) {
    const value = trunc<f64>(type == ColumnType.Float32
      ? <f64>load<f32>(address + (<usize>row << 2))
      : load<f64>(address + (<usize>row << 3)));
    let bin: u8 = 0;
    if (value >= 0) {
      const rank = binOf(value, table);
      if (load<f64>(table + (rank << 3)) == value) bin = load<u8>(bins + rank);
    }
    put(to, bin, multiplier);
  }
}
