import { describe, expect, it } from 'vitest';
import {
  type LooseParameterInput,
  parameterName,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';

function resolve(input: LooseParameterInput) {
  const notices: string[] = [];
  return { parameters: resolveParameters(input, (line) => notices.push(line)), notices };
}

function errorOf(input: LooseParameterInput): string {
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
      'bad-parameter: parameter "lambda_l1" must be a number at least 0, found NaN',
    ],
    [{ max_bin: 1 }, 'bad-parameter: parameter "max_bin" must be an integer at least 2, found 1'],
    [
      { use_missing: 'maybe' },
      'bad-parameter: parameter "use_missing" must be true or false, found "maybe"',
    ],
    [
      { max_bin_by_feature: '10,1' },
      'bad-parameter: parameter "max_bin_by_feature" must be numbers, number 2 an integer at least 2, found "1"',
    ],
    [
      { monotone_constraints: [1, 2] },
      'bad-parameter: parameter "monotone_constraints" must be numbers, number 2 an integer, -1 to 1, found 2',
    ],
    [
      { objective: 'binray' },
      /^bad-parameter: parameter "objective" must be regression, regression_l1, .* or custom, found "binray" \(did you mean "binary"\?\)$/,
    ],
    [
      { metric: 'aux' },
      /^bad-parameter: parameter "metric" must be .* found "aux" \(did you mean "auc"\?\)/,
    ],
    [
      { boosting: 'drat' },
      'bad-parameter: parameter "boosting" must be gbdt, dart or rf, found "drat" (did you mean "dart"?)',
    ],
    [
      { subsample: 1.5 },
      'bad-parameter: parameter "subsample" must be a number above 0 and at most 1, found 1.5',
    ],
    [
      { num_machines: 'two' },
      'bad-parameter: parameter "num_machines" must be an integer at least 1, found "two"',
    ],
    [
      { parser_config_file: 'p.json' },
      'unsupported-parameter: parameter "parser_config_file" cannot be followed: plug-ins of LightGBM\'s parser do not run here (leave it out)',
    ],
    [
      { is_unbalance: true, scale_pos_weight: 2 },
      /is_unbalance and scale_pos_weight=2 exclude each other/,
    ],
  ] as [LooseParameterInput, string | RegExp][])('refuses %j', (input, expected) => {
    const error = errorOf(input);
    if (typeof expected === 'string') expect(error).toBe(expected);
    else expect(error).toMatch(expected);
  });

  it('says that a parameter is for the command line', () => {
    const input = { valid: 'a.csv,b.csv', label: 'name:duration', header: false, eta: 0.2 };
    const { parameters, notices } = resolve(input);
    expect(parameters).toMatchObject({ valid: ['a.csv', 'b.csv'], label_column: 'duration' });
    expect(notices).toEqual([
      'parameter "valid" has no effect here: it is for the command line',
      'parameter "label" has no effect here: it is for the command line',
    ]);
  });
});
