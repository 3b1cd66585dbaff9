/** Small trainings grow their trees in the calling thread, between its other events, and give what a worker gives. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatModel, train } from '../../../src/boosting/index.js';
import { resolveParameters } from '../../../src/boosting/parameters/index.js';
import { hasShortRounds } from '../../../src/boosting/trainer/threads/team.js';
import { randomTable } from './support/tables.js';

let threads = 0;
const count = () => {
  threads++;
};
beforeEach(() => {
  threads = 0;
  process.on('worker', count);
});
afterEach(() => void process.off('worker', count));

const table = randomTable({ rows: 3000, features: 4 });

test('no thread starts, and the event loop turns between rounds', async () => {
  let turns = 0;
  let training = true;
  const turn = () => {
    turns++;
    if (training) setImmediate(turn);
  };
  setImmediate(turn);
  await train({ num_iterations: 40, num_threads: 1 }, { table, label: 'y' });
  training = false;
  expect(threads).toBe(0);
  expect(turns).toBeGreaterThanOrEqual(40);
});

test('a signal that comes meanwhile ends it', async () => {
  const controller = new AbortController();
  const run = train(
    { num_iterations: 1_000_000, num_threads: 1 },
    { table, label: 'y' },
    {
      signal: controller.signal,
      onIteration: ({ iteration }) =>
        void (iteration === 3 && setImmediate(() => controller.abort())),
    },
  );
  await expect(run).resolves.toMatchObject({ cancelled: true });
});

test('the model is that of a worker', async () => {
  const parameters = { num_iterations: 10, num_threads: 1, metric: 'l2' as const };
  const data = { table, label: 'y' };
  const { model } = await train(parameters, data);
  expect(threads).toBe(0);
  // A large validation table makes rounds long, and changes no tree.
  const valid = [{ name: 'large', table: randomTable({ rows: 200_000, features: 4 }) }];
  const { model: worked } = await train(parameters, data, { valid });
  expect(threads).toBe(1);
  expect(formatModel(worked)).toBe(formatModel(model));
});

test('rounds are long with many rows, leaves, classes, or linear leaves', () => {
  const p = (given = {}) => resolveParameters(given, () => {});
  expect(hasShortRounds(p(), 1, 10, 10_000)).toBe(true);
  expect(hasShortRounds(p(), 1, 10, 100_000)).toBe(false);
  expect(hasShortRounds(p({ num_leaves: 500 }), 1, 10, 10_000)).toBe(false);
  expect(hasShortRounds(p(), 10, 10, 10_000)).toBe(false);
  expect(hasShortRounds(p({ linear_tree: true }), 1, 10, 10_000)).toBe(false);
});
