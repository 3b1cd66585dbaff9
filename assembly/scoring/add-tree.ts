/** One tree for the rows of a tile: the leaves they fall into, and the values of those added to their sums. */
import { addAndQueue, addValues, writeExits } from './exits';
import { MASKS, QUEUE, TILE } from './layout';
import { addLinear } from './linear';
import { testCategorical, testNumeric } from './tests';
import { walk, walkExits } from './walk';

@inline
function testTree(tree: usize, bins: usize, rows: usize, masks: usize): u32 {
  const numeric = load<u32>(tree);
  const categorical = load<u32>(tree, 4);
  testNumeric(<usize>load<u32>(tree, 8), numeric, bins, rows, masks);
  if (categorical) testCategorical(<usize>load<u32>(tree, 12), categorical, bins, rows, masks + <usize>numeric * TILE);
  return numeric + categorical;
}

/** Writes each row's ~leaf. */
@inline
export function findLeaves(tree: usize, bins: usize, rows: usize, masks: usize, leaves: usize): void {
  const groups = testTree(tree, bins, rows, masks);
  writeExits(<usize>load<u32>(tree, 16), masks, groups, <usize>load<u32>(tree, 24), rows, leaves);
  if (!load<u32>(tree, 28)) walkExits(<usize>load<u32>(tree, 32), bins, rows, leaves);
}

/** Adds a tree to the sums of its class; `first` is the tile's first row in the sources, queue and leaves lie behind the masks. */
export function addTree(tree: usize, sources: usize, first: usize, rows: usize, bins: usize, masks: usize, sums: usize): void {
  const queue = masks + MASKS;
  const sum = sums + <usize>load<u32>(tree, 44) * (TILE * 8);
  const linear = <usize>load<u32>(tree, 40);
  if (linear) {
    const leaves = queue + QUEUE;
    findLeaves(tree, bins, rows, masks, leaves);
    addLinear(linear, sources, first, rows, leaves, sum);
    return;
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
