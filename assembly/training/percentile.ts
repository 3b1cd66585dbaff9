// Percentiles of numbers in memory, by selection, as LightGBM 4.7 defines them (`PercentileFun` and
// `WeightedPercentileFun` of `regression_objective.hpp`). The result does not depend on the order of the numbers.

@inline function at(base: usize, index: i32): usize { return base + (<usize>index << 3); }

/** Puts the `k`-th smallest of `count` 64-bit floats in its place, none before it larger (Hoare's FIND). */
function select(base: usize, count: i32, k: i32): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = load<f64>(at(base, k));
    let i = low;
    let j = high;
    do {
      while (load<f64>(at(base, i)) < pivot) i++;
      while (pivot < load<f64>(at(base, j))) j--;
      if (i <= j) {
        const swapped = load<f64>(at(base, i));
        store<f64>(at(base, i++), load<f64>(at(base, j)));
        store<f64>(at(base, j--), swapped);
      }
    } while (i <= j);
    if (j < k) low = i;
    if (k < i) high = j;
  }
}

/** The `alpha`-percentile of `count` 64-bit floats, between the two nearest. Changes their order. */
export function percentile(base: usize, count: i32, alpha: f64): f64 {
  if (count <= 1) return load<f64>(base);
  const position = <f64>(count - 1) * (1 - alpha);
  const above = <i32>position + 1;
  if (above >= count) {
    select(base, count, 0);
    return load<f64>(base);
  }
  const k = count - above;
  select(base, count, k);
  const upper = load<f64>(at(base, k));
  let lower = load<f64>(base);
  for (let i = 1; i < k; i++) lower = max(lower, load<f64>(at(base, i)));
  return upper - (upper - lower) * (position - <f64>(above - 1));
}

// A weighted number: 64-bit value, 32-bit row, 32-bit weight.
@inline function item(base: usize, index: i32): usize { return base + (<usize>index << 4); }
@inline function valueOf(place: usize): f64 { return load<f64>(place); }
@inline function rowOf(place: usize): u32 { return load<u32>(place, 8); }
@inline function weightOf(place: usize): f64 { return <f64>load<f32>(place, 12); }

export function storeWeighted(base: usize, index: i32, value: f64, row: u32, weight: f32): void {
  const place = item(base, index);
  store<f64>(place, value);
  store<u32>(place, row, 8);
  store<f32>(place, weight, 12);
}

/** Order of values; equal ones by their rows. */
@inline function before(a: usize, b: usize): bool {
  return valueOf(a) < valueOf(b) || (valueOf(a) == valueOf(b) && rowOf(a) < rowOf(b));
}

@inline function swap(base: usize, i: i32, j: i32): void {
  const kept = v128.load(item(base, i));
  v128.store(item(base, i), v128.load(item(base, j)));
  v128.store(item(base, j), kept);
}

/** A power of two by which sums of the weights, as integers, stay below 2^62. */
function weightScale(base: usize, count: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < count; i++) largest = max(largest, weightOf(item(base, i)));
  if (largest == 0) return 1;
  const bound = 2305843009213693952.0 / (<f64>count * largest);
  return reinterpret<f64>(reinterpret<u64>(bound) & 0x7ff0000000000000);
}

/** Where the pivot ends up among items `low` to `high - 1`: the middle one of three. */
function partition(base: usize, low: i32, high: i32): i32 {
  const last = high - 1;
  const middle = low + ((last - low) >> 1);
  if (before(item(base, middle), item(base, low))) swap(base, middle, low);
  if (before(item(base, last), item(base, low))) swap(base, last, low);
  if (before(item(base, middle), item(base, last))) swap(base, middle, last);
  let end = low;
  for (let i = low; i < last; i++) {
    if (before(item(base, i), item(base, last))) swap(base, i, end++);
  }
  swap(base, end, last);
  return end;
}

/**
 * The weighted `alpha`-percentile of `count` items. In rising order, the first item whose weights add up to more than
 * that share of all ends the interval in which the percentile lies: between the item before and this one, as far as its
 * weight reaches beyond the share; at the item before where its weight is below 1. The first and the last item are taken
 * as they are. Weights are added as integers, so that their order does not matter.
 */
export function weightedPercentile(base: usize, count: i32, alpha: f64): f64 {
  if (count <= 1) return valueOf(base);
  const scale = weightScale(base, count);
  let total: i64 = 0;
  for (let i = 0; i < count; i++) total += <i64>nearest<f64>(weightOf(item(base, i)) * scale);
  const threshold = <f64>total * alpha;
  let low = 0;
  let high = count;
  /** Weights before `low`. */
  let sum: i64 = 0;
  while (high - low > 1) {
    const pivot = partition(base, low, high);
    let lefts: i64 = 0;
    for (let i = low; i < pivot; i++) lefts += <i64>nearest<f64>(weightOf(item(base, i)) * scale);
    const own = <i64>nearest<f64>(weightOf(item(base, pivot)) * scale);
    if (<f64>(sum + lefts) > threshold) {
      high = pivot;
    } else if (<f64>(sum + lefts + own) > threshold) {
      sum += lefts;
      low = pivot;
      high = pivot + 1;
    } else {
      sum += lefts + own;
      low = pivot + 1;
    }
  }
  const position = min(low, count - 1);
  const value = valueOf(item(base, position));
  if (position == 0 || position == count - 1) return value;
  let lower = 0;
  for (let i = 1; i < position; i++) if (before(item(base, lower), item(base, i))) lower = i;
  const below = valueOf(item(base, lower));
  const weight = weightOf(item(base, position));
  if (weight < 1) return below;
  return (threshold - <f64>sum) / scale / weight * (value - below) + below;
}
