/** What becomes of parameters is what LightGBM makes of them, and writes into its models. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModel } from '../../../src/boosting/formats/index.js';
import {
  derivedSeeds,
  type LooseParameterInput,
  modelParameters,
  type ParameterRecord,
  parameterRecord,
  parameterScope,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';
import { fixtureNames, modelText, readMeta } from '../support/fixtures.js';

interface Case {
  readonly given: LooseParameterInput;
  /** What LightGBM writes into a model of these parameters, where it is not what it writes without any. */
  readonly written?: Readonly<Record<string, string>>;
  readonly refused?: true;
}

const url = new URL('../../fixtures/lightgbm-parameters/cases.json', import.meta.url);
const [usual, ...cases]: [Case, ...Case[]] = JSON.parse(readFileSync(url, 'utf8'));

/** A model without trees is a mistake, not a wish. */
const isStricter = ({ given }: Case) => given['num_iterations'] === 0;

describe('as LightGBM does', () => {
  it.each(cases.filter(({ refused }) => refused))('refuses $given', ({ given }) => {
    expect(() => resolveParameters(given)).toThrow(CambiumError);
  });

  const accepted = cases.filter((one) => one.written !== undefined && !isStricter(one));

  it.each(accepted)('writes $given', ({ given, written }) => {
    const found = modelParameters(resolveParameters({ verbosity: -1, ...given }));
    const expected = { ...usual.written, ...written };
    expect([...found]).toEqual(Object.entries(expected));
  });

  it('finds enough to compare', () => {
    expect(cases.filter(({ refused }) => refused).length).toBeGreaterThan(25);
    expect(accepted.length).toBeGreaterThan(50);
  });
});

describe('the parameters in the model file', () => {
  it.each(fixtureNames)('%s are those that LightGBM wrote', (name) => {
    const expected = parseModel(modelText(name)).parameters;
    const { params, rounds, categorical_feature } = readMeta(name);
    const found = modelParameters(
      resolveParameters({ ...params, num_iterations: rounds, categorical_feature }),
    );
    // What has no effect is written with its default.
    const effective = (entries: ReadonlyMap<string, string>) =>
      [...entries].filter(([key]) => parameterScope(key) !== 'none');
    expect(effective(found)).toEqual(effective(expected));
    expect([...found.keys()]).toEqual([...expected.keys()]);
  });

  it('do not tell where data lie', () => {
    const here = { data: 'a.csv', valid: ['b.csv'], label: 3, header: true, two_round: true };
    expect(modelParameters(resolveParameters(here))).toEqual(
      modelParameters(resolveParameters({})),
    );
  });

  it('tell the places of categories, which LightGBM cannot read by name', () => {
    const column = (categorical_feature: readonly (number | string)[]) =>
      modelParameters(resolveParameters({ categorical_feature }), ['day', 'month', 'carrier']).get(
        'categorical_feature',
      );
    expect(column([])).toBe('');
    expect(column([0, 4])).toBe('0,4');
    expect(column(['month', 'day'])).toBe('1,0');
    const nowhere = modelParameters(resolveParameters({ categorical_feature: ['month'] }));
    expect(nowhere.get('categorical_feature')).toBe('');
  });

  it.each([
    {},
    { interaction_constraints: [[0, 1], [2]], label_gain: [0, 1 / 3, 1e300], cat_feature: ['a'] },
    { forcedsplits_filename: 'C:\\a b\\c.json', forcedbins_filename: 'say "this".json' },
    { metric: 'none', feature_contri: [1e-9, 0.1], eval_at: [3], mc: '1,-1', lambda_l2: 1e-30 },
  ] as LooseParameterInput[])(
    'can be put into JSON as LightGBM puts them there, case %#',
    (input) => {
      for (const [name, value] of modelParameters(resolveParameters(input))) {
        const record = parameterRecord(name);
        if (value === '' || record === undefined) continue;
        expect(() => JSON.parse(jsonOf(record, value))).not.toThrow();
      }
    },
  );
});

/** `GBDT::GetLoadedParam` of LightGBM, which its Python package reads. */
function jsonOf({ type }: ParameterRecord, value: string): string {
  if (type === 'text' || type === 'enum' || type === 'column') return `"${value}"`;
  if (type === 'texts' || type === 'enums') return `["${value.split(',').join('","')}"]`;
  if (type === 'bool') return String(value === '1');
  return type === 'int' || type === 'double' ? value : `[${value}]`;
}

it('seeds are derived as LightGBM derives them', () => {
  expect(derivedSeeds(1)).toEqual({
    data_random_seed: 41,
    bagging_seed: 18467,
    drop_seed: 6334,
    feature_fraction_seed: 26500,
    objective_seed: 19169,
    extra_seed: 15724,
  });
});
