/**
 * Chooses the nodes of a tree that are tested for all rows at once (at most 32, those that most training rows
 * reached), and works out the exits below them and the tables from masks of test results to exits.
 */
import type { Tree } from '../../boosting/model/index.js';
import { isCategorical } from './node-kind.js';

const GROUPS = 4;
const GROUP_SIZE = 8;

/** The upper nodes of a tree, in groups whose results make one byte each. */
export interface UpperNodes {
  readonly numericGroups: readonly (readonly number[])[];
  readonly categoricalGroups: readonly (readonly number[])[];
  /** From left to right where a row can leave: a node below (≥ 0) or `~leaf`. At most 33. */
  readonly exits: readonly number[];
  /** For each group, for each byte of results, the exits that remain possible, as bits. */
  readonly tables: readonly Uint32Array[];
}

function choose(tree: Tree): { numeric: number[]; categorical: number[] } {
  const numeric: number[] = [];
  const categorical: number[] = [];
  const groups = (count: number) => Math.ceil(count / GROUP_SIZE);
  const frontier = tree.numLeaves > 1 ? [0] : [];
  while (frontier.length > 0) {
    // Of equally frequent nodes the first found is nearest to the root.
    let best = 0;
    for (let i = 1; i < frontier.length; i++) {
      if ((tree.internalCount[frontier[i]!] ?? 0) > (tree.internalCount[frontier[best]!] ?? 0)) {
        best = i;
      }
    }
    const node = frontier.splice(best, 1)[0]!;
    const kind = isCategorical(tree, node) ? categorical : numeric;
    const other = kind === numeric ? categorical : numeric;
    if (groups(kind.length + 1) + groups(other.length) > GROUPS) continue;
    kind.push(node);
    for (const child of [tree.leftChild[node]!, tree.rightChild[node]!]) {
      if (child >= 0) frontier.push(child);
    }
  }
  return { numeric, categorical };
}

function inGroups(nodes: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < nodes.length; at += GROUP_SIZE)
    groups.push(nodes.slice(at, at + GROUP_SIZE));
  return groups;
}

/** Bits first…end - 1 set; `end` is at most 32. */
function bitRange(first: number, end: number): number {
  const below = (n: number) => (n >= 32 ? 0xffffffff : 2 ** n - 1);
  return (below(end) & ~below(first)) >>> 0;
}

/** From a byte of results (the first of `size` nodes is the highest bit) to the exits that it leaves possible. */
function tableOf(
  group: readonly number[],
  size: number,
  keeps: ReadonlyMap<number, number>,
): Uint32Array {
  const table = new Uint32Array(256).fill(0xffffffff);
  for (let byte = 1; byte < 256; byte++) {
    const lowest = 31 - Math.clz32(byte & -byte);
    const node = group[size - 1 - lowest];
    const keep = node === undefined ? 0xffffffff : keeps.get(node)!;
    table[byte] = table[byte & (byte - 1)]! & keep;
  }
  return table;
}

/** @returns the upper nodes of a tree; no group and the one exit `~0` for a tree of one leaf. */
export function upperNodes(tree: Tree): UpperNodes {
  const { numeric, categorical } = choose(tree);
  const upper = new Set([...numeric, ...categorical]);
  const exits: number[] = [];
  /** Exits that remain when a node sends a row right: all but those of its left side. */
  const keeps = new Map<number, number>();
  const visit = (child: number): void => {
    if (!upper.has(child)) {
      exits.push(child);
      return;
    }
    const first = exits.length;
    visit(tree.leftChild[child]!);
    keeps.set(child, ~bitRange(first, exits.length) >>> 0);
    visit(tree.rightChild[child]!);
  };
  visit(tree.numLeaves > 1 ? 0 : -1);
  const numericGroups = inGroups(numeric);
  const categoricalGroups = inGroups(categorical);
  const tables = [
    ...numericGroups.map((group) => tableOf(group, GROUP_SIZE, keeps)),
    ...categoricalGroups.map((group) => tableOf(group, group.length, keeps)),
  ];
  return { numericGroups, categoricalGroups, exits, tables };
}
