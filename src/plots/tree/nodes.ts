/** What a picture of a tree says: its nodes to a depth, each with its lines of text, and the ways between them. */
import { DecisionType, MissingType, type Model, type Tree } from '../../boosting/index.js';
import { plainText, shortNumber, wholeNumber } from '../text.js';

/** What can be shown of a node besides its split or value; LightGBM's names. */
export const TREE_FACTS = [
  'split_gain',
  'internal_value',
  'internal_weight',
  'internal_count',
  'leaf_weight',
  'leaf_count',
  'data_percentage',
] as const;
/** A fact that `plotTree` can tell of a node, by LightGBM's name. */
export type TreeFact = (typeof TREE_FACTS)[number];

/** A node of the picture. */
export interface PictureNode {
  /** `split3`, `leaf5`. */
  readonly id: string;
  /** Of the node above; absent at the root. */
  readonly parent?: string;
  readonly kind: 'split' | 'leaf' | 'folded';
  /** Bold, e.g. the feature's name. */
  readonly head: string;
  readonly lines: readonly string[];
  /** Which answer of the node above leads here, e.g. `yes`, `no, missing`. */
  readonly answer: string;
  /** Output of a leaf; the mean output of what is folded. */
  readonly value: number;
}

/** How much of a tree is drawn, and how. */
export interface NodeOptions {
  readonly maxDepth: number;
  readonly show: ReadonlySet<TreeFact>;
  readonly precision: number;
}

/** Most categories, and coefficients of a linear leaf, that a node names. */
const MOST_NAMED = 6;
const MOST_COEFFICIENTS = 4;

/** Nodes that a picture to each depth has: at `[0]` the root alone, at the end the whole tree. */
export function nodesByDepth(tree: Tree): number[] {
  const totals: number[] = [];
  let total = 0;
  for (let level = rootOf(tree); level.length > 0; level = below(tree, level)) {
    total += level.length;
    totals.push(total);
  }
  return totals;
}

const rootOf = (tree: Tree): number[] => [tree.numLeaves > 1 ? 0 : ~0];

const below = (tree: Tree, level: readonly number[]): number[] =>
  level.flatMap((node) =>
    node < 0 ? [] : [tree.leftChild[node] as number, tree.rightChild[node] as number],
  );

/** The nodes in the order in which they are drawn: each after the one above, left before right. */
export function pictureNodes(model: Model, tree: Tree, options: NodeOptions): PictureNode[] {
  const nodes: PictureNode[] = [];
  // Not recursive: a tree may be as deep as it has leaves.
  const waiting = [{ node: rootOf(tree)[0] as number, depth: 0, parent: '', answer: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth, parent, answer } = next;
    const id = node < 0 ? `leaf${~node}` : `split${node}`;
    const place = { id, answer, ...(parent !== '' && { parent }) };
    if (node < 0) nodes.push({ ...place, ...describeLeaf(model, tree, ~node, options) });
    else if (depth >= options.maxDepth)
      nodes.push({ ...place, ...describeFolded(tree, node, options) });
    else {
      nodes.push({ ...place, ...describeSplit(model, tree, node, options) });
      const [yes, no] = answers(tree, node);
      const [left, right] = below(tree, [node]) as [number, number];
      waiting.push({ node: right, depth: depth + 1, parent: id, answer: no });
      waiting.push({ node: left, depth: depth + 1, parent: id, answer: yes });
    }
  }
  return nodes;
}

type Described = Pick<PictureNode, 'kind' | 'head' | 'lines' | 'value'>;

function describeSplit(model: Model, tree: Tree, node: number, options: NodeOptions): Described {
  const { show, precision } = options;
  const number = (value: number): string => shortNumber(value, precision);
  const lines = [
    isCategorical(tree, node)
      ? `in ${categories(tree, node)}`
      : `≤ ${number(tree.threshold[node] as number)}`,
  ];
  if (show.has('split_gain')) lines.push(`gain ${number(tree.splitGain[node] as number)}`);
  lines.push(...innerFacts(tree, node, options));
  const feature = tree.splitFeature[node] as number;
  const head = plainText(model.featureNames[feature] ?? `feature ${feature}`);
  return { kind: 'split', head, lines, value: tree.internalValue[node] as number };
}

