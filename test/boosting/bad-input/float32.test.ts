/** Labels and weights that lose much, or all, of what they tell as 32-bit floats. */
import { expect, test } from 'vitest';
import { type Model, parseModel, refit, train } from '../../../src/boosting/index.js';
import { modelText } from '../support/fixtures.js';
import { expectRefusal, numbers, ROWS, spoilt, tableOf, tableWith } from './support.js';

const mixed = (row: number) => row % 2;

test('labels that differ by less than a step of 32-bit floats', async () => {
  await expectRefusal({
    data: { table: tableWith({ y: numbers((row) => 1.7e9 + (row % 50)) }) },
    code: 'constant-label',
    message:
      'label "y" goes from 1700000000 to 1700000049 in the training table, but labels are kept as 32-bit floats, and these 300 differ by less than one of their steps (128): all become 1700000000, and there is nothing to learn',
    hint: 'subtract a constant from the label, such as 1700000000, or scale it',
  });
});

test('a label above 0 that is none as a 32-bit float', async () => {
  await expectRefusal({
    parameters: { objective: 'gamma' },
    data: { table: tableWith({ y: spoilt(4, 1e-50, (row) => 1 + mixed(row)) }) },
    code: 'bad-label',
    message:
      'label "y" of the training table is 1e-50 in row 4: objective=gamma expects a number of at least 1.4e-45, the smallest 32-bit float',
  });
});

test('weights that are all 0 as 32-bit floats', async () => {
  await expectRefusal({
    data: { table: tableWith({ w: numbers(() => 1e-50) }), weight: 'w' },
    code: 'bad-weight',
    message:
      'weight "w" of the training table is at most 1e-50, which is 0 as a 32-bit float, in all 300 rows: expected some of 1.4e-45 or more',
  });
});

test('a weight above 0 that the objective does not take as a 32-bit float', async () => {
  await expectRefusal({
    parameters: { objective: 'cross_entropy_lambda' },
    data: { table: tableWith({ y: numbers(mixed), w: spoilt(4, 1e-50) }), weight: 'w' },
    code: 'bad-weight',
    message:
      'weight "w" of the training table is 1e-50 in row 4: objective=cross_entropy_lambda expects weights above 0, at least 1.4e-45 as 32-bit floats',
  });
});

/** The lines that a training of good rows tells. */
async function linesOf(columns: Parameters<typeof tableWith>[0]): Promise<string[]> {
  const lines: string[] = [];
  await train(
    { num_iterations: 1 },
    { table: tableWith({ w: numbers(() => 1), ...columns }), label: 'y', weight: 'w' },
    { onNotice: (line) => void lines.push(line) },
  );
  return lines;
}

test('labels within few steps of 32-bit floats are trained on, with a line that says so', async () => {
  expect(await linesOf({ y: numbers((row) => 1.7e9 + row * 10) })).toEqual([
    'label "y" of the training table is rounded: labels are kept as 32-bit floats, which lie 128 apart near 1700002990, and all labels are within 2990; subtract a constant to keep the differences',
  ]);
});

test('a constant label is told as it was given', async () => {
  expect(await linesOf({ y: numbers(() => 0.1) })).toContainEqual(
    'label "y" is 0.1 in all 300 rows of the training table: there is nothing to learn, and the model is a constant',
  );
});

test('weights that 32-bit floats take for 0 are told', async () => {
  expect(await linesOf({ w: spoilt(4, 1e-50) })).toEqual([
    'weight "w" of the training table is taken for 0 in 1 of 300 rows: weights are kept as 32-bit floats, of which the smallest is 1.4e-45',
  ]);
});

test.each<[string, (row: number) => number]>([
  ['fractions', (row) => row / 7],
  ['whole numbers within few steps', (row) => 2 ** 24 - 2 + (row % 2)],
  ['a wide range of large numbers', (row) => 1.7e9 + row * 1e6],
])('no line on labels that keep what they tell: %s', async (_, label) => {
  expect(await linesOf({ y: numbers(label) })).toEqual([]);
});

test('refit refuses labels beyond 32-bit floats', () => {
  const model: Model = parseModel(modelText('regression'), 'regression');
  const columns = Object.fromEntries(model.featureNames.map((name) => [name, numbers(mixed)]));
  const table = tableOf({ ...columns, y: spoilt(ROWS, 1e39) });
  expect(() => refit(model, { table, label: 'y' })).toThrow(
    'the label of row 300 is 1e+39: objective=regression expects at most 3.4e38 in size',
  );
});
