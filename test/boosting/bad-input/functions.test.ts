/** Losses, metrics and other options that are no functions, or give what cannot be trained on. */
import { describe, expect, test } from 'vitest';
import { type TrainOptions, train } from '../../../src/boosting/index.js';
import { expectRefusal, good, numbers, tableOf, tableWith } from './support.js';

type Loss = NonNullable<TrainOptions['objective']>;

describe('a loss', () => {
  const run = (objective: Loss, more = {}) =>
    train(
      { objective: 'custom', num_iterations: 3, num_threads: 1, ...more },
      { table: tableWith({ y: numbers((row) => row % 3) }), label: 'y' },
      { objective },
    );
  const filled = (spoil: (gradients: Float32Array, hessians: Float32Array) => void): Loss => {
    return (scores, { labels }, gradients, hessians) => {
      for (let row = 0; row < gradients.length; row++) {
        gradients[row] = (scores[row] as number) - (labels[row % labels.length] as number);
      }
      hessians.fill(1);
      spoil(gradients, hessians);
    };
  };
  const notNumber = 'it is not a number, or was not filled in';

  test.each([
    [
      'NaN for a gradient',
      filled((gradients) => void gradients.fill(Number.NaN, 4, 5)),
      `no finite gradient for row 5 in round 1: ${notNumber}`,
    ],
    [
      'an infinite hessian',
      filled((_, hessians) => void hessians.fill(1e39, 299, 300)),
      'no finite hessian for row 300 in round 1: found Infinity, which is any number beyond 3.4e38 in size in 32-bit floats',
    ],
    ['nothing', () => {}, `no finite gradient for row 1 in round 1: ${notNumber}`],
    [
      'too few',
      (_scores, _rows, gradients, hessians) => {
        gradients.fill(1, 0, 200);
        hessians.fill(1);
      },
      `no finite gradient for row 201 in round 1: ${notNumber}`,
    ],
    [
      'new lists in place of those to fill',
      (scores) => [scores.map(() => 1), scores.map(() => 1)] as never,
      `no finite gradient for row 1 in round 1: ${notNumber}`,
    ],
  ] as [string, Loss, string][])('that gives %s', async (_, objective, message) => {
    const told = `the objective gave ${message}`;
    await expect(run(objective)).rejects.toMatchObject({ code: 'bad-objective', problem: told });
  });

  test('that spoils a class in a later round', async () => {
    let round = 0;
    const objective = filled((gradients) => {
      if (++round === 2) gradients[2 * 300 + 4] = Number.NEGATIVE_INFINITY;
    });
    await expect(run(objective, { num_class: 3 })).rejects.toMatchObject({
      code: 'bad-objective',
      problem:
        'the objective gave no finite gradient for row 5, class 2 in round 2: found -Infinity, which is any number beyond 3.4e38 in size in 32-bit floats',
    });
  });

  test('that is asynchronous', async () => {
    const objective = (async (_, __, gradients: Float32Array) => void gradients.fill(1)) as Loss;
    await expect(run(objective)).rejects.toMatchObject({ code: 'bad-objective' });
  });

  test('that writes past the end ends with its own error', async () => {
    const objective: Loss = (_, { rows }, gradients) => gradients.set(new Float32Array(rows + 1));
    await expect(run(objective)).rejects.toBeInstanceOf(RangeError);
  });

  test('that is no function, or comes with another objective', async () => {
    await expectRefusal({
      parameters: { objective: 'custom' },
      options: { objective: 'mse' as never },
      code: 'invalid-option',
      message: 'options.objective must be a function that fills gradients and hessians, not string',
    });
    await expectRefusal({
      parameters: { objective: 'regression' },
      options: { objective: () => {} },
      code: 'bad-parameter',
      message: 'options.objective is given, but the parameter is objective=regression',
    });
  });
});

describe('a metric', () => {
  const own = (name: string, evaluate: unknown = () => 1) => ({
    name,
    higherIsBetter: true,
    evaluate: evaluate as () => number,
  });

  test.each([
    ['without a name', [own('')], 'a metric of options.metrics has no name'],
    [
      'that is no function',
      [own('own', 'auc')],
      'metric "own": evaluate must be a function, not "auc"',
    ],
    [
      'that does not say what is better',
      [{ name: 'own', evaluate: () => 1 } as never],
      'metric "own": higherIsBetter must be true or false, not nothing',
    ],
    [
      'that says it in words',
      [{ name: 'own', higherIsBetter: 'no', evaluate: () => 1 } as never],
      'metric "own": higherIsBetter must be true or false, not "no"',
    ],
    [
      'that is null',
      [null as never],
      'expected an object, each part of a metric by its name, found null',
    ],
    ['of the name of another', [own('own'), own('own')], 'two metrics are called "own"'],
  ])('%s', async (_, metrics, message) => {
    await expectRefusal({ options: { metrics }, code: 'invalid-option', message });
  });

  test('of a misspelled part, which would turn early stopping around', async () => {
    await expectRefusal({
      options: { metrics: [{ name: 'own', higherIsBeter: true, evaluate: () => 1 } as never] },
      code: 'unknown-option',
      message: 'unknown part of a metric "higherIsBeter"',
      hint: 'did you mean "higherIsBetter"?',
    });
  });

  test.each(['l2', 'ndcg@3'])('of the name of %s, which is measured too', async (name) => {
    await expectRefusal({
      parameters: { metric: ['l2', 'ndcg'], eval_at: [1, 3] },
      options: { metrics: [own(name)] },
      code: 'invalid-option',
      message: `a metric of options.metrics is called "${name}", as the one of metric=l2,ndcg: they could not be distinguished`,
    });
  });

  test.each([
    ['NaN', () => Number.NaN],
    ['undefined', () => undefined],
    ['[object Promise]', async () => 1],
  ])('that gives %s', async (found, evaluate) => {
    const options = { metrics: [own('own', evaluate)], evaluateTraining: true };
    const data = { table: tableOf(good), label: 'y' };
    await expect(train({ num_iterations: 2, num_threads: 1 }, data, options)).rejects.toMatchObject(
      {
        code: 'bad-metric',
        message: `metric "own" gave ${found} for "training": expected a number`,
      },
    );
  });
});

test('a model to go on from that is none', async () => {
  await expectRefusal({
    options: { initModel: 'model.txt' as never },
    code: 'bad-init-model',
    message: 'options.initModel is not a model',
    hint: 'readModel reads one from a file',
  });
});
