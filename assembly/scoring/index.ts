/**
 * Scoring on the CPU. The host lays out the model's tables (layout.ts) and a scratch for each thread; rows go
 * through in tiles: values become bytes (bins.ts), upper nodes are tested 16 rows at once (tests.ts), masks become
 * exits (exits.ts), and in larger trees rows go on below (walk.ts). A row's leaves are summed in the order of trees.
 */
import { addTree, findLeaves } from './add-tree';
import { binTile } from './bins';
import { LEAVES, LIVE, MASKS, QUEUE, RANKS, TILE } from './layout';

export { fillContributionTables, scoreContributions } from './contributions';
export { scoreRawUntil } from './early-stop';
export { scoreRow } from './row';

/** Rows of a tile: what a scratch is measured in. */
export function tileRows(): u32 {
  return <u32>TILE;
}

/** Bytes of scratch that one thread needs for a model. */
export function scratchBytes(columns: u32, classes: u32): usize {
  return <usize>columns * TILE + RANKS + MASKS + QUEUE + LEAVES + LIVE + <usize>classes * TILE * 8;
}

/** Raw scores of rows start…start + count of the source columns, row by row into `out` (its first row is row `start`). */
export function scoreRaw(plan: usize, sources: usize, start: usize, count: usize, scratch: usize, out: usize): void {
  const trees = load<u32>(plan, 12);
  const classes = <usize>load<u32>(plan, 20);
  const bins = scratch;
  const ranks = bins + <usize>load<u32>(plan, 24) * TILE;
  const masks = ranks + RANKS;
  const sums = masks + MASKS + QUEUE + LEAVES + LIVE;
  for (let done: usize = 0; done < count; done += TILE) {
    const rows = min(TILE, count - done);
    binTile(plan, sources, start + done, rows, bins, ranks);
    memory.fill(sums, 0, classes * TILE * 8);
    let tree = <usize>load<u32>(plan, 16);
    for (let t: u32 = 0; t < trees; t++, tree += 48) addTree(tree, sources, start + done, rows, bins, masks, sums);
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
