// Binning stage: maps values to bins and numbers the rows. A number's bin is the number of upper bounds below it
// (LightGBM's rule: value <= upper bound); missing values have the last bin, or count as zero where a feature has
// none. A category's bin comes from a table; missing, negative and unknown categories have bin 0.
import {
  Feature, TASK_ROWS, defaultRecord, entryFeature, entryFeatureCount, entryPlaces, featureAt, features, groups, rowShift,
  stride,
} from './context';
import { Column, ColumnType, Dataset, bounds, categoryBins, columnAt, datasetAt, datasetCount } from './dataset';
import { putEntry } from './entries';
import { digitOf } from './unpack';

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
  if (dataset.indptr) binSparseRows(dataset, task, first, count, records);
  else binColumns(dataset, task, first, count, records);
}

function binColumns(dataset: Dataset, task: u32, first: u32, count: u32, records: usize): void {
  for (let feature: u32 = 0; feature < features; feature++) {
    const column = columnAt(dataset, feature);
    const table = bounds + (<usize>feature << 11);
    const entry = featureAt(feature);
    if (entry.sparse) continue;
    const target = records + entry.group;
    if (entry.bundleOffset) {
      bundled(column, first, count, feature, entry, target);
    } else if (entry.categorical) {
      categories(column, first, count, feature, entry, target);
    } else if (column.type == ColumnType.Float32) {
      float32(<usize>column.address + (<usize>first << 2), count, table, entry, target);
    } else {
      float64(<usize>column.address + (<usize>first << 3), count, table, entry, target);
    }
  }
  if (entryPlaces) binEntries(dataset, task, first, count);
}

/** Gathers the entries of rows whose features are columns. */
function binEntries(dataset: Dataset, task: u32, first: u32, count: u32): void {
  let at = taskStart(dataset, task);
  for (let row = first; row < first + count; row++) {
    store<u32>(<usize>dataset.starts + (<usize>row << 2), at);
    for (let index: u32 = 0; index < entryFeatureCount; index++) {
      const feature = entryFeature(index);
      const entry = featureAt(feature);
      const bin = binOfValue(valueAt(columnAt(dataset, feature), row), feature, entry);
      if (bin != entry.defaultBin) putEntry(dataset, at++, entry.place + bin);
    }
  }
  endEntries(dataset, task, first + count, at);
}

@inline function taskStart(dataset: Dataset, task: u32): u32 {
  return load<u32>(<usize>dataset.taskStarts + (<usize>task << 2));
}

/** What room is left belongs to the task's last row, and stands for nothing. */
function endEntries(dataset: Dataset, task: u32, end: u32, at: u32): void {
  const next = taskStart(dataset, task + 1);
  while (at < next) putEntry(dataset, at++, 0);
  store<u32>(<usize>dataset.starts + (<usize>end << 2), next);
}

