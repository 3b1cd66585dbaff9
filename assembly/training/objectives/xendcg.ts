// Cross-entropy that stands in for NDCG (Bruch, 2021, XE-NDCG): what a query's labels give, with a random part
// drawn anew each round, against the softmax of its scores; Newton's steps up to the third order.
import { gradients, hessians, labels, scores } from '../context';
import { state } from '../control';
import { objectiveSeed, queryRounds, workOf } from './settings';

/** LightGBM's generator: Microsoft's C library's. */
const MULTIPLIER: u32 = 214013;
const INCREMENT: u32 = 2531011;
/** LightGBM's kEpsilon. */
const EPSILON: f64 = <f64>(<f32>1e-15);

@inline function shareAt(row: u32): usize { return workOf(row); }
@inline function termAt(row: u32): usize { return workOf(row) + 8; }

/** Rounds that have drawn for a query: all, or those that it was in the bag of. */
@inline function roundsBefore(query: u32): u32 {
  return queryRounds ? load<u32>(queryRounds + (<usize>query << 2)) : state().iteration;
}

/** State of a query's generator behind `rounds` rounds, each of which draws once a row. */
function stateBehind(query: u32, rounds: u32, count: u32): u32 {
  let word = objectiveSeed + query;
  let multiplier = MULTIPLIER;
  let increment = INCREMENT;
  // Steps in powers of two: two steps x → ax + b make x → a²x + (a + 1)b.
  for (let steps = <u64>rounds * count; steps > 0; steps >>= 1) {
    if (steps & 1) word = word * multiplier + increment;
    increment = (multiplier + 1) * increment;
    multiplier *= multiplier;
  }
  return word;
}

@inline function addTo(row: u32, gradient: f64): void {
  const at = gradients + (<usize>row << 2);
  store<f32>(at, load<f32>(at) + <f32>gradient);
}

export function xendcg(query: u32, start: u32, count: u32): void {
  if (count == 1) {
    store<f32>(gradients + (<usize>start << 2), 0);
    store<f32>(hessians + (<usize>start << 2), 0);
    return;
  }
  const end = start + count;
  softmax(start, end);
  let word = stateBehind(query, roundsBefore(query), count);
  let total: f64 = 0;
  for (let row = start; row < end; row++) {
    word = word * MULTIPLIER + INCREMENT;
    const random = <f64>(word >> 16 & 0x7fff) / 32768;
    const worth = <f64>(<u32>1 << <u32>load<f32>(labels + (<usize>row << 2))) - random;
    store<f64>(termAt(row), worth);
    total += worth;
  }
  const inverse = 1 / max(EPSILON, total);
  let sum: f64 = 0;
  for (let row = start; row < end; row++) {
    const share = load<f64>(shareAt(row));
    const term = -load<f64>(termAt(row)) * inverse + share;
    store<f32>(gradients + (<usize>row << 2), <f32>term);
    store<f64>(termAt(row), term / (1 - share));
    sum += term / (1 - share);
  }
  let second: f64 = 0;
  for (let row = start; row < end; row++) {
    const share = load<f64>(shareAt(row));
    const term = share * (sum - load<f64>(termAt(row)));
    addTo(row, term);
    store<f64>(termAt(row), term / (1 - share));
    second += term / (1 - share);
  }
  for (let row = start; row < end; row++) {
    const share = load<f64>(shareAt(row));
    addTo(row, share * (second - load<f64>(termAt(row))));
    store<f32>(hessians + (<usize>row << 2), <f32>(share * (1 - share)));
  }
}

function softmax(start: u32, end: u32): void {
  let highest: f64 = -Infinity;
  for (let row = start; row < end; row++) highest = max(highest, load<f64>(scores + (<usize>row << 3)));
  let sum: f64 = 0;
  for (let row = start; row < end; row++) {
    const power = Math.exp(load<f64>(scores + (<usize>row << 3)) - highest);
    store<f64>(shareAt(row), power);
    sum += power;
  }
  for (let row = start; row < end; row++) store<f64>(shareAt(row), load<f64>(shareAt(row)) / sum);
}
