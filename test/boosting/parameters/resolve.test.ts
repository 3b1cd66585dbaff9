import { describe, expect, it } from 'vitest';
import { parseModel } from '../../../src/boosting/formats/index.js';
import {
  derivedSeeds,
  modelParameters,
  type ParameterInput,
  type ParameterValue,
  parameterName,
  parameterTable,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';
import { modelText, readMeta } from '../support/fixtures.js';

function resolve(input: ParameterInput) {
  const notices: string[] = [];
  return { parameters: resolveParameters(input, (line) => notices.push(line)), notices };
}

function errorOf(input: ParameterInput): string {
  try {
    resolveParameters(input);
  } catch (error) {
    expect(error).toBeInstanceOf(CambiumError);
    return `${(error as CambiumError).code}: ${(error as CambiumError).describe()}`;
  }
  return 'no error';
}

describe('resolveParameters', () => {
  it("fills in LightGBM's defaults", () => {
    const { parameters, notices } = resolve({});
    expect(parameters).toMatchObject({
      objective: 'regression',
      metric: ['l2'],
      num_iterations: 100,
      learning_rate: 0.1,
      num_leaves: 31,
      max_depth: -1,
      min_data_in_leaf: 20,
      min_sum_hessian_in_leaf: 1e-3,
      max_bin: 255,
      data_random_seed: 1,
      boost_from_average: true,
    });
    expect(notices).toEqual([]);
  });

  it('follows aliases, and reads numbers and booleans from text', () => {
    const { parameters } = resolve({
      app: 'binary',
      n_estimators: '250',
      eta: '5e-2',
      reg_lambda: 2,
      unbalance: 'true',
      use_missing: '-',
      verbose: -1,
    });
    expect(parameters).toMatchObject({
      objective: 'binary',
      metric: ['binary_logloss'],
      num_iterations: 250,
      learning_rate: 0.05,
      lambda_l2: 2,
      is_unbalance: true,
      use_missing: false,
      verbosity: -1,
    });
    expect(parameterName('eta')).toBe('learning_rate');
    expect(parameterName('wind')).toBeUndefined();
  });

  it('takes null, undefined and empty text for the default', () => {
    const { parameters } = resolve({ num_leaves: null, eta: undefined, max_bin: '' });
    expect(parameters).toMatchObject({ num_leaves: 31, learning_rate: 0.1, max_bin: 255 });
  });

  it.each([
    [
      ['auc', 'l2'],
      ['auc', 'l2'],
    ],
    ['mse, rmse,mean_squared_error', ['l2', 'rmse']],
    ['None', []],
    [[], []],
  ])('reads metrics %j as %j', (metric, expected) => {
    expect(resolve({ metric }).parameters.metric).toEqual(expected);
  });

  it('prefers the name itself, then the shortest alias, and says so', () => {
    const { parameters, notices } = resolve({
      shrinkage_rate: 0.3,
      eta: 0.2,
      n_iter: 5,
      num_iterations: 7,
    });
    expect(parameters).toMatchObject({ learning_rate: 0.2, num_iterations: 7 });
    expect(notices).toEqual([
      '"eta" and "shrinkage_rate" are one parameter: eta=0.2 is used, shrinkage_rate=0.3 is not',
      '"num_iterations" and "n_iter" are one parameter: num_iterations=7 is used, n_iter=5 is not',
    ]);
  });

  it('says nothing of two aliases that agree', () => {
    expect(resolve({ eta: 0.2, learning_rate: '0.2' }).notices).toEqual([]);
  });

  it('tells what has no effect here, unless it is the default', () => {
    const { notices } = resolve({
      force_col_wise: true,
      device: 'gpu',
      two_round: false,
      gpu_use_dp: 0,
    });
    expect(notices).toEqual([
      'parameter "force_col_wise" has no effect here: the layout of histograms follows the data, and the model does not depend on it',
      'parameter "device" has no effect here: training runs on the processor',
    ]);
  });

  it.each([
    [
      { num_leafs: 3 },
      'unknown-parameter: there is no parameter "num_leafs" (did you mean "num_leaf"?)',
    ],
    [{ constructor: 1 }, 'unknown-parameter: there is no parameter "constructor"'],
    [
      { num_leaves: 1 },
      'bad-parameter: parameter "num_leaves" must be an integer, 2 to 131072, found 1',
    ],
    [
      { max_leaf: 2.5 },
      'bad-parameter: parameter "max_leaf" must be an integer, 2 to 131072, found 2.5',
    ],
    [{ eta: 0 }, 'bad-parameter: parameter "eta" must be a number above 0, found 0'],
    [{ eta: 'fast' }, 'bad-parameter: parameter "eta" must be a number above 0, found "fast"'],
    [{ lambda: -1 }, 'bad-parameter: parameter "lambda" must be a number at least 0, found -1'],
    [
      { lambda_l1: Number.NaN },
      'bad-parameter: parameter "lambda_l1" must be a number at least 0, found null',
    ],
    [
      { max_bin: 1024 },
      'bad-parameter: parameter "max_bin" must be an integer, 2 to 255, found 1024',
    ],
    [
      { use_missing: 'maybe' },
      'bad-parameter: parameter "use_missing" must be true or false, found "maybe"',
    ],
    [
      { objective: 'binray' },
      'bad-parameter: parameter "objective" must be regression or binary, found "binray" (did you mean "binary"?)',
    ],
    [
      { objective: 'poisson' },
      'unsupported-parameter: parameter "objective": "poisson" is LightGBM\'s, but not supported yet (supported: regression, binary)',
    ],
    [{ metric: 'ndcg' }, /^unsupported-parameter: parameter "metric": "ndcg" is LightGBM's/],
    [
      { metric: 'aux' },
      /^bad-parameter: parameter "metric" must be .* found "aux" \(did you mean "auc"\?\)/,
    ],
    [{ boosting: 'dart' }, /^unsupported-parameter: parameter "boosting": "dart"/],
    [
      { subsample: 0.5 },
      'unsupported-parameter: parameter "subsample" is LightGBM\'s, but not supported yet: found 0.5 (leave it out)',
    ],
    [{ num_class: 3 }, 'bad-parameter: parameter "num_class" must be 1, found 3'],
    [
      { is_unbalance: true, scale_pos_weight: 2 },
      /is_unbalance and scale_pos_weight=2 exclude each other/,
    ],
  ] as [ParameterInput, string | RegExp][])('refuses %j', (input, expected) => {
    const error = errorOf(input);
    if (typeof expected === 'string') expect(error).toBe(expected);
    else expect(error).toMatch(expected);
  });

  it('accepts what is not supported at its default', () => {
    expect(errorOf({ bagging_fraction: 1.0, feature_fraction: '1.0', linear_tree: false })).toBe(
      'no error',
    );
  });

  it('derives the seed of the bins from seed, unless it is given', () => {
    expect(resolve({ seed: 1 }).parameters.data_random_seed).toBe(41);
    expect(resolve({ seed: 1, data_seed: 3 }).parameters.data_random_seed).toBe(3);
  });

  it('lowers num_leaves to what max_depth allows, unless it is given', () => {
    expect(resolve({ max_depth: 3 }).parameters.num_leaves).toBe(8);
    expect(resolve({ max_depth: 9 }).parameters.num_leaves).toBe(31);
    expect(resolve({ max_depth: 3, num_leaves: 20 }).parameters.num_leaves).toBe(20);
  });

  it('never lets a leaf be empty', () => {
    const { parameters, notices } = resolve({ min_data_in_leaf: 0, min_hessian: 0 });
    expect(parameters.min_data_in_leaf).toBe(1);
    expect(notices).toHaveLength(1);
  });
});

describe('the table of parameters', () => {
  it.each(Object.entries(parameterTable))('%s: its default obeys its own range', (name, record) => {
    if (record.default === undefined) return;
    const value = resolveParameters({ [name]: record.default as ParameterValue })[
      name as keyof typeof parameterTable
    ];
    expect(value).toEqual(name === 'metric' ? [] : record.default);
    expect(record.doc).toMatch(/^[A-Z].*\.$/);
  });

  it('gives each name and alias to one parameter only', () => {
    const names = Object.entries(parameterTable).flatMap(([name, { aliases = [] }]) => [
      name,
      ...aliases,
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const [name, { aliases = [] }] of Object.entries(parameterTable)) {
      for (const known of [name, ...aliases]) expect(parameterName(known)).toBe(name);
    }
  });
});

describe('the parameters in a model file', () => {
  it('are those that LightGBM writes, in its order', () => {
    const expected = parseModel(modelText('regression')).parameters;
    const { params, rounds } = readMeta('regression');
    const found = modelParameters(resolveParameters({ ...params, num_iterations: rounds }));
    // What has no effect here is written with its default.
    const written = new Map([...found, ['force_col_wise', '1']]);
    expect([...written]).toEqual([...expected]);
  });

  it('hold the seeds that LightGBM derives', () => {
    expect(derivedSeeds(1)).toEqual({
      data_random_seed: 41,
      bagging_seed: 18467,
      drop_seed: 6334,
      feature_fraction_seed: 26500,
      objective_seed: 19169,
      extra_seed: 15724,
    });
  });
});
