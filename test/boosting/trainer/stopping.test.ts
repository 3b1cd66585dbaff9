import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatModel, type TrainingProgress, train } from '../../../src/boosting/index.js';
import { CambiumError } from '../../../src/errors.js';
import { randomTable, tableOf } from './support/tables.js';

// Every worker thread that a training starts, and how many of them still run.
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

const table = randomTable({ rows: 600, features: 4, seed: 3 });
const valid = [{ name: 'valid', table: randomTable({ rows: 300, features: 4, seed: 4 }) }];
const noise = { learning_rate: 0.9, num_leaves: 60, min_data_in_leaf: 2 };

describe('early stopping', () => {
  test('keeps the rounds up to the best one', async () => {
    const wait = 4;
    const parameters = { ...noise, early_stopping_round: wait, num_iterations: 200 };
    const data = { table, label: 'y' };
    const { model, evaluations, bestIteration, cancelled } = await train(parameters, data, {
      valid,
    });
    const losses = evaluations.map(([only]) => only!.value);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(bestIteration).toBe(best);
    expect(evaluations).toHaveLength(best + wait);
    expect(model.trees).toHaveLength(best);
    expect(cancelled).toBe(false);
    // The same as if one had known.
    const known = await train({ ...noise, num_iterations: best }, data);
    expect(formatModel(known.model).split('\nparameters:')[0]).toBe(
      formatModel(model).split('\nparameters:')[0],
    );
  });

  test('heeds metrics of which more is better, and any of several', async () => {
    const binary = { rows: 500, features: 3, binary: true };
    const parameters = {
      ...noise,
      objective: 'binary',
      metric: ['auc', 'binary_logloss'],
      early_stopping_round: 3,
      num_iterations: 100,
    } as const;
    const { evaluations, bestIteration } = await train(
      parameters,
      { table: randomTable({ ...binary, seed: 5 }), label: 'y' },
      { valid: [{ name: 'valid', table: randomTable({ ...binary, seed: 6 }) }] },
    );
    expect(evaluations[0]!.map(({ metric, higherIsBetter }) => [metric, higherIsBetter])).toEqual([
      ['auc', true],
      ['binary_logloss', false],
    ]);
    const stopped = evaluations.length;
    const since = (index: number, sign: number) => {
      const values = evaluations.map((round) => sign * round[index]!.value);
      return stopped - 1 - values.indexOf(Math.max(...values));
    };
    expect(stopped).toBeLessThan(100);
    expect(Math.max(since(0, 1), since(1, -1))).toBe(3);
    expect(stopped - bestIteration).toBe(3);
  });

  test('does not look at the training rows', async () => {
    const parameters = { early_stopping_round: 1, num_iterations: 8, learning_rate: 1.9 };
    const { evaluations } = await train(
      parameters,
      { table, label: 'y' },
      { evaluateTraining: true },
    );
    expect(evaluations).toHaveLength(8);
  });

  test('without it all rounds are kept', async () => {
    const { bestIteration, model } = await train(
      { ...noise, num_iterations: 30 },
      { table, label: 'y' },
      { valid },
    );
    expect([bestIteration, model.trees.length]).toEqual([30, 30]);
  });
});

test('metrics come in the order of sets and metrics, each round told once', async () => {
  const told: TrainingProgress[] = [];
  const { evaluations } = await train(
    { metric: ['l2', 'l1'], num_iterations: 5, num_threads: 3 },
    { table: randomTable({ rows: 30_000, features: 4 }), label: 'y' },
    { valid, evaluateTraining: true, onIteration: (progress) => told.push(progress) },
  );
  expect(told.map(({ iteration, iterations }) => [iteration, iterations])).toEqual(
    [1, 2, 3, 4, 5].map((iteration) => [iteration, 5]),
  );
  expect(told.map((progress) => progress.evaluations)).toEqual(evaluations);
  expect(evaluations[4]!.map(({ dataset, metric }) => `${dataset} ${metric}`)).toEqual([
    'training l2',
    'training l1',
    'valid l2',
    'valid l1',
  ]);
});

describe('a signal', () => {
  test('ends training after the round in hand and gives the model so far', async () => {
    const controller = new AbortController();
    const parameters = { num_iterations: 100_000, num_threads: 2, num_leaves: 4 };
    const data = { table: randomTable({ rows: 20_000, features: 3 }), label: 'y' };
    const { model, cancelled, bestIteration, evaluations } = await train(parameters, data, {
      signal: controller.signal,
      onIteration: ({ iteration }) => iteration === 5 && controller.abort(),
    });
    expect(cancelled).toBe(true);
    expect(model.trees.length).toBeGreaterThanOrEqual(5);
    expect(model.trees.length).toBeLessThan(100_000);
    expect(bestIteration).toBe(model.trees.length);
    expect(evaluations).toHaveLength(model.trees.length);
  });

  test('that has come already leaves one round', async () => {
    const { model, cancelled } = await train(
      { num_iterations: 50 },
      { table, label: 'y' },
      { signal: AbortSignal.abort() },
    );
    expect([model.trees.length, cancelled]).toEqual([1, true]);
  });

  test('after the end changes nothing', async () => {
    const controller = new AbortController();
    const { cancelled } = await train(
      { num_iterations: 2 },
      { table, label: 'y' },
      { signal: controller.signal },
    );
    controller.abort();
    expect(cancelled).toBe(false);
  });
});

test("an error of the caller's own is given to the caller", async () => {
  const run = train(
    { num_iterations: 1000, num_threads: 2 },
    { table: randomTable({ rows: 20_000, features: 3 }), label: 'y' },
    {
      onIteration: ({ iteration }) => {
        if (iteration === 3) throw new RangeError('enough');
      },
    },
  );
  await expect(run).rejects.toThrow(new RangeError('enough'));
});

describe('a training thread that dies', () => {
  test.each([1, 2, 3])('is an error at once: thread 1 of %i', async (threads) => {
    const failure = train(
      { num_iterations: 1_000_000, num_threads: threads },
      { table: randomTable({ rows: 60_000, features: 12 }), label: 'y' },
      { onIteration: ({ iteration }) => void (iteration === 4 && workers[0]!.terminate()) },
    );
    await expect(failure).rejects.toMatchObject({ name: 'CambiumError', code: 'training-stopped' });
  });

  test('before the first round, while features are cut into bins', async () => {
    process.once('worker', (worker: Worker) => setImmediate(() => void worker.terminate()));
    const failure = train(
      { num_threads: 1 },
      { table: randomTable({ rows: 90_000, features: 30 }), label: 'y' },
    );
    await expect(failure).rejects.toBeInstanceOf(CambiumError);
  });

  test('leaves the next training unharmed', async () => {
    const data = {
      table: tableOf({ x: Float64Array.of(1, 2, 3, 4), y: Float64Array.of(1, 1, 5, 5) }),
      label: 'y',
    };
    const parameters = {
      min_data_in_leaf: 1,
      min_data_in_bin: 1,
      learning_rate: 1,
      num_iterations: 1,
    };
    const dead = train(parameters, data, { onIteration: () => void workers[0]!.terminate() });
    await dead.catch(() => undefined);
    const { model } = await train(parameters, data);
    expect([...model.trees[0]!.leafValue]).toEqual([1, 5]);
  });
});
