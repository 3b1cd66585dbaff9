/**
 * Raw scores that stop early: after every few rounds, rows whose score is clear keep what they have. The rule is
 * LightGBM's (`pred_early_stop`): twice the score's size, or the lead of the highest class over the second.
 */
import { addTree } from './add-tree';
import { binTile } from './bins';
import { LEAVES, LIVE, MASKS, QUEUE, RANKS, TILE } from './layout';

/** A row that has stopped. */
const STOPPED: i32 = -1;

@inline
function marginOf(sums: usize, classes: usize, row: usize): f64 {
  const first = load<f64>(sums + (row << 3));
  if (classes == 1) return 2 * abs(first);
  let best = first;
  let second: f64 = -Infinity;
  for (let k: usize = 1; k < classes; k++) {
    const score = load<f64>(sums + (k * TILE + row << 3));
    if (score > best) {
      second = best;
      best = score;
    } else if (score > second) second = score;
  }
  return best - second;
}

@inline
function emit(sums: usize, classes: usize, row: usize, out: usize): void {
  for (let k: usize = 0; k < classes; k++) store<f64>(out + (k << 3), load<f64>(sums + (k * TILE + row << 3)));
}

/** Moves the rows that go on to the front of the tile's columns and sums; gives their number. */
function compact(live: usize, rows: usize, bins: usize, columns: u32, sums: usize, classes: usize): usize {
  for (let column: u32 = 0; column < columns; column++) {
    const start = bins + <usize>column * TILE;
    let to = start;
    for (let row: usize = 0; row < rows; row++) {
      store<u8>(to, load<u8>(start + row));
      to += <usize>(load<i32>(live + (row << 2)) != STOPPED);
    }
  }
  for (let k: usize = 0; k < classes; k++) {
    const start = sums + k * (TILE << 3);
    let to = start;
    for (let row: usize = 0; row < rows; row++) {
      store<f64>(to, load<f64>(start + (row << 3)));
      to += <usize>(load<i32>(live + (row << 2)) != STOPPED) << 3;
    }
  }
  let to: usize = 0;
  for (let row: usize = 0; row < rows; row++) {
    const place = load<i32>(live + (row << 2));
    store<i32>(live + (to << 2), place);
    to += <usize>(place != STOPPED);
  }
  return to;
}

/** A linear leaf reads its features by the row's place in the sources: such rows must stay where they are. */
function hasLinearTree(plan: usize): bool {
  const trees = load<u32>(plan, 12);
  let tree = <usize>load<u32>(plan, 16);
  for (let t: u32 = 0; t < trees; t++, tree += 48) if (load<u32>(tree, 40)) return true;
  return false;
}

/** Raw scores as scoreRaw gives them, but for rows whose margin is above `margin` after each `rounds` rounds. */
export function scoreRawUntil(plan: usize, sources: usize, start: usize, count: usize, scratch: usize, out: usize, rounds: u32, margin: f64): void {
  const trees = load<u32>(plan, 12);
  const classes = <usize>load<u32>(plan, 20);
  const columns = load<u32>(plan, 24);
  const bins = scratch;
  const ranks = bins + <usize>columns * TILE;
  const masks = ranks + RANKS;
  const live = masks + MASKS + QUEUE + LEAVES;
  const sums = live + LIVE;
  const mayMove = !hasLinearTree(plan);
  const period = rounds * <u32>classes;
  for (let done: usize = 0; done < count; done += TILE) {
    let rows = min(TILE, count - done);
    binTile(plan, sources, start + done, rows, bins, ranks);
    memory.fill(sums, 0, classes * TILE * 8);
    for (let row: usize = 0; row < rows; row++) store<i32>(live + (row << 2), <i32>row);
    let tree = <usize>load<u32>(plan, 16);
    let stopped: usize = 0;
    let wait = period;
    for (let t: u32 = 0; t < trees && stopped < rows; t++, tree += 48) {
      addTree(tree, sources, start + done, rows, bins, masks, sums);
      if (--wait) continue;
      wait = period;
      for (let row: usize = 0; row < rows; row++) {
        const place = load<i32>(live + (row << 2));
        if (place == STOPPED || !(marginOf(sums, classes, row) > margin)) continue;
        emit(sums, classes, row, out + ((done + <usize>place) * classes << 3));
        store<i32>(live + (row << 2), STOPPED);
        stopped++;
      }
      if (mayMove && stopped << 3 > rows) {
        rows = compact(live, rows, bins, columns, sums, classes);
        stopped = 0;
      }
    }
    for (let row: usize = 0; row < rows; row++) {
      const place = load<i32>(live + (row << 2));
      if (place != STOPPED) emit(sums, classes, row, out + ((done + <usize>place) * classes << 3));
    }
  }
}
