/** Reads the upper bounds that bins must have (forcedbins_filename), a JSON file as LightGBM has it. */
import { CambiumError, didYouMean } from '../../../errors.js';
import { readJson } from '../../../runtime/read-json.js';
import { type BinMapper, ZERO_THRESHOLD } from '../../bins/index.js';

const KEYS = ['feature', 'bin_upper_bound'];

/** Of each feature that has some: distinct bounds in rising order. */
export type ForcedBounds = readonly (readonly number[] | undefined)[];

/**
 * The bounds of a file, a list of `{"feature": INDEX, "bin_upper_bound": [NUMBER, …]}`. Several entries of a feature
 * are taken together.
 *
 * @param names of the features, in the order of their indices
 * @throws CambiumError `missing-file`, `bad-forced-bins`, with the file and the entry
 */
export function readForcedBins(
  path: string,
  names: readonly string[],
  categorical: ReadonlySet<string>,
): ForcedBounds {
  if (path === '') return [];
  const entries = readJson(path, {
    shown: `forcedbins_filename: ${path}`,
    expected: 'a JSON file of bounds',
    invalid: 'bad-forced-bins',
  });
  if (!Array.isArray(entries)) {
    throw bad(`${path}: a list of {"feature", "bin_upper_bound"} was expected`);
  }
  const bounds: (readonly number[])[] = [];
  for (const [index, entry] of entries.entries()) {
    const fail: Fail = (message, hint) => {
      throw bad(`${path}: entry ${index + 1} ${message}`, hint);
    };
    const { feature, wished } = readEntry(entry, fail);
    const name = names[feature];
    if (name === undefined) {
      return fail(
        `has the feature ${feature}: the table has ${names.length}`,
        `indices of features are 0 to ${names.length - 1}`,
      );
    }
    if (categorical.has(name)) {
      return fail(
        `has bounds for "${name}" (feature ${feature}), which is a category: categories have no order`,
      );
    }
    const all = new Set([...(bounds[feature] ?? []), ...wished]);
    bounds[feature] = [...all].sort((a, b) => a - b);
  }
  return bounds;
}

/**
 * Sees that bins end at all bounds that were wished for.
 * @throws CambiumError `bad-forced-bins` where there are too many for `max_bin`
 */
export function refuseLostBounds(
  path: string,
  forced: ForcedBounds,
  names: readonly string[],
  mappers: readonly BinMapper[],
): void {
  forced.forEach((wished, feature) => {
    const { upperBounds } = mappers[feature] as BinMapper;
    const lost = wished?.find(
      (bound) => Math.abs(bound) > ZERO_THRESHOLD && !upperBounds.includes(bound),
    );
    if (lost === undefined) return;
    throw bad(
      `${path}: ${wished?.length} bounds are too many for feature ${feature} ("${names[feature]}"): no bin is left to end at ${lost}`,
      'bins of zero and of missing values take some of them: raise max_bin (max_bin_by_feature)',
    );
  });
}

const bad = (message: string, hint?: string) =>
  new CambiumError('bad-forced-bins', message, { hint });

type Fail = (message: string, hint?: string) => never;

function readEntry(entry: unknown, fail: Fail) {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return fail(`is ${describe(entry)}, not {"feature", "bin_upper_bound"}`);
  }
  const strange = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (strange !== undefined) {
    fail(
      `has the unknown key "${strange}"`,
      didYouMean(strange, KEYS, Object.keys(entry)) ?? `known: ${KEYS.join(', ')}`,
    );
  }
  const { feature, bin_upper_bound: wished } = entry as Readonly<Record<string, unknown>>;
  if (typeof feature !== 'number' || !Number.isInteger(feature) || feature < 0) {
    return fail(`has ${describe(feature)} for "feature": the index of a feature was expected`);
  }
  if (!Array.isArray(wished)) {
    return fail(`has ${describe(wished)} for "bin_upper_bound": a list of numbers was expected`);
  }
  const other: unknown = wished.find((bound) => !Number.isFinite(bound));
  if (wished.some((bound) => !Number.isFinite(bound))) {
    fail(`has ${describe(other)} among "bin_upper_bound": finite numbers were expected`);
  }
  return { feature, wished: wished as readonly number[] };
}

const describe = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value);
