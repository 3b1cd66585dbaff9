/**
 * One row with little latency: eight trees are walked at once over 64-bit thresholds. No bins, no tables.
 *
 * Row plan                      Slot task                    Node (16 bytes)
 *  0 number of slot tasks        0 feature                    0 threshold f64
 *  4 slot tasks                  4 missing rule               8 offset of the slot, | 1 for a category
 *  8 number of groups            8 missing goes right        12 address of the left child; the right is beside it
 * 12 groups                     12 1 for a category
 * 16 slots f64
 * 20 row's values f64
 * 24 sums f64                   Group: depth, class of the first tree, number of trees, 8 roots
 * 28 nodes   32 leaf values f64, one a node
 * 36 classes   40 1 if there are categorical nodes
 *
 * A leaf is a node whose left child is itself and whose test always holds; slot 0 is always zero.
 */
import { categoryOf } from './bins';
import { RULE_NAN, RULE_NONE, ZERO } from './layout';

@inline
function step(node: usize, slots: usize, categorical: bool): usize {
  const slot = load<u32>(node, 8);
  if (categorical && slot & 1) {
    // In place of the threshold lie the address of the set and its number of words.
    const id = <i32>load<f64>(slots + <usize>(slot ^ 1));
    const set = <usize>load<u32>(node);
    const inside = id >= 0 && <u32>id >> 5 < load<u32>(node, 4) && (load<u32>(set + (<usize>(id >> 5) << 2)) >> (id & 31)) & 1;
    return <usize>load<u32>(node, 12) + (<usize>!inside << 4);
  }
  return <usize>load<u32>(node, 12) + (<usize>!(load<f64>(slots + <usize>slot) <= load<f64>(node)) << 4);
}

@inline
function leafValue(node: usize, nodes: usize, values: usize): f64 {
  return load<f64>(values + ((node - nodes) >> 1));
}

function fillSlots(row: usize): void {
  const count = load<u32>(row);
  let task = <usize>load<u32>(row, 4);
  const slots = <usize>load<u32>(row, 16);
  const values = <usize>load<u32>(row, 20);
  let slot = slots;
  store<f64>(slot, 0);
  for (let i: u32 = 0; i < count; i++) {
    slot += 8;
    let x = load<f64>(values + (<usize>load<u32>(task) << 3));
    const rule = load<u32>(task, 4);
    if (load<u32>(task, 12) == 1) x = <f64>categoryOf(x);
    else {
      // Missing and left: below every threshold. Missing and right: NaN, which is below none.
      const left: f64 = load<u32>(task, 8) == 1 ? NaN : -Infinity;
      if (rule == RULE_NONE) {
        if (x != x) x = 0;
      } else if (x != x || (rule != RULE_NAN && x >= -ZERO && x <= ZERO)) x = left;
    }
    store<f64>(slot, x);
    task += 16;
  }
}

@inline
function walkGroups(row: usize, categorical: bool): void {
  const groups = load<u32>(row, 8);
  const slots = <usize>load<u32>(row, 16);
  const sums = <usize>load<u32>(row, 24);
  const nodes = <usize>load<u32>(row, 28);
  const values = <usize>load<u32>(row, 32);
  const classes = load<u32>(row, 36);
  let group = <usize>load<u32>(row, 12);
  for (let g: u32 = 0; g < groups; g++) {
    let n0 = <usize>load<u32>(group, 12);
    let n1 = <usize>load<u32>(group, 16);
    let n2 = <usize>load<u32>(group, 20);
    let n3 = <usize>load<u32>(group, 24);
    let n4 = <usize>load<u32>(group, 28);
    let n5 = <usize>load<u32>(group, 32);
    let n6 = <usize>load<u32>(group, 36);
    let n7 = <usize>load<u32>(group, 40);
    for (let depth = load<u32>(group); depth > 0; depth--) {
      n0 = step(n0, slots, categorical);
      n1 = step(n1, slots, categorical);
      n2 = step(n2, slots, categorical);
      n3 = step(n3, slots, categorical);
      n4 = step(n4, slots, categorical);
      n5 = step(n5, slots, categorical);
      n6 = step(n6, slots, categorical);
      n7 = step(n7, slots, categorical);
    }
    const count = load<u32>(group, 8);
    if (classes == 1) {
      // In the order of the trees; places without a tree hold a leaf of value 0.
      let sum = load<f64>(sums);
      sum += leafValue(n0, nodes, values);
      sum += leafValue(n1, nodes, values);
      sum += leafValue(n2, nodes, values);
      sum += leafValue(n3, nodes, values);
      sum += leafValue(n4, nodes, values);
      sum += leafValue(n5, nodes, values);
      sum += leafValue(n6, nodes, values);
      sum += leafValue(n7, nodes, values);
      store<f64>(sums, sum);
    } else {
      let at = load<u32>(group, 4);
      for (let t: u32 = 0; t < count; t++) {
        const node = t < 4 ? (t < 2 ? (t == 0 ? n0 : n1) : (t == 2 ? n2 : n3)) : t < 6 ? (t == 4 ? n4 : n5) : t == 6 ? n6 : n7;
        const sum = sums + (<usize>at << 3);
        store<f64>(sum, load<f64>(sum) + leafValue(node, nodes, values));
        at = at + 1 == classes ? 0 : at + 1;
      }
    }
    group += 44;
  }
}

/** Raw scores of the row whose values lie in the row plan's place, into its sums. */
export function scoreRow(row: usize): void {
  const classes = load<u32>(row, 36);
  const sums = <usize>load<u32>(row, 24);
  for (let k: u32 = 0; k < classes; k++) store<f64>(sums + (<usize>k << 3), 0);
  fillSlots(row);
  if (load<u32>(row, 40) == 1) walkGroups(row, true);
  else walkGroups(row, false);
}
