// Walking: the leaf of a row by the tree in place, from the row's bins.
import { bag, decodeOf, featureAt, leafNumberBytes, master, stride } from './context';
import { state } from './control';
import { Dataset } from './dataset';
import { inSet } from './leaf';
import { linearFeatures, linearOutput } from './linear/leaf-model';
import { storeNumber } from './leaf-number';
import { nodeAt, nodeSet, treeLeafAt } from './tree';

/** Number of the leaf that a record falls into. */
@inline function leafOf(record: usize, leaves: u32): u32 {
  let at: i32 = leaves > 1 ? 0 : -1;
  while (at >= 0) {
    const node = nodeAt(at);
    const group = featureAt(node.feature).group;
    const bin = <u32>load<u8>(decodeOf(node.feature) + load<u8>(record + group));
    at = inSet(nodeSet(node), bin) ? node.left : node.right;
  }
  return ~at;
}

/** Adds outputs, times a factor, to the scores of `count` rows of a dataset. */
export function addOutputs(dataset: Dataset, first: u32, count: u32, factor: f64): void {
  const s = state();
  const leaves = s.leaves;
  let row = first;
  let record = <usize>dataset.records + <usize>first * stride;
  let score = <usize>dataset.scores + (<usize>s.ofClass * dataset.rows + first << 3);
  for (const end = score + (<usize>count << 3); score < end; score += 8, record += stride) {
    const leaf = leafOf(record, leaves);
    const output = linearFeatures ? linearOutput(dataset, leaf, row++) : treeLeafAt(leaf).output;
    store<f64>(score, load<f64>(score) + output * factor);
  }
}

/** Tells those of `count` training rows that are not in the bag the number of their leaf. */
export function numberOutOfBag(first: u32, count: u32): void {
  const leaves = state().leaves;
  for (let row = first; row < first + count; row++) {
    if (!load<u8>(bag + row)) storeNumber(leafNumberBytes, row, leafOf(master + <usize>row * stride, leaves));
  }
}