/** Rows of a sparse table: rows of zeros, then what their values change. */
function binSparseRows(dataset: Dataset, task: u32, first: u32, count: u32, records: usize): void {
  const hasEntries = entryPlaces > 0;
  let to = hasEntries ? taskStart(dataset, task) : 0;
  let record = records;
  for (let row = first; row < first + count; row++, record += stride) {
    memory.copy(record, defaultRecord, groups);
    if (hasEntries) store<u32>(<usize>dataset.starts + (<usize>row << 2), to);
    const start = <usize>dataset.indptr + (<usize>row << 2);
    for (let at = load<u32>(start), end = load<u32>(start, 4); at < end; at++) {
      const column = <usize>load<u32>(<usize>dataset.indices + (<usize>at << 2));
      const feature = load<i32>(<usize>dataset.columnFeatures + (column << 2));
      if (feature < 0) continue;
      const entry = featureAt(feature);
      const value = dataset.type == ColumnType.Float32
        ? <f64>load<f32>(<usize>dataset.values + (<usize>at << 2))
        : load<f64>(<usize>dataset.values + (<usize>at << 3));
      const bin = binOfValue(value, feature, entry);
      if (bin == entry.defaultBin) continue;
      if (entry.sparse) putEntry(dataset, to++, entry.place + bin);
      else putDigit(record + entry.group, entry, bin);
    }
  }
  if (hasEntries) endEntries(dataset, task, first + count, to);
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

/** The bin of a value of any kind of feature. */
function binOfValue(value: f64, feature: u32, entry: Feature): u32 {
  if (entry.table) return binOfMany(value, entry);
  const table = bounds + (<usize>feature << 11);
  return entry.categorical ? categoryBin(value, table, feature) : binOrMissing(value, table, entry.missing);
}

/** Number of bounds below a value in a table of `size` floats, a power of two. */
@inline function rankOf(value: f64, table: usize, size: u32): u32 {
  let rank: u32 = 0;
  for (let half = size >> 1; half > 0; half >>= 1) {
    rank += half & -<u32>(load<f64>(table + (<usize>(rank + half - 1) << 3)) < value);
  }
  return rank;
}

/** The bin of a value of a feature with a table of its own. */
function binOfMany(value: f64, entry: Feature): u32 {
  const table = <usize>entry.table;
  const size = entry.tableSize;
  if (!entry.categorical) {
    if (value == value) return rankOf(value, table, size);
    return entry.missing >= 0 ? entry.missing : rankOf(0, table, size);
  }
  value = trunc<f64>(value);
  if (!(value >= 0)) return 0;
  const rank = <usize>rankOf(value, table, size);
  return load<f64>(table + (rank << 3)) == value ? load<u32>(table + (<usize>size << 3) + (rank << 2)) : 0;
}

/** A group's first feature starts its byte, the others add to it. */
@inline function put(to: usize, bin: u8, multiplier: u32, first: u32): void {
  const digit = bin * <u8>multiplier;
  store<u8>(to, first ? digit : load<u8>(to) + digit);
}

/** Sets a digit of a byte that is in place. Of features that share a digit and are both set the later one counts. */
@inline function putDigit(to: usize, entry: Feature, bin: u32): void {
  const byte = <u32>load<u8>(to);
  const digit = byte / entry.multiplier % entry.digits;
  store<u8>(to, <u8>(byte + (digitOf(entry, bin) - digit) * entry.multiplier));
}

/** A feature that shares its digit with others: only what is not zero is written. */
function bundled(column: Column, first: u32, count: u32, feature: u32, entry: Feature, to: usize): void {
  for (let row = first; row < first + count; row++, to += stride) {
    if (entry.first) store<u8>(to, 0);
    const bin = binOfValue(valueAt(column, row), feature, entry);
    if (bin != entry.defaultBin) putDigit(to, entry, bin);
  }
}

function float32(from: usize, count: u32, table: usize, feature: Feature, to: usize): void {
  const missing = feature.missing;
  const multiplier = feature.multiplier;
  const first = feature.first;
  for (const end = from + (<usize>count << 2); from < end; from += 4, to += stride) {
    put(to, binOrMissing(<f64>load<f32>(from), table, missing), multiplier, first);
  }
}

function float64(from: usize, count: u32, table: usize, feature: Feature, to: usize): void {
  const missing = feature.missing;
  const multiplier = feature.multiplier;
  const first = feature.first;
  for (const end = from + (<usize>count << 3); from < end; from += 8, to += stride) {
    put(to, binOrMissing(load<f64>(from), table, missing), multiplier, first);
  }
}

@inline function valueAt(column: Column, row: u32): f64 {
  return column.type == ColumnType.Float32
    ? <f64>load<f32>(<usize>column.address + (<usize>row << 2))
    : load<f64>(<usize>column.address + (<usize>row << 3));
}

@inline function categoryBin(value: f64, table: usize, feature: u32): u8 {
  value = trunc<f64>(value);
  if (!(value >= 0)) return 0;
  const rank = binOf(value, table);
  return load<f64>(table + (rank << 3)) == value ? load<u8>(categoryBins + (<usize>feature << 8) + rank) : 0;
}

function categories(column: Column, first: u32, count: u32, feature: u32, entry: Feature, to: usize): void {
  const table = bounds + (<usize>feature << 11);
  for (let row = first; row < first + count; row++, to += stride) {
    put(to, categoryBin(valueAt(column, row), table, feature), entry.multiplier, entry.first);
  }
}
