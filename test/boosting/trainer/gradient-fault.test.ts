/** Trainings that end because a gradient or hessian is no finite number, and what they say. */
import { describe, expect, test } from 'vitest';
import { type ParameterInput, type TrainingData, train } from '../../../src/boosting/index.js';
import { tableOf } from './support/tables.js';

/** Labels above 0 of very different sizes, which small leaves take apart. */
function columnsOf(rows: number) {
  const x = Float64Array.from(
    { length: rows },
    (_, row) => (Math.sin(row * 12.9898) * 43758.5453) % 1,
  );
  const z = Float64Array.from({ length: rows }, (_, row) => (Math.sin(row * 78.233) * 12543.1) % 1);
  const y = Float64Array.from(x, (value, row) => Math.exp(9 * value - 6 * Math.abs(z[row]!)));
  return { x, z, y };
}

const wild: ParameterInput = {
  ...{ num_iterations: 60, min_data_in_leaf: 1, min_sum_hessian_in_leaf: 0 },
  ...{ num_leaves: 63, learning_rate: 0.9 },
};

const refused = (parameters: ParameterInput, more: Partial<TrainingData> = {}, rows = 400) =>
  train(parameters, { table: tableOf(columnsOf(rows)), label: 'y', features: ['x', 'z'], ...more });

describe('steps of trees that overshoot', () => {
  test.each([
    [1, 400],
    [2, 20_000],
  ])('gamma, on %d threads', async (threads, rows) => {
    const run = refused({ ...wild, objective: 'gamma', num_threads: threads }, {}, rows);
    await expect(run).rejects.toMatchObject({
      code: 'infinite-gradient',
      problem: expect.stringMatching(
        /^objective=gamma: the (gradient|hessian) of row \d+ of the training table is infinite in round \d+, where its label is [\d.e+-]+, and its score -[\d.]+: the score is the logarithm of the prediction, and the trees before have moved it too far$/,
      ),
      hint: 'bound the leaves with max_delta_step (0.7, for one), raise min_data_in_leaf (now 1) or min_sum_hessian_in_leaf (now 0), or lower learning_rate (now 0.9)',
    });
  });

  test.each(['poisson', 'gamma', 'tweedie'] as const)(
    '%s, by a learning rate',
    async (objective) => {
      const run = refused({ ...wild, objective, learning_rate: 500 });
      await expect(run).rejects.toMatchObject({
        code: 'infinite-gradient',
        hint: 'lower learning_rate (now 500), or bound the leaves with max_delta_step (0.7, for one)',
      });
    },
  );

  test('what the hint says helps', async () => {
    const { model } = await refused({ ...wild, objective: 'gamma', max_delta_step: 0.7 });
    expect(model.trees).toHaveLength(60);
  });
});

test('scores that start beyond what an exponential can hold', async () => {
  const initScore = new Float64Array(400).fill(3);
  initScore[6] = 710;
  await expect(refused({ objective: 'poisson' }, { initScore })).rejects.toMatchObject({
    code: 'infinite-gradient',
    problem: expect.stringMatching(
      /of row 7 of the training table is infinite in round 1, .* and its score 710: the score is the logarithm of the prediction, and the initial score is beyond/,
    ),
    hint: 'give initial scores on the scale of raw scores, which are logarithms',
  });
});

test('weights that make gradients too large for 32-bit floats', async () => {
  const weight = new Float64Array(400).fill(1);
  weight.fill(3e38, 2, 4);
  const label = Float64Array.from({ length: 400 }, (_, row) => (row % 7) * 100);
  await expect(refused({ objective: 'regression' }, { weight, label })).rejects.toMatchObject({
    code: 'infinite-gradient',
    problem: expect.stringMatching(
      /of row 3 of the training table is infinite in round 1, .*: gradients are kept as 32-bit floats, of at most 3\.4e38 in size$/,
    ),
    hint: 'scale labels or weights down',
  });
});

test('a function of the user that gives no number: the row is named', async () => {
  const run = train(
    { objective: 'custom', num_iterations: 3 },
    { table: tableOf(columnsOf(400)), label: 'y', features: ['x', 'z'] },
    {
      objective: (_, { rows }, gradients, hessians) => {
        for (let row = 0; row < rows; row++) gradients[row] = row === 4 ? 1e39 : row % 2;
        hessians.fill(1);
      },
    },
  );
  await expect(run).rejects.toMatchObject({
    code: 'bad-objective',
    problem:
      'the objective gave no finite gradient for row 5 in round 1: found Infinity, which is any number beyond 3.4e38 in size in 32-bit floats',
  });
});
