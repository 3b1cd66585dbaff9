/**
 * What each feature adds to a row's raw score (path-dependent TreeSHAP, Lundberg et al. 2018, as LightGBM's
 * `pred_contrib`), by the quadrature of shapley-factors.ts: products on the way down, sums on the way up.
 *
 * Contribution tree                 Contribution node (72 bytes; parents before children)
 *  0 number of nodes                 0 column offset, or TEST
 *  4 nodes                           4 rank i32 | address of a test
 *  8 pairs of points                 8 left: node, or ~leaf          12 right
 * 12 points                         16 feature
 * 16 filled tables, or 0
 *                                   20 nearest node above of the same feature, or -1
 *                                   24 the way there (LEFT or RIGHT) that leads here
 *                                   32 share of rows on this feature's edges down to the left child f64
 *                                   40 to the right child   48 to this node
 *                                   56 value of a left leaf, 1 for a node   64 of a right one
 */
import { binTile } from './bins';
import { LEAVES, LIVE, MASKS, QUEUE, RANKS, TEST, TILE } from './layout';
import { AWAY, fillFactors, LEFT, NODE, RIGHT, wayBytes } from './shapley-factors';
import { testRow } from './tests';

@inline
function goesRight(node: usize, bins: usize, row: usize): bool {
  const column = load<u32>(node);
  if (column != TEST) return <i32>load<i8>(bins + <usize>column + row) > load<i32>(node, 4);
  return testRow(<usize>load<u32>(node, 4), bins, row) == 1;
}

@inline
function wayOf(node: usize, ways: usize, bins: usize, row: usize): u32 {
  const above = load<i32>(node, 20);
  if (above >= 0 && <u32>load<u8>(ways + <usize>above) != load<u32>(node, 24)) return AWAY;
  return goesRight(node, bins, row) ? RIGHT : LEFT;
}

/** to = from × by, pair by pair; `pairs` is a constant up to 4 where this is inlined. */
@inline
function multiply(from: usize, by: usize, to: usize, pairs: u32): void {
  v128.store(to, f64x2.mul(v128.load(from), v128.load(by)));
  if (pairs > 1) v128.store(to + 16, f64x2.mul(v128.load(from, 16), v128.load(by, 16)));
  if (pairs > 2) v128.store(to + 32, f64x2.mul(v128.load(from, 32), v128.load(by, 32)));
  if (pairs > 3) v128.store(to + 48, f64x2.mul(v128.load(from, 48), v128.load(by, 48)));
  for (let at: usize = 64; at < <usize>pairs << 4; at += 16) {
    v128.store(to + at, f64x2.mul(v128.load(from + at), v128.load(by + at)));
  }
}

/** One pair of a node on the way up: replaces its product by the sum of its leaves, and adds what the row's feature gets. */
@inline
function combine(sum: v128, product: usize, left: usize, leftLeaf: bool, right: usize, rightLeaf: bool, table: usize, lane: usize): v128 {
  const own = v128.load(product);
  let below = v128.load(left);
  if (leftLeaf) below = f64x2.mul(own, below);
  let beside = v128.load(right);
  if (rightLeaf) beside = f64x2.mul(own, beside);
  v128.store(product, f64x2.add(below, beside));
  const weighted = f64x2.add(f64x2.mul(below, v128.load(table + 2 * lane)), f64x2.mul(beside, v128.load(table + 3 * lane)));
  return f64x2.add(sum, weighted);
}

