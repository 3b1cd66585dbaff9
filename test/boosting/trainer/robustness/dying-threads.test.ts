/** Threads that die in the middle of a training: it ends with the reason, and leaves nothing behind. */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatModel, train } from '../../../../src/boosting/index.js';
import { Team } from '../../../../src/boosting/trainer/threads/team.js';
import { built } from '../../../../src/runtime/index.js';
import { randomColumns, sharedTable } from '../support/tables.js';

let workers: Worker[] = [];
const watch = (worker: Worker) => {
  workers.push(worker);
};
beforeEach(() => {
  workers = [];
  process.on('worker', watch);
});
afterEach(() => void process.off('worker', watch));

const alive = () => workers.filter(({ threadId }) => threadId !== -1).length;
const columns = randomColumns({ rows: 30_000, features: 8 });
// So many rounds are never done.
const endless = { num_iterations: 1_000_000, num_leaves: 31, num_threads: 3 };

/** Trains, does something after the second round, and expects that training ends with an error. */
async function expectEnd(die: () => void) {
  const { table, memory } = sharedTable(columns);
  const data = { table, label: 'y' };
  const few = { num_iterations: 3, num_threads: 2 };
  const before = formatModel((await train(few, data)).model);
  workers = [];
  const mark = memory.mark;
  let done = false;
  const run = train(endless, data, {
    onIteration: ({ iteration }) => {
      if (iteration < 2 || done) return;
      done = true;
      expect(alive()).toBe(3);
      die();
    },
  });
  await expect(run).rejects.toMatchObject({
    name: 'CambiumError',
    code: 'training-stopped',
    message: expect.stringMatching(/^a training thread stopped: \S/),
  });
  expect(done).toBe(true);
  await expect.poll(alive).toBe(0);
  expect(memory.mark).toBe(mark);
  expect(formatModel((await train(few, data)).model) === before).toBe(true);
}

describe('training ends, its memory is free, and the next one is as ever', () => {
  test.each([0, 1, 2])('when thread %i is ended from outside', async (thread) => {
    await expectEnd(() => void workers[thread]!.terminate());
  });

  test('when all threads are', async () => {
    await expectEnd(() => {
      for (const worker of workers) void worker.terminate();
    });
  });

  test.each(['records', 'leafTable', 'scratches'])(
    'when the engine leaves its memory: %s',
    async (table) => {
      const { train: whole } = Team.prototype;
      const spy = vi.spyOn(Team.prototype, 'train');
      spy.mockImplementation(function (this: Team, module, memory, plan, tell) {
        // Far behind the memory's end, and so far before 4 GiB that nothing comes round to its start.
        const variables = { ...plan.variables, [table]: 2 ** 31 };
        return whole.call(this, module, memory, { ...plan, variables }, tell);
      });
      const { table: rows, memory } = sharedTable(columns);
      const mark = memory.mark;
      const data = { table: rows, label: 'y' };
      try {
        await expect(train(endless, data)).rejects.toMatchObject({
          name: 'CambiumError',
          code: 'training-stopped',
          problem: 'a training thread stopped: memory access out of bounds',
        });
      } finally {
        spy.mockRestore();
      }
      await expect.poll(alive).toBe(0);
      expect(memory.mark).toBe(mark);
      expect((await train({ num_iterations: 2, num_threads: 2 }, data)).model.trees).toHaveLength(
        2,
      );
    },
  );
});

test('a process whose training thread was ended says so, and ends by itself', () => {
  const program = `
    import { makeVector, Table } from 'apache-arrow';
    const { train } = await import(${JSON.stringify(pathToFileURL(built('src/boosting/index.js')).href)});
    const workers = [];
    process.on('worker', (worker) => workers.push(worker));
    const x = Float64Array.from({ length: 30000 }, (_, row) => Math.sin(row * 7));
    const y = x.map((value, row) => value * Math.cos(row));
    const table = new Table({ x: makeVector(x), y: makeVector(y) });
    const error = await train({ num_iterations: 1000000, num_threads: 3 }, { table, label: 'y' }, {
      onIteration: ({ iteration }) => { if (iteration === 2) workers[1].terminate(); },
    }).catch((error) => error);
    console.log(error.code);
  `;
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(run).toMatchObject({ status: 0, stderr: '', stdout: 'training-stopped\n' });
});
