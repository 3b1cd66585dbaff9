import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  formatModel,
  type Model,
  type TrainOptions,
  train,
} from '../../../../src/boosting/index.js';
import { caseColumns, caseData, cases } from '../support/cases.js';
import { tableOf } from '../support/tables.js';

let workers: Worker[] = [];
const watch = (worker: Worker) => {
  workers.push(worker);
};
beforeEach(() => {
  workers = [];
  process.on('worker', watch);
});
afterEach(async () => {
  process.off('worker', watch);
  await expect.poll(() => workers.filter(({ threadId }) => threadId !== -1).length).toBe(0);
});

const table = tableOf(caseColumns(17_000));
const shape = { num_iterations: 6, num_leaves: 15, num_threads: 2, boost_from_average: false };
const trees = (model: Model) => formatModel(model).split('\nTree=0')[1]!.split('\nend of trees')[0];
type Objective = NonNullable<TrainOptions['objective']>;

const custom = (kind: string, objective: Objective, more = {}) =>
  train({ ...shape, objective: 'custom', ...more }, caseData(cases[kind]!, table), { objective });
const own = (kind: string) =>
  train({ ...shape, ...cases[kind]!.parameters }, caseData(cases[kind]!, table));

const logLoss: Objective = (scores, { rows, labels }, gradients, hessians) => {
  for (let row = 0; row < rows; row++) {
    const share = 1 / (1 + Math.exp(-scores[row]!));
    gradients[row] = share - labels[row]!;
    hessians[row] = share * (1 - share);
  }
};

const softmax: Objective = (scores, { rows, labels }, gradients, hessians) => {
  for (let row = 0; row < rows; row++) {
    const powers = [0, 1, 2].map((k) => Math.exp(scores[k * rows + row]!));
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, k) => {
      const share = power / sum;
      gradients[k * rows + row] = share - Number(labels[row] === k);
      hessians[k * rows + row] = 1.5 * share * (1 - share);
    });
  }
};

describe('a loss of the user', () => {
  test.each([
    ['binary', logLoss, {}],
    ['multiclass', softmax, { num_class: 3 }],
  ] as const)('%s: splits and outputs of the same loss of ours', async (kind, loss, more) => {
    const [one, other] = [await custom(kind, loss, more), await own(kind)];
    expect(one.model.trees).toHaveLength(other.model.trees.length);
    one.model.trees.forEach((tree, index) => {
      const twin = other.model.trees[index]!;
      const inTree = tree.leafCount.reduce((sum, count) => sum + count, 0);
      expect(inTree).toBe(17_000);
      expect(tree.splitFeature[0]).toBe(twin.splitFeature[0]);
      expect(tree.threshold[0]).toBe(twin.threshold[0]);
      expect(tree.internalValue[0]).toBeCloseTo(twin.internalValue[0]!, 4);
    });
  });

  test('gives the same bytes on 1 and 2 threads', async () => {
    const one = await custom('binary', logLoss, { num_threads: 1 });
    const two = await custom('binary', logLoss);
    expect(trees(two.model) === trees(one.model)).toBe(true);
  });

  test('that throws ends training with its own error', async () => {
    const run = custom('binary', () => {
      throw new RangeError('no gradient today');
    });
    await expect(run).rejects.toThrow(new RangeError('no gradient today'));
  });

  test('that gives NaN is named with its round', async () => {
    const run = custom('binary', (_, __, gradients) => void gradients.fill(Number.NaN));
    await expect(run).rejects.toThrow(
      /no finite gradient for row 1 in round 1: it is not a number/,
    );
  });
});

describe('a metric of the user', () => {
  const valid = [{ name: 'held out', table: table.slice(0, 2000) }];
  const measured = (values: (round: number) => number, more = {}) => {
    let round = 0;
    const evaluate = () => values(round++);
    return train({ ...shape, num_iterations: 30, ...more }, caseData(cases['regression']!, table), {
      valid,
      metrics: [{ name: 'own', higherIsBetter: true, evaluate }],
    });
  };

  test('is reported, and early stopping looks at it', async () => {
    const wait = { early_stopping_round: 3, metric: 'l2' };
    const { evaluations, bestIteration } = await measured((round) => -Math.abs(round - 4), wait);
    expect(evaluations.map(([, mine]) => mine!.value)).toEqual([-4, -3, -2, -1, -0, -1, -2, -3]);
    expect(bestIteration).toBe(5);
  });

  test('is not looked at behind another with first_metric_only', async () => {
    const more = { early_stopping_round: 3, metric: 'l2', first_metric_only: true };
    expect((await measured((round) => -round, more)).evaluations).toHaveLength(30);
  });

  test('has to get better by early_stopping_min_delta', async () => {
    const more = { early_stopping_round: 4, metric: 'none', early_stopping_min_delta: 0.5 };
    const { bestIteration, evaluations } = await measured((round) => round / 10, more);
    // Four rounds after the first one it is better by four tenths alone.
    expect([bestIteration, evaluations.length]).toEqual([1, 5]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new TypeError('no number today');
      },
      /no number today/,
    ],
    ['gives NaN', () => Number.NaN, /metric "own" gave NaN for "held out"/],
  ])('that %s ends training', async (_, values, message) => {
    await expect(measured(values)).rejects.toThrow(message);
  });
});
