/**
 * Scoring on the CPU. The host lays out the model's tables (layout.ts) and a scratch for each thread; rows go
 * through in tiles: values become bytes (bins.ts), upper nodes are tested 16 rows at once (tests.ts), masks become
 * exits (exits.ts), and in larger trees rows go on below (walk.ts). A row's leaves are summed in the order of trees.
 */
import { binTile } from './bins';
import { addAndQueue, addValues, writeExits } from './exits';
import { LEAVES, MASKS, QUEUE, RANKS, TILE } from './layout';
import { addLinear } from './linear';
import { testCategorical, testNumeric } from './tests';
import { walk, walkExits } from './walk';

export { scoreRow } from './row';

/** Rows of a tile: what a scratch is measured in. */
export function tileRows(): u32 {
  return <u32>TILE;
}

/** Bytes of scratch that one thread needs for a model. */
export function scratchBytes(columns: u32, classes: u32): usize {
  return <usize>columns * TILE + RANKS + MASKS + QUEUE + LEAVES + <usize>classes * TILE * 8;
}

@inline
function testTree(tree: usize, bins: usize, rows: usize, masks: usize): u32 {
  const numeric = load<u32>(tree);
  const categorical = load<u32>(tree, 4);
  testNumeric(<usize>load<u32>(tree, 8), numeric, bins, rows, masks);
  if (categorical) testCategorical(<usize>load<u32>(tree, 12), categorical, bins, rows, masks + <usize>numeric * TILE);
  return numeric + categorical;
}

@inline
function findLeaves(tree: usize, bins: usize, rows: usize, masks: usize, leaves: usize): void {
  const groups = testTree(tree, bins, rows, masks);
  writeExits(<usize>load<u32>(tree, 16), masks, groups, <usize>load<u32>(tree, 24), rows, leaves);
  if (!load<u32>(tree, 28)) walkExits(<usize>load<u32>(tree, 32), bins, rows, leaves);
}

/** Raw scores of rows start…start + count of the source columns, row by row into `out` (its first row is row `start`). */
export function scoreRaw(plan: usize, sources: usize, start: usize, count: usize, scratch: usize, out: usize): void {
  const trees = load<u32>(plan, 12);
  const classes = <usize>load<u32>(plan, 20);
  const bins = scratch;
  const ranks = bins + <usize>load<u32>(plan, 24) * TILE;
  const masks = ranks + RANKS;
  const queue = masks + MASKS;
  const leaves = queue + QUEUE;
  const sums = leaves + LEAVES;
  for (let done: usize = 0; done < count; done += TILE) {
    const rows = min(TILE, count - done);
    binTile(plan, sources, start + done, rows, bins, ranks);
    memory.fill(sums, 0, classes * TILE * 8);
    let tree = <usize>load<u32>(plan, 16);
    for (let t: u32 = 0; t < trees; t++, tree += 48) {
      const sum = sums + <usize>load<u32>(tree, 44) * (TILE * 8);
      const linear = <usize>load<u32>(tree, 40);
      if (linear) {
        findLeaves(tree, bins, rows, masks, leaves);
        addLinear(linear, sources, start + done, rows, leaves, sum);
        continue;
      }
      const groups = testTree(tree, bins, rows, masks);
      const tables = <usize>load<u32>(tree, 16);
      const values = <usize>load<u32>(tree, 20);
      if (load<u32>(tree, 28)) addValues(tables, masks, groups, values, rows, sum);
      else {
        const end = addAndQueue(tables, masks, groups, values, <usize>load<u32>(tree, 24), rows, sum, queue);
        walk(<usize>load<u32>(tree, 32), <usize>load<u32>(tree, 36), bins, queue, end, sum);
      }
    }
    for (let k: usize = 0; k < classes; k++) {
      let at = out + ((done * classes + k) << 3);
      const sum = sums + k * (TILE * 8);
      for (let row: usize = 0; row < rows; row++, at += classes << 3) store<f64>(at, load<f64>(sum + (row << 3)));
    }
  }
}

/** Leaf indices as {@link scoreRaw} gives scores: one number a tree. */
export function scoreLeaves(plan: usize, sources: usize, start: usize, count: usize, scratch: usize, out: usize): void {
  const trees = load<u32>(plan, 12);
  const bins = scratch;
  const ranks = bins + <usize>load<u32>(plan, 24) * TILE;
  const masks = ranks + RANKS;
  const leaves = masks + MASKS + QUEUE;
  for (let done: usize = 0; done < count; done += TILE) {
    const rows = min(TILE, count - done);
    binTile(plan, sources, start + done, rows, bins, ranks);
    let tree = <usize>load<u32>(plan, 16);
    for (let t: u32 = 0; t < trees; t++, tree += 48) {
      findLeaves(tree, bins, rows, masks, leaves);
      let at = out + ((done * trees + t) << 3);
      for (let row: usize = 0; row < rows; row++, at += <usize>trees << 3) {
        store<f64>(at, <f64>(~load<i32>(leaves + (row << 2))));
      }
    }
  }
}
