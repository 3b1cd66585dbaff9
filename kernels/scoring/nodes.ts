/** Trees as the traversal reads them: eight bytes a node, siblings side by side, level by level. */
import { GpuLimitError, UnsupportedEnsembleError } from '../errors.js';
import { categoriesOf, Decision, type Ensemble, type EnsembleTree } from './ensemble.js';
import { leafScales, writeFixedPoint } from './leaf-values.js';
import { keyCategories, type Representation } from './representation.js';
import { type Slot, SlotKind, type Slots } from './slots.js';
import { roundDown32, sortable32 } from './sortable.js';
import type { Words } from './words.js';

/** What a leaf holds: its value, to be summed, or its number. */
export type Payload = 'values' | 'leaves';

/** A stretch of trees that one dispatch walks; its arrays each fit one binding. */
export interface NodePart {
  readonly firstTree: number;
  readonly numTrees: number;
  /** Two words a node, laid out as `traverse.wgsl` says. */
  readonly nodes: Words;
  /** First node of each tree. */
  readonly trees: Words;
  /** Sets of codes of categorical nodes. */
  readonly sets: Words;
}

/** All trees of an ensemble, encoded. */
export interface EncodedTrees {
  readonly parts: readonly NodePart[];
  readonly pairBits: number;
  readonly categorical: boolean;
  /** One a class; sums are to be divided by it. */
  readonly scales: Float64Array;
}

// Beside the pair of children and the slot, a node has four flags.
const FLAG_BITS = 4;
const bitsFor = (count: number): number => Math.max(1, 32 - Math.clz32(count - 1));

/** Nodes that a tree takes: one unused, the root, and two for each inner node. */
const nodesOf = (tree: EnsembleTree): number => 2 * Math.max(tree.numLeaves, 2);

class TreeEncoder {
  constructor(
    readonly ensemble: Ensemble,
    readonly slots: Slots,
    readonly representation: Representation,
    readonly payload: Payload,
    readonly scales: Float64Array,
    readonly pairBits: number,
  ) {}

  /** Words of the set of each categorical node of the slot. */
  setWords(slot: Slot): number {
    const codes = this.representation === 'bins' ? slot.numCodes : keyCategories(slot) + 1;
    return Math.ceil(codes / 32);
  }

  setWordsOf(tree: EnsembleTree): number {
    let words = 0;
    for (let node = 0; node < tree.numLeaves - 1; node++) {
      if (!(tree.decisionType[node]! & Decision.categorical)) continue;
      words += this.setWords(this.slots.list[this.slots.of(tree, node)]!);
    }
    return words;
  }

  encode(index: number, nodes: Uint32Array, first: number, sets: Uint32Array, set: number): number {
    const tree = this.ensemble.trees[index]!;
    const scale = this.scales[index % this.ensemble.numClasses]!;
    const root = 2 * (first + 1);
    if (tree.numLeaves <= 1) {
      // A lone leaf: a root whose both children are that leaf.
      nodes[root] = 0;
      nodes[root + 1] = (1 << 2) | (1 << 3) | (1 << FLAG_BITS);
      this.#writeLeaf(tree, 0, scale, nodes, 2 * (first + 2));
      this.#writeLeaf(tree, 0, scale, nodes, 2 * (first + 3));
      return set;
    }
    const queue = new Int32Array(tree.numLeaves - 1);
    const places = new Int32Array(tree.numLeaves - 1);
    let length = 1;
    places[0] = 1;
    for (let at = 0; at < length; at++) {
      const node = queue[at]!;
      const pair = at + 1;
      const children = [tree.leftChild[node]!, tree.rightChild[node]!];
      let flags = 0;
      children.forEach((child, side) => {
        const place = 2 * pair + side;
        if (child < 0 && ~child < tree.numLeaves) {
          flags |= 1 << (2 + side);
          this.#writeLeaf(tree, ~child, scale, nodes, 2 * (first + place));
        } else if (child >= 0 && child < queue.length && length < queue.length) {
          queue[length] = child;
          places[length++] = place;
        } else {
          throw new UnsupportedEnsembleError(`tree ${index} is no tree: node ${node} leads astray`);
        }
      });
      const slotIndex = this.slots.of(tree, node);
      const slot = this.slots.list[slotIndex]!;
      const to = 2 * (first + places[at]!);
      if (slot.kind === SlotKind.categorical) {
        flags |= 2;
        nodes[to] = set;
        this.#writeSet(categoriesOf(tree, node), slot, sets, set);
        set += this.setWords(slot);
      } else {
        const missing = slot.kind !== SlotKind.missingNone;
        const defaultLeft = (tree.decisionType[node]! & Decision.defaultLeft) !== 0;
        if (missing && !defaultLeft) flags |= 1;
        nodes[to] = this.#comparand(slot, tree.threshold[node]!) - (flags & 1);
      }
      nodes[to + 1] = flags | (pair << FLAG_BITS) | (slotIndex << (FLAG_BITS + this.pairBits));
    }
    return set;
  }

