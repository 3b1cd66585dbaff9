import { expect, test } from 'vitest';
import { SerialQueue } from '../../src/runtime/serial-queue.js';

test('changes run one after another, also after one that fails', async () => {
  const seen: string[] = [];
  const queue = new SerialQueue(() => seen.push('done'));
  const change = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise(setImmediate);
    if (name === 'b') throw new Error('refused');
    seen.push(`${name} ends`);
    return name;
  };
  expect(queue.isBusy).toBe(false);
  const results = Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(change(name))));
  expect(queue.isBusy).toBe(true);
  await queue.settled();
  expect(queue.isBusy).toBe(false);
  expect((await results).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(seen).toEqual([
    ...['a begins', 'a ends', 'done'],
    ...['b begins', 'done'],
    ...['c begins', 'c ends', 'done'],
  ]);
});
