// Walking: the leaf of a row by the tree in place, from the row's bins.
import { bag, decodeOf, entryPlaces, featureAt, leafNumberBytes, master, stride } from './context';
import { state } from './control';
import { Dataset, datasetAt } from './dataset';
import { entryBin, sideOf } from './entries';
import { inSet } from './leaf';
import { linearFeatures, linearOutput } from './linear/leaf-model';
import { storeNumber } from './leaf-number';
import { nodeAt, nodeSet, treeLeafAt } from './tree';

/** Number of the leaf that row `row` of a dataset, whose record this is, falls into. */
@inline function leafOf(dataset: Dataset, row: u32, record: usize, leaves: u32, hasEntries: bool): u32 {
  let at: i32 = leaves > 1 ? 0 : -1;
  while (at >= 0) {
    const node = nodeAt(at);
    const entry = featureAt(node.feature);
    let side: u32;
    if (hasEntries && entry.sparse) {
      const bin = entryBin(<usize>dataset.starts, <usize>dataset.entries, row, entry);
      side = sideOf(bin, entry, node.categorical, nodeSet(node), node.bin, node.defaultLeft);
    } else {
      side = inSet(nodeSet(node), load<u8>(decodeOf(node.feature) + load<u8>(record + entry.group))) ^ 1;
    }
    at = side ? node.right : node.left;
  }
  return ~at;
}

@inline function add(dataset: Dataset, first: u32, count: u32, factor: f64, hasEntries: bool): void {
  const s = state();
  const leaves = s.leaves;
  let row = first;
  let record = <usize>dataset.records + <usize>first * stride;
  let score = <usize>dataset.scores + (<usize>s.ofClass * dataset.rows + first << 3);
  for (const end = score + (<usize>count << 3); score < end; score += 8, record += stride, row++) {
    const leaf = leafOf(dataset, row, record, leaves, hasEntries);
    const output = linearFeatures ? linearOutput(dataset, leaf, row) : treeLeafAt(leaf).output;
    store<f64>(score, load<f64>(score) + output * factor);
  }
}

/** Adds outputs, times a factor, to the scores of `count` rows of a dataset. */
export function addOutputs(dataset: Dataset, first: u32, count: u32, factor: f64): void {
  if (entryPlaces) add(dataset, first, count, factor, true);
  else add(dataset, first, count, factor, false);
}

/** Tells those of `count` training rows that are not in the bag the number of their leaf. */
export function numberOutOfBag(first: u32, count: u32): void {
  const leaves = state().leaves;
  const dataset = datasetAt(0);
  const hasEntries = entryPlaces > 0;
  for (let row = first; row < first + count; row++) {
    if (load<u8>(bag + row)) continue;
    storeNumber(leafNumberBytes, row, leafOf(dataset, row, master + <usize>row * stride, leaves, hasEntries));
  }
}