  /** The largest code that is not above the threshold. */
  #comparand(slot: Slot, threshold: number): number {
    // Adding zero makes -0 a 0: the two are equal as floats but not as keys.
    if (this.representation === 'keys') return sortable32(roundDown32(threshold + 0) + 0);
    let low = 0;
    let high = slot.boundaries.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (slot.boundaries[middle]! < threshold) low = middle + 1;
      else high = middle;
    }
    return slot.kind === SlotKind.missingNone ? low : low + 1;
  }

  #writeLeaf(tree: EnsembleTree, leaf: number, scale: number, nodes: Uint32Array, at: number) {
    if (this.payload === 'leaves') nodes[at] = leaf;
    else writeFixedPoint(tree.leafValue[leaf]!, scale, nodes, at);
  }

  #writeSet(words: Uint32Array, slot: Slot, sets: Uint32Array, set: number) {
    slot.categories.forEach((category, index) => {
      if (!((words[category >> 5] ?? 0) & (1 << (category & 31)))) return;
      const code = (this.representation === 'bins' ? index : category) + 1;
      sets[set + (code >> 5)]! |= 1 << (code & 31);
    });
  }
}

/**
 * Encodes an ensemble, cut into parts whose arrays take at most `maxBytes` each.
 * @throws GpuLimitError when one tree alone is larger.
 * @throws UnsupportedEnsembleError when a node's fields do not fit its 32 bits.
 */
export function encodeTrees(
  ensemble: Ensemble,
  slots: Slots,
  representation: Representation,
  payload: Payload,
  maxBytes: number,
): EncodedTrees {
  const leaves = ensemble.trees.reduce((most, tree) => Math.max(most, tree.numLeaves), 2);
  const pairBits = bitsFor(leaves);
  const slotBits = bitsFor(slots.list.length);
  if (pairBits + slotBits + FLAG_BITS > 32) {
    throw new UnsupportedEnsembleError(
      `trees of ${leaves} leaves over ${slots.list.length} features do not fit the GPU's node of 64 bits`,
    );
  }
  const scales = leafScales(ensemble);
  const encoder = new TreeEncoder(ensemble, slots, representation, payload, scales, pairBits);
  const parts: NodePart[] = [];
  const count = ensemble.trees.length;
  for (let firstTree = 0; firstTree < count; ) {
    let numNodes = 0;
    let numSetWords = 0;
    let end = firstTree;
    for (; end < count; end++) {
      const tree = ensemble.trees[end]!;
      const nodes = numNodes + nodesOf(tree);
      const words = numSetWords + encoder.setWordsOf(tree);
      if (Math.max(nodes * 8, words * 4) > maxBytes) break;
      numNodes = nodes;
      numSetWords = words;
    }
    if (end === firstTree) {
      const needed = Math.max(
        nodesOf(ensemble.trees[end]!) * 8,
        encoder.setWordsOf(ensemble.trees[end]!) * 4,
      );
      throw new GpuLimitError('maxStorageBufferBindingSize', `tree ${end}`, needed, maxBytes);
    }
    const part = {
      firstTree,
      numTrees: end - firstTree,
      nodes: new Uint32Array(2 * numNodes),
      trees: new Uint32Array(end - firstTree),
      sets: new Uint32Array(Math.max(1, numSetWords)),
    };
    let node = 0;
    let set = 0;
    for (let tree = firstTree; tree < end; tree++) {
      part.trees[tree - firstTree] = node;
      set = encoder.encode(tree, part.nodes, node, part.sets, set);
      node += nodesOf(ensemble.trees[tree]!);
    }
    parts.push(part);
    firstTree = end;
  }
  return {
    parts,
    pairBits,
    categorical: slots.list.some((slot) => slot.kind === SlotKind.categorical),
    scales,
  };
}