function innerFacts(tree: Tree, node: number, { show, precision }: NodeOptions): string[] {
  const lines: string[] = [];
  const value = tree.internalValue[node] as number;
  const count = tree.internalCount[node] as number;
  if (show.has('internal_value')) lines.push(`value ${shortNumber(value, precision)}`);
  if (show.has('internal_weight')) {
    lines.push(`weight ${shortNumber(tree.internalWeight[node] as number, precision)}`);
  }
  if (show.has('internal_count')) lines.push(`count ${wholeNumber(count)}`);
  if (show.has('data_percentage')) lines.push(share(tree, count));
  return lines;
}

function describeFolded(tree: Tree, node: number, options: NodeOptions): Described {
  let leaves = 0;
  for (let level = [node]; level.length > 0; level = below(tree, level)) {
    for (const one of level) if (one < 0) leaves++;
  }
  const lines = innerFacts(tree, node, options);
  return {
    kind: 'folded',
    head: `… ${wholeNumber(leaves)} leaves`,
    lines,
    value: tree.internalValue[node] as number,
  };
}

function describeLeaf(model: Model, tree: Tree, leaf: number, options: NodeOptions): Described {
  const { show, precision } = options;
  const value = tree.leafValue[leaf] as number;
  const lines = linearLines(model, tree, leaf, precision) ?? [
    `value ${shortNumber(value, precision)}`,
  ];
  // A tree of one leaf says nothing of its rows.
  const count = tree.leafCount[leaf] ?? 0;
  if (show.has('leaf_weight')) {
    lines.push(`weight ${shortNumber(tree.leafWeight[leaf] ?? 0, precision)}`);
  }
  if (show.has('leaf_count')) lines.push(`count ${wholeNumber(count)}`);
  if (show.has('data_percentage') && tree.numLeaves > 1) lines.push(share(tree, count));
  return { kind: 'leaf', head: `leaf ${leaf}`, lines, value };
}

/** `value 0.3`, `+ 1.5 × age`, … of a linear leaf; undefined for a constant one. */
function linearLines(
  model: Model,
  { linear }: Tree,
  leaf: number,
  precision: number,
): string[] | undefined {
  const features = linear?.features[leaf];
  const coefficients = linear?.coefficients[leaf];
  if (linear === undefined || !features?.length || coefficients === undefined) return undefined;
  const lines = [`value ${shortNumber(linear.constant[leaf] as number, precision)}`];
  features.forEach((feature, index) => {
    if (index >= MOST_COEFFICIENTS) return;
    const coefficient = coefficients[index] as number;
    const sign = coefficient < 0 ? '−' : '+';
    const size = shortNumber(Math.abs(coefficient), precision);
    lines.push(`${sign} ${size} × ${plainText(model.featureNames[feature] ?? '')}`);
  });
  const rest = features.length - MOST_COEFFICIENTS;
  if (rest > 0) lines.push(`and ${rest} more`);
  return lines;
}

function share(tree: Tree, count: number): string {
  const total = tree.internalCount[0] ?? 0;
  return `${total > 0 ? ((100 * count) / total).toFixed(2) : '0'}% of rows`;
}

const isCategorical = (tree: Tree, node: number): boolean =>
  ((tree.decisionType[node] as number) & DecisionType.categorical) !== 0;

/** `{1, 5, 7}`, `{1, 5, 7, 8, 9, 10 and 3 more}`. */
function categories(tree: Tree, node: number): string {
  const set = tree.threshold[node] as number;
  const start = tree.catBoundaries[set] as number;
  const end = tree.catBoundaries[set + 1] as number;
  const named: number[] = [];
  let count = 0;
  for (let word = start; word < end; word++) {
    for (let bit = 0; bit < 32; bit++) {
      if ((((tree.catThreshold[word] as number) >>> bit) & 1) === 0) continue;
      if (count++ < MOST_NAMED) named.push((word - start) * 32 + bit);
    }
  }
  const rest = count - named.length;
  return `{${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}}`;
}

/** Labels of the ways to the left and to the right: where missing values go is told where training saw any. */
function answers(tree: Tree, node: number): [yes: string, no: string] {
  // What is no number, or no category of the set, is not in it.
  if (isCategorical(tree, node)) return ['yes', 'no, missing'];
  const type = tree.decisionType[node] as number;
  const missing = (type >> DecisionType.missingShift) & DecisionType.missingMask;
  if (missing === MissingType.none) return ['yes', 'no'];
  const name = missing === MissingType.zero ? 'zero, missing' : 'missing';
  const toLeft = (type & DecisionType.defaultLeft) !== 0;
  return toLeft ? [`yes, ${name}`, 'no'] : ['yes', `no, ${name}`];
}
