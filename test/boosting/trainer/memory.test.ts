import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { formatModel, train } from '../../../src/boosting/index.js';
import { built } from '../../../src/runtime/index.js';
import { randomColumns, sharedTable, tableOf } from './support/tables.js';

const columns = randomColumns({ rows: 20_000, features: 6 });
const parameters = { num_iterations: 3, num_threads: 2 };

test('tables in ordinary memory, in one shared memory, or in parts: the same bytes', async () => {
  const plain = await train(parameters, { table: tableOf(columns), label: 'y' });
  const shared = sharedTable(columns);
  const other = await train(parameters, { table: shared.table, label: 'y' });
  expect(formatModel(other.model) === formatModel(plain.model)).toBe(true);
  const half = (from: number, to: number) =>
    tableOf(
      Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all.slice(from, to)])),
    );
  const parts = half(0, 7000).concat(half(7000, 20_000));
  expect(parts.batches.length).toBe(2);
  const third = await train(parameters, { table: parts, label: 'y' });
  expect(formatModel(third.model) === formatModel(plain.model)).toBe(true);
});

test('a shared memory is as free after a training as before it, also after a failed one', async () => {
  const { table, memory } = sharedTable(columns);
  const valid = [
    { name: 'same memory', table },
    { name: 'other', table: tableOf(columns) },
  ];
  const mark = memory.mark;
  const before = columns['f1']!.slice();
  await train(parameters, { table, label: 'y' }, { valid });
  expect(memory.mark).toBe(mark);
  const bytes = memory.memory.buffer.byteLength;
  for (let time = 0; time < 3; time++) await train(parameters, { table, label: 'y' }, { valid });
  await train({ ...parameters, min_data_in_leaf: 15_000 }, { table, label: 'y' }).catch(() => {});
  await train(
    parameters,
    { table, label: 'y' },
    {
      onIteration: () => {
        throw new Error('enough');
      },
    },
  ).catch(() => {});
  expect(memory.mark).toBe(mark);
  expect(memory.memory.buffer.byteLength).toBe(bytes);
  expect([...(table.getChild('f1')!.toArray() as Float32Array)]).toEqual([...before]);
});

test('what a former training left behind does not show in the next', async () => {
  const { table, memory } = sharedTable(columns);
  const first = await train({ num_iterations: 2 }, { table, label: 'y' });
  // All that was used lies full of ones now, as if by another training.
  const end = memory.memory.buffer.byteLength;
  new Uint8Array(memory.memory.buffer).fill(0xff, memory.mark, end);
  const second = await train({ num_iterations: 2 }, { table, label: 'y' });
  expect(formatModel(second.model) === formatModel(first.model)).toBe(true);
});

test('two trainings at once, on tables of one memory', async () => {
  const { table, memory } = sharedTable(columns);
  const mark = memory.mark;
  const alone = await train(parameters, { table, label: 'y' });
  const both = await Promise.all([1, 2].map(() => train(parameters, { table, label: 'y' })));
  for (const { model } of both) expect(formatModel(model) === formatModel(alone.model)).toBe(true);
  // Whoever ended first could not free what the other still used.
  expect(memory.mark).toBeGreaterThanOrEqual(mark);
});

test('a process ends by itself after a training', () => {
  const code = `
    import { tableFromArrays } from 'apache-arrow';
    import { train } from ${JSON.stringify(pathToFileURL(built('src/index.js')).href)};
    const x = Float64Array.from({ length: 20000 }, (_, row) => row);
    const table = tableFromArrays({ x, y: x.map(Math.sin) });
    const { model } = await train({ num_iterations: 2, num_threads: 2 }, { table, label: 'y' });
    console.log(model.trees.length);`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(run).toMatchObject({ status: 0, stdout: '2\n', stderr: '' });
});
