/** Gradients and hessians of LightGBM's rankings, query by query in 64 bits, kept in 32 as there. */
import { CambiumError } from '../../errors.js';
import type { Model } from '../model/index.js';
import type { CustomObjective, RowsView } from '../trainer/options/options.js';
import { numberOf, numbersOf, switchOf } from './parameters.js';

/** The arrays of all rows; a query is the rows `start` to `end - 1`. */
interface Arrays {
  readonly scores: Float64Array;
  readonly labels: Float32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** Writes the gradients and hessians of one query's rows, without their weights. */
type QueryLoss = (query: number, start: number, end: number, arrays: Arrays) => void;

/** The loss of a query, for the labels and queries that a refit has. */
type Ranking = (model: Model, rows: RowsView, queries: Uint32Array) => QueryLoss;

/** Gradients of a ranking with the parameters that the model was trained with; undefined for other objectives. */
export function rankingGradients(model: Model, name: string): CustomObjective | undefined {
  if (name === 'lambdarank') return queryByQuery(model, name, lambdarank);
  if (name === 'rank_xendcg') return queryByQuery(model, name, xendcg);
  return undefined;
}

function queryByQuery(model: Model, name: string, ranking: Ranking): CustomObjective {
  let loss: QueryLoss | undefined;
  return (scores, view, gradients, hessians) => {
    const { rows, labels, weights, queries } = view;
    if (queries === undefined) {
      throw new CambiumError(
        'missing-group',
        `objective=${name} ranks rows within queries, but the ${view.name} table has none`,
        {
          hint: 'name the column of query ids: group',
          commandHint: 'name the column of query ids: --group',
        },
      );
    }
    loss ??= ranking(model, view, queries);
    const arrays: Arrays = { scores, labels, gradients, hessians };
    for (let query = 0; query + 1 < queries.length; query++) {
      loss(query, queries[query]!, queries[query + 1]!, arrays);
    }
    if (weights === undefined) return;
    for (let row = 0; row < rows; row++) {
      gradients[row] = gradients[row]! * weights[row]!;
      hessians[row] = hessians[row]! * weights[row]!;
    }
  };
}

/** LightGBM looks sigmoids up in a table of so many steps, not between them. */
const STEPS = 2 ** 20;
/** Kept from dividing by nothing where two rows have almost the same score. */
const LEAST_DISTANCE = Math.fround(0.01);
/** Labels that have a gain where `label_gain` is not given. */
const LABELS = 31;

const discountAt = (place: number) => 1 / Math.log2(2 + place);

/** 1 / (1 + e^(sigmoid · x)), of the step that x lies in. */
function sigmoidTable(sigmoid: number): (x: number) => number {
  const lowest = -25 / sigmoid;
  const stepsPerUnit = STEPS / (-2 * lowest);
  return (x) => {
    const place = Math.trunc((x - lowest) * stepsPerUnit);
    const step = Math.min(Math.max(place, 0), STEPS - 1);
    return 1 / (1 + Math.exp((step / stepsPerUnit + lowest) * sigmoid));
  };
}

/**
 * LambdaRank with NDCG (Burges, 2010): each pair of rows with different labels pulls apart, by what their exchange
 * would change of the query's NDCG.
 */
const lambdarank: Ranking = (model, { rows, labels }, queries) => {
  const sigmoid = numberOf(model, 'sigmoid', 1);
  const normalizes = switchOf(model, 'lambdarank_norm', true);
  const truncation = numberOf(model, 'lambdarank_truncation_level', 30);
  const told = numbersOf(model, 'label_gain');
  const gains = told.length > 0 ? told : Array.from({ length: LABELS }, (_, l) => 2 ** l - 1);
  const sigmoidOf = sigmoidTable(sigmoid);
  const inverseIdeals = idealGains(labels, queries, gains, truncation).map((ideal) =>
    ideal > 0 ? 1 / ideal : 0,
  );
  const orders = new Uint32Array(rows);
  return (query, start, end, { scores, gradients, hessians }) => {
    gradients.fill(0, start, end);
    hessians.fill(0, start, end);
    const order = orders.subarray(start, end);
    for (let row = start; row < end; row++) orders[row] = row;
    order.sort((a, b) => scores[b]! - scores[a]! || a - b);
    const count = end - start;
    const isSpread = count > 0 && scores[order[0]!] !== scores[order[count - 1]!];
    let sum = 0;
    for (let i = 0; i + 1 < count && i < truncation; i++) {
      const upper = order[i]!;
      for (let j = i + 1; j < count; j++) {
        const lower = order[j]!;
        if (labels[upper] === labels[lower]) continue;
        const isRight = labels[upper]! > labels[lower]!;
        const high = isRight ? upper : lower;
        const low = isRight ? lower : upper;
        const distance = scores[high]! - scores[low]!;
        const gap = gains[labels[high]!]! - gains[labels[low]!]!;
        let change = gap * Math.abs(discountAt(i) - discountAt(j)) * inverseIdeals[query]!;
        if (normalizes && isSpread) change /= LEAST_DISTANCE + Math.abs(distance);
        const p = sigmoidOf(distance);
        const gradient = p * (-sigmoid * change);
        const hessian = Math.fround(p * (1 - p) * (sigmoid * sigmoid * change));
        gradients[low] = gradients[low]! - Math.fround(gradient);
        hessians[low] = hessians[low]! + hessian;
        gradients[high] = gradients[high]! + Math.fround(gradient);
        hessians[high] = hessians[high]! + hessian;
        sum -= 2 * gradient;
      }
    }
    if (!normalizes || sum <= 0) return;
    const factor = Math.log2(1 + sum) / sum;
    for (let row = start; row < end; row++) {
      gradients[row] = gradients[row]! * factor;
      hessians[row] = hessians[row]! * factor;
    }
  };
};

/** The discounted gain of each query's first rows in their best order. */
function idealGains(
  labels: Float32Array,
  queries: Uint32Array,
  gains: readonly number[],
  truncation: number,
): Float64Array {
  return Float64Array.from({ length: queries.length - 1 }, (_, query) => {
    const best = labels
      .slice(queries[query], queries[query + 1])
      .sort()
      .reverse();
    return best
      .subarray(0, truncation)
      .reduce((sum, label, place) => sum + discountAt(place) * gains[label]!, 0);
  });
}

/** LightGBM's kEpsilon. */
const EPSILON = Math.fround(1e-15);

/**
 * Cross-entropy that stands in for NDCG (Bruch, 2021, XE-NDCG): labels, less a random part that is drawn anew each
 * round, against the softmax of the scores; Newton's steps up to the third order.
 */
const xendcg: Ranking = (model, { rows }, queries) => {
  const seed = numberOf(model, 'objective_seed', 5);
  const randoms = Uint32Array.from(queries.subarray(1), (_, query) => seed + query);
  const shares = new Float64Array(rows);
  const terms = new Float64Array(rows);
  return (query, start, end, { scores, labels, gradients, hessians }) => {
    if (end - start <= 1) {
      gradients.fill(0, start, end);
      hessians.fill(0, start, end);
      return;
    }
    softmax(scores, shares, start, end);
    let total = 0;
    for (let row = start; row < end; row++) {
      // Microsoft's C library's generator, which LightGBM has one of for each query.
      randoms[query] = Math.imul(randoms[query]!, 214013) + 2531011;
      terms[row] = 2 ** labels[row]! - ((randoms[query]! >>> 16) & 0x7fff) / 32768;
      total += terms[row]!;
    }
    const inverse = 1 / Math.max(EPSILON, total);
    let first = 0;
    for (let row = start; row < end; row++) {
      const term = -terms[row]! * inverse + shares[row]!;
      gradients[row] = term;
      terms[row] = term / (1 - shares[row]!);
      first += terms[row]!;
    }
    let second = 0;
    for (let row = start; row < end; row++) {
      const term = shares[row]! * (first - terms[row]!);
      gradients[row] = gradients[row]! + Math.fround(term);
      terms[row] = term / (1 - shares[row]!);
      second += terms[row]!;
    }
    for (let row = start; row < end; row++) {
      const share = shares[row]!;
      gradients[row] = gradients[row]! + Math.fround(share * (second - terms[row]!));
      hessians[row] = share * (1 - share);
    }
  };
};

function softmax(scores: Float64Array, shares: Float64Array, start: number, end: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = start; row < end; row++) highest = Math.max(highest, scores[row]!);
  let sum = 0;
  for (let row = start; row < end; row++) {
    shares[row] = Math.exp(scores[row]! - highest);
    sum += shares[row]!;
  }
  for (let row = start; row < end; row++) shares[row] = shares[row]! / sum;
}
