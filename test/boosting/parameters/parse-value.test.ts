/** Every way to write a value gives the same value, and nothing else is taken for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LooseParameterInput,
  type ParameterRecord,
  type ParameterValue,
  parameterNames,
  parameterRecord,
  resolveParameters,
} from '../../../src/boosting/parameters/index.js';
import { CambiumError } from '../../../src/errors.js';
import { parseParameter } from './parse-parameter.js';

const records = parameterNames().map((name) => ({ name, record: parameterRecord(name)! }));
const ofType = (...types: string[]) => records.filter(({ record }) => types.includes(record.type));

/** A number that a parameter takes, anywhere in its range. */
function numberOf({ type, least, above, most, below }: ParameterRecord): fc.Arbitrary<number> {
  const low = least ?? above ?? -1e9;
  const high = Math.min(most ?? below ?? 1e9, 2 ** 31 - 1);
  if (type === 'int' || type === 'ints') {
    const first = above === undefined ? low : above + 1;
    return fc.integer({ min: Math.max(first, -(2 ** 31)), max: high });
  }
  return fc.double({
    ...{ min: low, max: high, noNaN: true },
    minExcluded: above !== undefined,
    maxExcluded: most === undefined && below !== undefined,
  });
}

/** Ways to write a number that mean the same. */
const spellings = (value: number): readonly ParameterValue[] => [
  value,
  String(value),
  ` ${value} `,
  value.toExponential(),
  ...(value < 0 ? [] : [`+${value}`]),
];

