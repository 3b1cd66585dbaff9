// The linear models of a tree's leaves, as they lie behind the tree: for each leaf an intercept (f64), the number of
// coefficients (u32, 4 bytes of padding), the coefficients (f64), then the features that they belong to (u32).
import { numLeaves } from '../context';
import { ColumnType, Dataset, columnAt } from '../dataset';
import { modelsStart, treeLeafAt } from '../tree';

/** Most features of a leaf's model, where leaves are linear; else 0. */
export let linearFeatures: u32 = 0;

const COEFFICIENTS: usize = 16;

@inline function modelBytes(): usize { return (COEFFICIENTS + <usize>linearFeatures * 12 + 7) & ~7; }

/** Bytes that the models take behind a tree. */
export function linearBytes(): usize { return linearFeatures ? <usize>numLeaves * modelBytes() : 0; }

@inline export function modelAt(leafNumber: u32): usize {
  return modelsStart() + <usize>leafNumber * modelBytes();
}
@inline export function coefficientAt(model: usize, index: u32): usize { return model + COEFFICIENTS + (<usize>index << 3); }
@inline export function featureAt(model: usize, index: u32): usize {
  return model + COEFFICIENTS + (<usize>linearFeatures << 3) + (<usize>index << 2);
}

export function startModel(model: usize, intercept: f64): void {
  store<f64>(model, intercept);
  store<u32>(model, 0, 8);
}

export function addCoefficient(model: usize, feature: u32, coefficient: f64): void {
  const index = load<u32>(model, 8);
  store<f64>(coefficientAt(model, index), coefficient);
  store<u32>(featureAt(model, index), feature);
  store<u32>(model, index + 1, 8);
}

@inline function numberAt(type: ColumnType, address: usize, index: u32): f64 {
  return type == ColumnType.Float32
    ? <f64>load<f32>(address + (<usize>index << 2))
    : <f64>(<f32>load<f64>(address + (<usize>index << 3)));
}

/** A value as LightGBM keeps it: a 32-bit float. What a sparse row does not say is 0. */
export function valueAt(dataset: Dataset, feature: u32, row: u32): f64 {
  if (!dataset.indptr) {
    const column = columnAt(dataset, feature);
    return numberAt(column.type, <usize>column.address, row);
  }
  const start = <usize>dataset.indptr + (<usize>row << 2);
  for (let at = load<u32>(start), end = load<u32>(start, 4); at < end; at++) {
    const column = <usize>load<u32>(<usize>dataset.indices + (<usize>at << 2));
    const found = load<i32>(<usize>dataset.columnFeatures + (column << 2));
    if (found == <i32>feature) return numberAt(dataset.type, <usize>dataset.values, at);
  }
  return 0;
}

/** Output of a leaf for a row of a dataset; where a value is missing, the one that the leaf has without its model. */
export function linearOutput(dataset: Dataset, leafNumber: u32, row: u32): f64 {
  const model = modelAt(leafNumber);
  const count = load<u32>(model, 8);
  let sum = load<f64>(model);
  for (let index: u32 = 0; index < count; index++) {
    const value = valueAt(dataset, load<u32>(featureAt(model, index)), row);
    if (value != value) return treeLeafAt(leafNumber).output;
    sum += load<f64>(coefficientAt(model, index)) * value;
  }
  return sum;
}
