/** Stage 4, for larger trees: rows that left the upper nodes for a lower one go down level by level. */
import { TEST } from './layout';
import { testRow } from './tests';

/** The child of a node that a row goes to. */
@inline
function step(nodes: usize, node: u32, bins: usize, row: usize): i32 {
  const at = nodes + (<usize>node << 4);
  const column = load<u32>(at);
  let right: u32;
  if (column != TEST) right = u32(<i32>load<i8>(bins + <usize>column + row) > load<i32>(at, 4));
  else right = testRow(<usize>load<u32>(at, 4), bins, row);
  return load<i32>(at + (<usize>right << 2), 8);
}

/** Empties the queue, adding leaf values to the sums. */
export function walk(nodes: usize, values: usize, bins: usize, queue: usize, end: usize, sums: usize): void {
  while (end > queue) {
    let next = queue;
    // Without branches: a leaf's value is added through a mask, and a row that goes on is queued again.
    for (let at = queue; at < end; at += 8) {
      const entry = load<u64>(at);
      const row = <usize>(<u32>entry);
      const child = step(nodes, <u32>(entry >> 32), bins, row);
      const leaf = child >> 31;
      const value = load<u64>(values + (<usize>(~child & leaf) << 3)) & <u64>(<i64>leaf);
      const sum = sums + (row << 3);
      store<f64>(sum, load<f64>(sum) + reinterpret<f64>(value));
      store<u64>(next, (<u64>(<u32>child) << 32) | <u64>row);
      next += <usize>((~child) >>> 31) << 3;
    }
    end = next;
  }
}

/** Takes each row from its exit down to its leaf; gives ~leaf in place. */
export function walkExits(nodes: usize, bins: usize, rows: usize, exits: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let node = load<i32>(exits + (row << 2));
    while (node >= 0) node = step(nodes, node, bins, row);
    store<i32>(exits + (row << 2), node);
  }
}
