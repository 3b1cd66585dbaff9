// LambdaRank with NDCG (Burges, 2010): each pair of rows of a query with different labels pulls apart, by what
// their exchange would change of the query's NDCG.
import { gradients, hessians, labels, scores } from '../context';
import { biasedScores } from './positions';
import { discountAt, gainOf, inverseIdeal, sigmoidOf } from './ranking-tables';
import { lambdarankNorm, positions, sigmoid, truncationLevel, workOf } from './settings';

/** Kept from dividing by nothing where two rows have almost the same score. */
const LEAST_DISTANCE: f64 = <f64>(<f32>0.01);

@inline function orderAt(start: u32, place: u32): usize { return workOf(start) + (<usize>place << 2); }
/** Scores of the query in hand: those of the rows, or with the bias of their positions. */
let ownScores: usize = 0;

@inline function scoreAt(row: u32): f64 { return load<f64>(ownScores + (<usize>row << 3)); }
@inline function labelAt(row: u32): u32 { return <u32>load<f32>(labels + (<usize>row << 2)); }

@inline function pull(row: u32, gradient: f64, hessian: f64): void {
  const at = <usize>row << 2;
  store<f32>(gradients + at, load<f32>(gradients + at) + <f32>gradient);
  store<f32>(hessians + at, load<f32>(hessians + at) + <f32>hessian);
}

export function lambdarank(query: u32, start: u32, count: u32): void {
  memory.fill(gradients + (<usize>start << 2), 0, <usize>count << 2);
  memory.fill(hessians + (<usize>start << 2), 0, <usize>count << 2);
  ownScores = positions ? biasedScores(start, count) : scores;
  sort(start, count);
  const ideal = inverseIdeal(query);
  const isSpread = scoreAt(load<u32>(orderAt(start, 0))) != scoreAt(load<u32>(orderAt(start, count - 1)));
  const norms = lambdarankNorm && isSpread;
  let sum: f64 = 0;
  for (let i: u32 = 0; i + 1 < count && i < truncationLevel; i++) {
    const upper = load<u32>(orderAt(start, i));
    const upperLabel = labelAt(upper);
    for (let j = i + 1; j < count; j++) {
      const lower = load<u32>(orderAt(start, j));
      const lowerLabel = labelAt(lower);
      if (upperLabel == lowerLabel) continue;
      const isRight = upperLabel > lowerLabel;
      const high = isRight ? upper : lower;
      const low = isRight ? lower : upper;
      const distance = scoreAt(high) - scoreAt(low);
      const gap = gainOf(isRight ? upperLabel : lowerLabel) - gainOf(isRight ? lowerLabel : upperLabel);
      let change = gap * abs(discountAt(i) - discountAt(j)) * ideal;
      if (norms) change /= LEAST_DISTANCE + abs(distance);
      const p = sigmoidOf(distance);
      const gradient = p * (-sigmoid * change);
      const hessian = p * (1 - p) * (sigmoid * sigmoid * change);
      pull(low, -gradient, hessian);
      pull(high, gradient, hessian);
      sum -= 2 * gradient;
    }
  }
  if (lambdarankNorm && sum > 0) scale(start, count, Math.log2(1 + sum) / sum);
}

function scale(start: u32, count: u32, factor: f64): void {
  for (let row = start; row < start + count; row++) {
    const at = <usize>row << 2;
    store<f32>(gradients + at, <f32>(<f64>load<f32>(gradients + at) * factor));
    store<f32>(hessians + at, <f32>(<f64>load<f32>(hessians + at) * factor));
  }
}

/** Rows of a query by falling score, equal ones in their own order: runs of growing length are merged. */
function sort(start: u32, count: u32): void {
  let from = orderAt(start, 0);
  let to = orderAt(start, count);
  for (let place: u32 = 0; place < count; place++) store<u32>(from + (<usize>place << 2), start + place);
  for (let run: u32 = 1; run < count; run <<= 1) {
    for (let first: u32 = 0; first < count; first += 2 * run) {
      merge(from, to, first, min(first + run, count), min(first + 2 * run, count));
    }
    const other = from;
    from = to;
    to = other;
  }
  if (from != orderAt(start, 0)) memory.copy(to, from, <usize>count << 2);
}

function merge(from: usize, to: usize, first: u32, middle: u32, end: u32): void {
  let left = first;
  let right = middle;
  for (let place = first; place < end; place++) {
    const takesRight = left >= middle
      || (right < end && scoreAt(load<u32>(from + (<usize>right << 2))) > scoreAt(load<u32>(from + (<usize>left << 2))));
    const taken = takesRight ? right++ : left++;
    store<u32>(to + (<usize>place << 2), load<u32>(from + (<usize>taken << 2)));
  }
}