@inline
function explainRow(nodes: usize, count: u32, tables: usize, pairs: u32, ways: usize, products: usize, bins: usize, row: usize, out: usize): void {
  const lane = <usize>pairs << 4;
  for (let at: usize = 0; at < lane; at += 16) v128.store(products + at, f64x2.splat(1));
  let node = nodes;
  let table = tables;
  for (let k: u32 = 0; k < count; k++, node += NODE, table += 3 * wayBytes(pairs)) {
    const way = wayOf(node, ways, bins, row);
    store<u8>(ways + <usize>k, way);
    const factors = table + <usize>way * wayBytes(pairs);
    const product = products + <usize>k * lane;
    const left = load<i32>(node, 8);
    const right = load<i32>(node, 12);
    if (left >= 0) multiply(product, factors, products + <usize>left * lane, pairs);
    if (right >= 0) multiply(product, factors + lane, products + <usize>right * lane, pairs);
  }
  for (let k = <i32>count - 1; k >= 0; k--) {
    node -= NODE;
    table -= 3 * wayBytes(pairs);
    const factors = table + <usize>load<u8>(ways + <usize>k) * wayBytes(pairs);
    const product = products + <usize>k * lane;
    const leftChild = load<i32>(node, 8);
    const rightChild = load<i32>(node, 12);
    const leftLeaf = leftChild < 0;
    const rightLeaf = rightChild < 0;
    // A leaf's factors hold its value: multiplied by the product they are its sum.
    const left = leftLeaf ? factors : products + <usize>leftChild * lane;
    const right = rightLeaf ? factors + lane : products + <usize>rightChild * lane;
    let sum = combine(f64x2.splat(0), product, left, leftLeaf, right, rightLeaf, factors, lane);
    if (pairs > 1) sum = combine(sum, product + 16, left + 16, leftLeaf, right + 16, rightLeaf, factors + 16, lane);
    if (pairs > 2) sum = combine(sum, product + 32, left + 32, leftLeaf, right + 32, rightLeaf, factors + 32, lane);
    if (pairs > 3) sum = combine(sum, product + 48, left + 48, leftLeaf, right + 48, rightLeaf, factors + 48, lane);
    for (let at: usize = 64; at < lane; at += 16) {
      sum = combine(sum, product + at, left + at, leftLeaf, right + at, rightLeaf, factors + at, lane);
    }
    const place = out + (<usize>load<u32>(node, 16) << 3);
    store<f64>(place, load<f64>(place) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
  }
}

@inline
function explainRows(nodes: usize, count: u32, tables: usize, pairs: u32, ways: usize, products: usize, bins: usize, rows: usize, out: usize, stride: usize): void {
  for (let row: usize = 0; row < rows; row++, out += stride) {
    explainRow(nodes, count, tables, pairs, ways, products, bins, row, out);
  }
}

/** Bytes of a contribution tree. */
const TREE: usize = 20;

/** Fills the tables of all trees that have room for theirs: once, before the first row. */
export function fillContributionTables(plan: usize): void {
  const trees = load<u32>(plan, 12);
  let tree = <usize>load<u32>(plan, 32);
  for (let t: u32 = 0; t < trees; t++, tree += TREE) {
    const tables = <usize>load<u32>(tree, 16);
    if (tables) fillFactors(<usize>load<u32>(tree, 4), load<u32>(tree), <usize>load<u32>(tree, 12), load<u32>(tree, 8), tables);
  }
}

/**
 * Contributions to the raw scores of rows start…start + count, as scoreRaw gives scores: for each class, one number a
 * feature and the expected value. The scratch goes on behind scoreRaw's: a tree's tables, products, ways.
 */
export function scoreContributions(plan: usize, sources: usize, start: usize, count: usize, scratch: usize, out: usize): void {
  const features = <usize>load<u32>(plan);
  const trees = load<u32>(plan, 12);
  const classes = <usize>load<u32>(plan, 20);
  const bins = scratch;
  const ranks = bins + <usize>load<u32>(plan, 24) * TILE;
  const room = ranks + RANKS + MASKS + QUEUE + LEAVES + LIVE + classes * TILE * 8;
  const expected = <usize>load<u32>(plan, 36);
  const width = (features + 1) << 3;
  const stride = classes * width;
  for (let done: usize = 0; done < count; done += TILE) {
    const rows = min(TILE, count - done);
    binTile(plan, sources, start + done, rows, bins, ranks);
    const first = out + done * stride;
    memory.fill(first, 0, rows * stride);
    for (let k: usize = 0; k < classes; k++) {
      let at = first + (k + 1) * width - 8;
      for (let row: usize = 0; row < rows; row++, at += stride) store<f64>(at, load<f64>(expected + (k << 3)));
    }
    let tree = <usize>load<u32>(plan, 32);
    let treeClass: usize = 0;
    for (let t: u32 = 0; t < trees; t++, tree += TREE) {
      const nodes = <usize>load<u32>(tree, 4);
      const total = load<u32>(tree);
      const pairs = load<u32>(tree, 8);
      if (total) {
        let tables = <usize>load<u32>(tree, 16);
        if (!tables) {
          tables = room;
          fillFactors(nodes, total, <usize>load<u32>(tree, 12), pairs, tables);
        }
        const products = room + <usize>total * 3 * wayBytes(pairs);
        const ways = products + <usize>total * (<usize>pairs << 4);
        const place = first + treeClass * width;
        if (pairs == 1) explainRows(nodes, total, tables, 1, ways, products, bins, rows, place, stride);
        else if (pairs == 2) explainRows(nodes, total, tables, 2, ways, products, bins, rows, place, stride);
        else if (pairs == 3) explainRows(nodes, total, tables, 3, ways, products, bins, rows, place, stride);
        else if (pairs == 4) explainRows(nodes, total, tables, 4, ways, products, bins, rows, place, stride);
        else explainRows(nodes, total, tables, pairs, ways, products, bins, rows, place, stride);
      }
      treeClass = treeClass + 1 == classes ? 0 : treeClass + 1;
    }
  }
}
