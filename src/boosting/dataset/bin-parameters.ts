/** The parameters that bins are made by: a data set keeps them, and trainings on it cannot change them. */
import { CambiumError } from '../../errors.js';
import {
  categoricalFeatures,
  type ParameterInput,
  type Parameters,
  parameterName,
} from '../parameters/index.js';
import type { FeatureChoice } from '../training-data/training-data.js';

const NAMES = [
  'max_bin',
  'max_bin_by_feature',
  'min_data_in_bin',
  'bin_construct_sample_cnt',
  'data_random_seed',
  'use_missing',
  'zero_as_missing',
  'feature_pre_filter',
  'forcedbins_filename',
] as const satisfies readonly (keyof Parameters)[];

/** What bins were made by. `min_data_in_leaf` decided which features are left out (`feature_pre_filter`). */
export type BinParameters = Pick<Parameters, (typeof NAMES)[number] | 'min_data_in_leaf'>;

export function binParameters(parameters: Parameters): BinParameters {
  const kept = [...NAMES, 'min_data_in_leaf' as const].map((name) => [name, parameters[name]]);
  return Object.fromEntries(kept) as BinParameters;
}

const text = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));

/**
 * The parameters of a training on a data set: those of its bins are the data set's.
 * @param input as the user gave them
 * @param resolved what they stand for
 * @throws CambiumError `bad-parameter` where one is given that differs, as LightGBM refuses it
 */
export function followBins(
  input: ParameterInput,
  resolved: Parameters,
  bins: BinParameters,
  { names, categorical }: FeatureChoice,
): Parameters {
  const given = new Set(
    Object.entries(input)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name]) => parameterName(name)),
  );
  for (const name of NAMES) {
    if (given.has(name) && text(resolved[name]) !== text(bins[name])) {
      throw refusal(name, text(resolved[name]), text(bins[name]));
    }
  }
  const { min_data_in_leaf } = resolved;
  if (bins.feature_pre_filter && min_data_in_leaf < bins.min_data_in_leaf) {
    throw new CambiumError(
      'bad-parameter',
      `min_data_in_leaf=${min_data_in_leaf}, but features that cannot be split with ${bins.min_data_in_leaf} rows on each side were left out of the data set`,
      { hint: 'make the data set with feature_pre_filter=false' },
    );
  }
  const named = [...categoricalFeatures(resolved, names)].sort();
  const known = names.filter((name) => categorical.has(name));
  if (given.has('categorical_feature') && String(named) !== String([...known].sort())) {
    throw refusal('categorical_feature', text(named), text(known));
  }
  const { min_data_in_leaf: _, ...fixed } = bins;
  return { ...resolved, ...fixed };
}

function refusal(name: string, found: string, expected: string): CambiumError {
  return new CambiumError(
    'bad-parameter',
    `${name}=${found || 'none'}, but the data set was binned with ${name}=${expected || 'none'}`,
    { hint: `leave out ${name}, or make the data set anew` },
  );
}
