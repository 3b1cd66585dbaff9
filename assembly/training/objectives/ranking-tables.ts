// What rankings look up: filled once, before the first round.
//
// | part                | 64-bit floats    | what                                                    |
// |---------------------|------------------|---------------------------------------------------------|
// | discounts           | 10,000           | 1 / log2(2 + place)                                     |
// | sigmoids            | 2^20             | 1 / (1 + e^(sigmoid · x)), x in equal steps             |
// | inverse ideal gains | one a query      | 1 over the discounted gain of the best order, or 0      |
import { bag, labels } from '../context';
import {
  labelGain, labelGains, queries, queryCount, queryRounds, rankingTables, sigmoid, truncationLevel,
} from './settings';

/** Most rows of a query. */
export const PLACES: u32 = 10000;
const STEPS: u32 = 1 << 20;

export function rankingBytes(ofQueries: u32): usize {
  return <usize>(PLACES + STEPS + ofQueries) << 3;
}

@inline export function discountAt(place: u32): f64 { return load<f64>(rankingTables + (<usize>place << 3)); }
@inline function sigmoidsAt(step: u32): usize { return rankingTables + (<usize>(PLACES + step) << 3); }
@inline function idealsAt(query: u32): usize { return rankingTables + (<usize>(PLACES + STEPS + query) << 3); }
@inline export function gainOf(label: u32): f64 { return load<f64>(labelGain + (<usize>label << 3)); }
@inline export function inverseIdeal(query: u32): f64 { return load<f64>(idealsAt(query)); }
@inline export function queryStart(query: u32): u32 { return load<u32>(queries + (<usize>query << 2)); }
/** Whether a row counts in this round: queries are sampled before gradients. */
@inline export function isInBag(row: u32): bool { return !queryRounds || load<u8>(bag + row) != 0; }

@inline function lowest(): f64 { return -25 / sigmoid; }
@inline function stepsPerUnit(): f64 { return <f64>STEPS / (-2 * lowest()); }

/** As LightGBM looks it up, so that the same trees come out: not between steps. */
@inline export function sigmoidOf(difference: f64): f64 {
  if (difference <= lowest()) return load<f64>(sigmoidsAt(0));
  if (difference >= -lowest()) return load<f64>(sigmoidsAt(STEPS - 1));
  return load<f64>(sigmoidsAt(<u32>((difference - lowest()) * stepsPerUnit())));
}

/** `counts`: room for a 32-bit number a label. */
export function fillRankingTables(counts: usize): void {
  for (let place: u32 = 0; place < PLACES; place++) {
    store<f64>(rankingTables + (<usize>place << 3), 1 / Math.log2(2 + <f64>place));
  }
  for (let step: u32 = 0; step < STEPS; step++) {
    const x = <f64>step / stepsPerUnit() + lowest();
    store<f64>(sigmoidsAt(step), 1 / (1 + Math.exp(x * sigmoid)));
  }
  for (let query: u32 = 0; query < queryCount; query++) {
    const ideal = idealGain(queryStart(query), queryStart(query + 1), counts);
    store<f64>(idealsAt(query), ideal > 0 ? 1 / ideal : 0);
  }
}

/** Discounted gain of the rows `first` to `end - 1` in their best order. */
function idealGain(first: u32, end: u32, counts: usize): f64 {
  memory.fill(counts, 0, <usize>labelGains << 2);
  for (let row = first; row < end; row++) {
    const count = counts + (<usize><u32>load<f32>(labels + (<usize>row << 2)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let sum: f64 = 0;
  let label = labelGains - 1;
  const most = min(truncationLevel, end - first);
  for (let place: u32 = 0; place < most; place++) {
    while (label > 0 && load<u32>(counts + (<usize>label << 2)) == 0) label--;
    sum += discountAt(place) * gainOf(label);
    const count = counts + (<usize>label << 2);
    store<u32>(count, load<u32>(count) - 1);
  }
  return sum;
}