describe('numbers', () => {
  it.each(ofType('int', 'double'))(
    '$name in range, however they are written',
    ({ name, record }) => {
      fc.assert(
        fc.property(numberOf(record), (value) => {
          for (const spelling of spellings(value)) {
            expect(parseParameter(name, spelling)).toBe(value + 0);
          }
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each(ofType('int', 'double'))('$name out of range name the range', ({ name, record }) => {
    const { least, above, most, below } = record;
    const outside = [
      ...(least === undefined ? [] : [least - 1]),
      ...(above === undefined ? [] : [above, above - 0.5]),
      ...(most === undefined ? [] : [most + 1]),
      ...(below === undefined ? [] : [below, below + 0.5]),
      ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      ...(record.type === 'int' ? [1.5] : []),
    ];
    for (const value of outside) {
      expect(() => parseParameter(name, value)).toThrow(
        new RegExp(`^parameter "${name}" must be an? (integer|number).*, found ${value}$`),
      );
    }
  });

  it.each(ofType('ints', 'doubles'))('$name in lists, as lists and as text', ({ name, record }) => {
    fc.assert(
      fc.property(fc.array(numberOf(record), { minLength: 1, maxLength: 6 }), (values) => {
        expect(parseParameter(name, values)).toEqual(values.map((value) => value + 0));
        expect(parseParameter(name, values.join(','))).toEqual(values.map((value) => value + 0));
        expect(parseParameter(name, values.map(String).join(' , '))).toEqual(
          values.map((value) => value + 0),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('alone are lists of one', () => {
    expect(parseParameter('eval_at', 3)).toEqual([3]);
    expect(() => parseParameter('eval_at', 0)).toThrow(
      'parameter "eval_at" must be numbers, each an integer at least 1, found "0"',
    );
  });
});

it('of negative zero are zero', () => {
  for (const zero of [-0, '-0', '-0.0']) expect(parseParameter('lambda_l1', zero)).toBe(0);
});

describe('truth', () => {
  it.each(ofType('bool'))('$name, in all of its words', ({ name }) => {
    for (const yes of [true, 'true', 'TRUE', '1', 1, '+', ' True ']) {
      expect(parseParameter(name, yes)).toBe(true);
    }
    for (const no of [false, 'false', 'False', '0', 0, '-']) {
      expect(parseParameter(name, no)).toBe(false);
    }
    for (const neither of ['yes', 2, 'constructor', [true, false]] as const) {
      expect(() => parseParameter(name, neither)).toThrow('must be true or false');
    }
  });
});

describe('words', () => {
  it.each(ofType('enum'))('$name, in any case', ({ name, record }) => {
    for (const [word, value] of Object.entries(record.words!)) {
      expect(parseParameter(name, word)).toBe(value);
      expect(parseParameter(name, ` ${word.toUpperCase()} `)).toBe(value);
    }
    for (const other of ['constructor', 'toString', 'no such word']) {
      expect(() => parseParameter(name, other)).toThrow(CambiumError);
    }
  });

  it('of metrics, separated by commas or in a list, each once', () => {
    expect(parseParameter('metric', 'mse, rmse,l2')).toEqual(['l2', 'rmse']);
    expect(parseParameter('metric', ['mse', 'rmse', 'l2'])).toEqual(['l2', 'rmse']);
  });
});

describe('columns', () => {
  const places = fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 });
  const names = fc.array(fc.stringMatching(/^[A-Za-z_][\w ]{0,8}\w$/), {
    minLength: 1,
    maxLength: 5,
  });

  it('are places, or names behind name:', () => {
    fc.assert(
      fc.property(places, names, (numbers, words) => {
        expect(parseParameter('categorical_feature', numbers)).toEqual(numbers);
        expect(parseParameter('categorical_feature', numbers.join(','))).toEqual(numbers);
        expect(parseParameter('categorical_feature', words)).toEqual(words);
        expect(parseParameter('categorical_feature', `name:${words.join(',')}`)).toEqual(words);
        expect(parseParameter('label', `name:${words[0]}`)).toBe(words[0]);
        expect(parseParameter('label', numbers[0])).toBe(numbers[0]);
      }),
    );
    expect(parseParameter('categorical_feature', 'auto')).toEqual([]);
  });

  it.each([
    ['categorical_feature', 'month,day', /as in name:a,b, found "month,day"/],
    ['categorical_feature', '0,,1', /found "0,,1"$/],
    ['categorical_feature', [-1], /found \[-1\]$/],
    ['categorical_feature', true, /found true$/],
    ['label', '0,1', /one column/],
    ['label', -1, /found -1$/],
  ] as [string, ParameterValue, RegExp][])('%s refuses %j', (name, value, message) => {
    expect(() => parseParameter(name, value)).toThrow(message);
  });

  it('whose name: was forgotten are told of it', () => {
    expect(() => parseParameter('cat_feature', 'month,day')).toThrow(
      expect.objectContaining({ hint: 'name:month,day?' }),
    );
  });
});

describe('groups of features', () => {
  const groups = fc.array(fc.array(fc.nat(50), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  });

  it('as lists, as LightGBM writes them, and as a program prints them', () => {
    fc.assert(
      fc.property(groups, (value) => {
        const text = value.map((group) => `[${group.join(',')}]`).join(',');
        expect(parseParameter('interaction_constraints', value)).toEqual(value);
        expect(parseParameter('interaction_constraints', text)).toEqual(value);
        expect(parseParameter('interaction_constraints', `[${text}]`)).toEqual(value);
      }),
    );
  });

  it.each(['[0,1', '0,1', '[[0],1]', '[-1]', '[]', '[0.5]', '{}', true, [[]]] as ParameterValue[])(
    'refuses %j',
    (value) => {
      expect(() => parseParameter('interaction_constraints', value)).toThrow(
        'must be groups of features by their places from 0, as in [0,1,2],[2,3]',
      );
    },
  );
});

it('whatever is given, what comes is parameters or an error that a user can correct', () => {
  const scalar = fc.oneof(
    ...[fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)],
  );
  const value = fc.oneof(scalar, fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean())));
  const name = fc.oneof(fc.constantFrom(...parameterNames()), fc.string());
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 4 }), (input) => {
      try {
        const found = resolveParameters(input as LooseParameterInput);
        expect(found.num_leaves).toBeGreaterThan(1);
      } catch (error) {
        expect(error).toBeInstanceOf(CambiumError);
        expect((error as CambiumError).message).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 2000 },
  );
});
