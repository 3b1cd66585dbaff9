/** Parameters that speak of features fit the features that there are, or say how not. */
import { describe, expect, it } from 'vitest';
import {
  categoricalFeatures,
  checkFeatureParameters,
  type LooseParameterInput,
  type ParameterInput,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';

const features = ['distance', 'month', 'carrier'];

function errorOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(CambiumError);
    return (error as CambiumError).describe();
  }
  return 'no error';
}

const check = (input: LooseParameterInput) =>
  errorOf(() =>
    checkFeatureParameters(resolveParameters(input), features, new Set(['month', 'carrier'])),
  );

describe('checkFeatureParameters', () => {
  it.each([
    {},
    { mc: '1,0,0', feature_contri: [1, 0.5, 1], max_bin_by_feature: [9, 9, 9] },
    { interaction_constraints: [[0, 1], [2]], cegb_penalty_feature_lazy: '1,2,3' },
  ])('takes %j', (input) => {
    expect(check(input)).toBe('no error');
  });

  it.each([
    [
      { mc: [1, 0] },
      'monotone_constraints has 2 numbers, but there are 3 features (one for each feature, in the order of the columns)',
    ],
    [{ fc: [1, 1, 1, 1] }, /^feature_contri has 4 numbers/],
    [{ max_bin_by_feature: [9] }, /^max_bin_by_feature has 1 numbers/],
    [{ cegb_penalty_feature_coupled: [1] }, /^cegb_penalty_feature_coupled has 1 numbers/],
    [{ cegb_penalty_feature_lazy: [1] }, /^cegb_penalty_feature_lazy has 1 numbers/],
    [
      { mc: [1, 0, -1] },
      'monotone_constraints constrain "carrier", which is a category: categories have no order (give 0 for it)',
    ],
    [
      { interaction_constraints: '[0,1],[2,3]' },
      'interaction_constraints names feature 3, but there are 3 features (places are counted from 0 to 2)',
    ],
  ])('refuses %j', (input, expected) => {
    expect(check(input)).toMatch(expected);
  });
});

describe('categoricalFeatures', () => {
  const named = (categorical_feature: ParameterInput['categorical_feature']) => [
    ...categoricalFeatures(resolveParameters({ categorical_feature }), features),
  ];

  it('are found by place and by name, each once', () => {
    expect(named(undefined)).toEqual([]);
    expect(named('1,2')).toEqual(['month', 'carrier']);
    expect(named([1, 'carrier', 'month'])).toEqual(['month', 'carrier']);
    expect(named('name:carrier')).toEqual(['carrier']);
  });

  it('that are not there are named, with the near miss', () => {
    expect(errorOf(() => named('name:carier'))).toBe(
      'categorical_feature names "carier", which is not a feature (did you mean "carrier"?)',
    );
    expect(errorOf(() => named([3]))).toBe(
      'categorical_feature names feature 3, but there are 3 features (places are counted from 0 to 2)',
    );
  });
});
