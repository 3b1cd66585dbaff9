/**
 * What the contributions of one tree need that no row changes: for each node, for each of the three ways in
 * which a row can meet it, the factors and the weights at every point of the quadrature.
 *
 * A leaf of value v below edges of the features i, each with the share z of training rows that take the edges of
 * that feature and o = 1 where the row takes them too (else 0), gives feature i the Shapley value
 * v (oᵢ − zᵢ) ∫₀¹ Π_{j≠i} (zⱼ (1 − t) + oⱼ t) dt. (The integral is Owen's multilinear extension, 1972; that a
 * tree's leaves are summed on the way up is Linear TreeShap, Yu et al. 2022.) Gauss–Legendre quadrature at n points
 * is exact for up to 2n features, and all its terms are positive, so that nothing cancels.
 */

/** Ways to meet a node: the row has left this feature's path above, goes left, goes right. */
export const AWAY: u32 = 0;
export const LEFT: u32 = 1;
export const RIGHT: u32 = 2;

/** Bytes of a contribution node. */
export const NODE: usize = 72;

/** Bytes of one way's table: factors of the left and the right edge, then their weights, for `pairs` pairs of points. */
@inline
export function wayBytes(pairs: u32): usize {
  return <usize>pairs << 6;
}

@inline
function share(part: f64, whole: f64): f64 {
  return whole > 0 ? part / whole : 0;
}

/** Fills a tree's tables, three ways a node. `points`: t, then 1 − t, then the weights, each 2 × `pairs` f64. */
export function fillFactors(nodes: usize, count: u32, points: usize, pairs: u32, tables: usize): void {
  const lane = <usize>pairs << 4;
  let node = nodes;
  let table = tables;
  for (let k: u32 = 0; k < count; k++, node += NODE) {
    const left = load<f64>(node, 32);
    const right = load<f64>(node, 40);
    const above = load<f64>(node, 48);
    const leftValue = load<f64>(node, 56);
    const rightValue = load<f64>(node, 64);
    for (let way = AWAY; way <= RIGHT; way++, table += wayBytes(pairs)) {
      for (let at: usize = 0; at < lane; at += 8) {
        const out = table + at;
        if (way == AWAY) {
          store<f64>(out, share(left, above) * leftValue);
          store<f64>(out + lane, share(right, above) * rightValue);
          store<f64>(out + 2 * lane, 0);
          store<f64>(out + 3 * lane, 0);
          continue;
        }
        const t = load<f64>(points + at);
        const rest = load<f64>(points + lane + at);
        const weight = load<f64>(points + 2 * lane + at);
        const before = above * rest + t;
        // What this feature's edges above were given for the same leaves is taken back.
        const back = (1 - above) / before;
        const taken = way == LEFT ? left : right;
        const takenTerm = taken * rest + t;
        const takenWeight = weight * ((1 - taken) / takenTerm - back);
        const otherWeight = weight * (-1 / rest - back);
        const leftTerm = way == LEFT ? takenTerm : left * rest;
        const rightTerm = way == LEFT ? right * rest : takenTerm;
        store<f64>(out, (leftTerm / before) * leftValue);
        store<f64>(out + lane, (rightTerm / before) * rightValue);
        store<f64>(out + 2 * lane, way == LEFT ? takenWeight : otherWeight);
        store<f64>(out + 3 * lane, way == LEFT ? otherWeight : takenWeight);
      }
    }
  }
}
