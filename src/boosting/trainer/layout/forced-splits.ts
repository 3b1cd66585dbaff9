/** Reads the splits that begin every tree (forcedsplits_filename), a JSON file as LightGBM has it. */
import { CambiumError, didYouMean } from '../../../errors.js';
import { readJson } from '../../../runtime/read-json.js';
import type { BinnedFeature } from '../../bins/index.js';
import { type BinMapper, valueToBin } from '../../bins/index.js';

/** A split that is made whether or not it gains most. */
export interface ForcedSplit {
  /** Index among the trained features. */
  readonly feature: number;
  /** The last bin on the left; of a categorical feature, the one bin on the left. */
  readonly bin: number;
  /** Indices of the children's forced splits, or -1. */
  left: number;
  right: number;
}

const KEYS = ['feature', 'threshold', 'left', 'right'];

/**
 * The forced splits of a file, level by level; none for an empty object.
 *
 * @throws CambiumError `bad-forced-splits`, with the file and the path inside it
 */
export function readForcedSplits(
  path: string,
  features: readonly BinnedFeature[],
): readonly ForcedSplit[] {
  const splits: ForcedSplit[] = [];
  const root = readJson(path, {
    shown: `forcedsplits_filename: ${path}`,
    expected: 'a JSON file of splits',
    invalid: 'bad-forced-splits',
  });
  const queue = [{ node: root, place: '', attach: (_: number): void => {} }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { node, place, attach } = next;
    const fail = (message: string, hint?: string): never => {
      throw new CambiumError(
        'bad-forced-splits',
        `${path}: ${place === '' ? 'the root' : place.slice(1)} ${message}`,
        { hint },
      );
    };
    if (!isObject(node)) return fail(`is ${describe(node)}, not a split {"feature", "threshold"}`);
    const strange = Object.keys(node).find((key) => !KEYS.includes(key));
    if (strange !== undefined) {
      fail(
        `has the unknown key "${strange}"`,
        didYouMean(strange, KEYS, Object.keys(node)) ?? `known: ${KEYS.join(', ')}`,
      );
    }
    if (Object.keys(node).length === 0) continue;
    const split = readSplit(node, features, fail);
    attach(splits.length);
    splits.push(split);
    for (const side of ['left', 'right'] as const) {
      const child = node[side];
      if (child === undefined || child === null) continue;
      const attachChild = (index: number): void => {
        split[side] = index;
      };
      queue.push({ node: child, place: `${place}.${side}`, attach: attachChild });
    }
  }
  return splits;
}

type Fail = (message: string, hint?: string) => never;

function readSplit(
  { feature, threshold }: Readonly<Record<string, unknown>>,
  features: readonly BinnedFeature[],
  fail: Fail,
): ForcedSplit {
  if (typeof feature !== 'number' || !Number.isInteger(feature) || feature < 0) {
    return fail(`has ${describe(feature)} for "feature": the index of a feature was expected`);
  }
  if (typeof threshold !== 'number') {
    return fail(`has ${describe(threshold)} for "threshold": a number was expected`);
  }
  const index = features.findIndex((trained) => trained.index === feature);
  const mapper = features[index]?.mapper;
  if (mapper === undefined) {
    const known = features.map((trained) => trained.index);
    return fail(
      `splits on feature ${feature}, which the table does not have or which has one value alone`,
      `features that can be split: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`,
    );
  }
  const bin = valueToBin(mapper, threshold);
  if (!canSplit(mapper, bin)) {
    return fail(
      mapper.categories === undefined
        ? `has the threshold ${threshold} for feature ${feature}, which no value is above`
        : `has the category ${threshold} for feature ${feature}, which is rare or unknown`,
    );
  }
  return { feature: index, bin, left: -1, right: -1 };
}

/** Whether both sides of a forced split have values: numbers above the bin, or a category of its own. */
function canSplit({ categories, numBins, nanBin }: BinMapper, bin: number): boolean {
  return categories === undefined ? bin < numBins - (nanBin >= 0 ? 2 : 1) : bin > 0;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = (value: unknown): string =>
  value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : JSON.stringify(value);
