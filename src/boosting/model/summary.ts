/** What a model is made of, in numbers for people and programs. */
import { rangeOf } from './feature-range.js';
import type { Model } from './model.js';
import type { Tree } from './tree.js';

export interface FeatureSummary {
  readonly name: string;
  /** `unused`: training found no use for it, e.g. because it is constant. */
  readonly type: 'number' | 'category' | 'unused';
  /** Range of a number's sampled training values. */
  readonly min?: number;
  readonly max?: number;
  /** Known categories. */
  readonly categories?: number;
  /** Number of splits by this feature, and the sum of their gains. */
  readonly splits: number;
  readonly gain: number;
}

export interface ModelSummary {
  readonly objective: string;
  readonly numClass: number;
  readonly rounds: number;
  readonly trees: number;
  /** Leaves of all trees, and of the largest. */
  readonly leaves: number;
  readonly mostLeaves: number;
  /** Splits on the longest way to a leaf. */
  readonly depth: number;
  readonly linear: boolean;
  /** In the order of the columns that the model takes. */
  readonly features: readonly FeatureSummary[];
  readonly parameters: Readonly<Record<string, string>>;
}

export function summarize(model: Model): ModelSummary {
  const splits = model.featureImportance('split');
  const gains = model.featureImportance('gain');
  const leaves = model.trees.map((tree) => tree.numLeaves);
  return {
    objective: model.objective,
    numClass: model.numClass,
    rounds: model.numIterations,
    trees: model.trees.length,
    leaves: leaves.reduce((sum, count) => sum + count, 0),
    mostLeaves: leaves.reduce((most, count) => Math.max(most, count), 0),
    depth: model.trees.reduce((most, tree) => Math.max(most, depthOf(tree)), 0),
    linear: model.trees.some((tree) => tree.linear !== undefined),
    features: model.featureNames.map((name, index) => ({
      name,
      ...typeOf(model.featureInfos[index]!),
      splits: splits[index]!,
      gain: gains[index]!,
    })),
    parameters: Object.fromEntries(model.parameters),
  };
}

/** Takes `[min:max]`, `none` or `category:category:…` apart. */
function typeOf(info: string): Pick<FeatureSummary, 'type' | 'min' | 'max' | 'categories'> {
  if (info === 'none' || info === '') return { type: 'unused' };
  const range = rangeOf(info);
  if (range !== undefined) return { type: 'number', min: Number(range[0]), max: Number(range[1]) };
  // Category -1 stands for what is missing.
  return { type: 'category', categories: info.split(':').filter((code) => code !== '-1').length };
}

function depthOf(tree: Tree): number {
  if (tree.numLeaves === 1) return 0;
  let depth = 0;
  let level = [0];
  while (level.length > 0) {
    depth++;
    level = level
      .flatMap((node) => [tree.leftChild[node]!, tree.rightChild[node]!])
      .filter((child) => child >= 0);
  }
  return depth;
}
