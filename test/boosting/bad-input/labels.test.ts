/** Labels that no objective, or not this one, can be trained on. */
import { vectorFromArray } from 'apache-arrow';
import { describe, test } from 'vitest';
import type { ParameterInput } from '../../../src/boosting/index.js';
import { expectRefusal, good, numbers, ROWS, spoilt, tableWith } from './support.js';

const mixed = (row: number) => row % 2;
const classes = (row: number) => row % 3;
const positive = (row: number) => 1 + (row % 2);
const queries = { group: Int32Array.of(100, 100, 100) };

interface Objective {
  readonly parameters: ParameterInput;
  /** Labels that would do. */
  readonly label: (row: number) => number;
  readonly data?: object;
  /** Labels that would not, and what is expected in their place. */
  readonly bad: readonly number[];
  readonly expected?: string;
}

const plain = (name: ParameterInput['objective']): Objective => ({
  parameters: { objective: name },
  label: mixed,
  bad: [],
});

const CLASS = 'a class: a whole number from 0 to 2 (num_class=3)';
const GAIN = 'a whole number from 0 to 30, one of those that label_gain has a gain for';

const objectives: Readonly<Record<string, Objective>> = {
  regression: plain('regression'),
  regression_l1: plain('regression_l1'),
  huber: plain('huber'),
  fair: plain('fair'),
  quantile: plain('quantile'),
  mape: plain('mape'),
  poisson: { ...plain('poisson'), bad: [-1, -0.001], expected: 'a number of at least 0' },
  tweedie: { ...plain('tweedie'), bad: [-1, -1e-30], expected: 'a number of at least 0' },
  gamma: {
    ...plain('gamma'),
    label: positive,
    bad: [0, -1],
    expected: 'a number above 0',
  },
  binary: { ...plain('binary'), bad: [-1, 2, 0.5], expected: '0 or 1' },
  cross_entropy: {
    ...plain('cross_entropy'),
    bad: [-0.1, 1.001],
    expected: 'a probability from 0 to 1',
  },
  cross_entropy_lambda: {
    ...plain('cross_entropy_lambda'),
    bad: [-0.1, 2],
    expected: 'a probability from 0 to 1',
  },
  multiclass: {
    parameters: { objective: 'multiclass', num_class: 3 },
    label: classes,
    bad: [3, -1, 0.5],
    expected: CLASS,
  },
  multiclassova: {
    parameters: { objective: 'multiclassova', num_class: 3 },
    label: classes,
    bad: [3, -1, 1.5],
    expected: CLASS,
  },
  lambdarank: {
    ...plain('lambdarank'),
    label: classes,
    data: queries,
    bad: [0.5, -1, 31],
    expected: GAIN,
  },
  'lambdarank with gains': {
    parameters: { objective: 'lambdarank', label_gain: [0, 1, 3] },
    label: classes,
    data: queries,
    bad: [3],
    expected: 'a whole number from 0 to 2, one of those that label_gain has a gain for',
  },
  rank_xendcg: {
    ...plain('rank_xendcg'),
    label: classes,
    data: queries,
    bad: [0.5, -1, 31],
    expected: 'a whole number from 0 to 30',
  },
};

describe.each(Object.entries(objectives))('%s', (_, objective) => {
  const { parameters, label, data, bad, expected } = objective;
  const labelled = (row: number, value: number) => ({
    ...data,
    table: tableWith({ y: spoilt(row, value, label) }),
  });
  const name = String(parameters.objective);

  test.each([
    [Number.NaN, 'is missing (NaN) in row 8: expected a finite number'],
    [Number.POSITIVE_INFINITY, 'is Infinity in row 8: expected a finite number'],
    [Number.NEGATIVE_INFINITY, 'is -Infinity in row 8: expected a finite number'],
    [1e39, 'is 1e+39 in row 8: expected at most 3.4e38 in size'],
  ])('a label of %d', async (value, found) => {
    const message = `label "y" of the training table ${found}`;
    await expectRefusal({ parameters, data: labelled(8, value), code: 'bad-label', message });
  });

  test.each(bad.map((value) => [value]))('a label of %d', async (value) => {
    await expectRefusal({
      parameters,
      data: labelled(300, value),
      code: 'bad-label',
      message: `label "y" of the training table is ${value} in row 300: objective=${name} expects ${expected}`,
    });
  });
});

describe('classes', () => {
  test('numbered from 1', async () => {
    await expectRefusal({
      parameters: { objective: 'multiclass', num_class: 3 },
      data: { table: tableWith({ y: numbers((row) => 1 + (row % 3)) }) },
      code: 'bad-label',
      message: /is 3 in row 3: objective=multiclass expects a class: a whole number from 0 to 2/,
    });
  });
});

test.each(['poisson', 'tweedie'] as const)('%s of nothing but zeros', async (objective) => {
  await expectRefusal({
    parameters: { objective },
    data: {
      table: tableWith({ y: numbers(mixed), w: numbers((row) => 1 - mixed(row)) }),
      weight: 'w',
    },
    code: 'bad-label',
    message: `all labels of the training table that weigh anything are 0: objective=${objective} expects some above 0`,
  });
});

describe('a label column', () => {
  const text = vectorFromArray(
    Array.from(good.y, (_, row) => (row % 2 === 0 ? 'late' : 'on time')),
  );
  const named = { features: ['x', 'z'] };

  test.each([
    ['misspelt', { label: 'yy', ...named }, 'missing-column', /no column "yy"/, /did you mean "y"/],
    [
      'of text',
      { table: tableWith({ y: text }) },
      'column-type',
      /column "y" is text, but numbers are needed/,
      /map the texts to numbers/,
    ],
    [
      'that is a feature too',
      { features: ['x', 'y'] },
      'label-is-feature',
      /"y" is both label and feature/,
      undefined,
    ],
    [
      'given as numbers, too few',
      { label: new Float64Array(ROWS - 1), ...named },
      'bad-length',
      /the label of the training table has 299 values, the table 300 rows/,
      undefined,
    ],
    [
      'given as a list of texts',
      { label: ['a', 'b'] as never, ...named },
      'bad-data',
      /label of the training data has the text "a" at place 1: expected a number/,
      'GradientBoostingClassifier takes texts for labels',
    ],
    [
      'not given',
      { label: undefined as never, ...named },
      'bad-data',
      /label of the training data is nothing: expected a column's name/,
      undefined,
    ],
  ] as const)('%s', async (_, data, code, message, hint) => {
    await expectRefusal({ data, code, message, ...(hint && { hint }) });
  });
});
