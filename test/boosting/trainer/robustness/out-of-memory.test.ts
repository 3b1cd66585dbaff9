import { expect, test } from 'vitest';
import { formatModel, train } from '../../../../src/boosting/index.js';
import { randomColumns, sharedTable } from '../support/tables.js';

test('more than one memory holds is refused with the need, and the next training works', async () => {
  const { table, memory } = sharedTable(randomColumns({ rows: 3000, features: 40 }));
  const data = { table, label: 'y' };
  const before = formatModel((await train({ num_iterations: 2 }, data)).model);
  const mark = memory.mark;
  await expect(train({ num_leaves: 131_072 }, data)).rejects.toMatchObject({
    name: 'CambiumError',
    code: 'memory-limit',
    message: expect.stringMatching(/holds 4 GiB: \d+\.\d\d GiB are needed/),
  });
  expect(memory.mark).toBe(mark);
  expect(formatModel((await train({ num_iterations: 2 }, data)).model) === before).toBe(true);
});
